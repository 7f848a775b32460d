import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { key } from '../random/index.js';
import { countRange, splitClasses, splitSizes, type EpisodeSizes, type ExampleClasses } from '../tasks/index.js';
import { fingerprintAll } from '../tasks/files/index.js';
import { defaultQueries, imageFamily, type ClassFamily, type ImageFormat } from './family.js';
import { listClasses, readImage, type ClassFolder } from './folder.js';
import { inspectImage, lazyImages, writeBytes, type ImageInfo } from './images/index.js';

export interface ImagesOptions extends Partial<EpisodeSizes> {
  /** A folder with one folder of PNG or JPEG files per class. */
  readonly directory: string;
  /** Height and width in pixels to resize to, stretching other aspect ratios. Without it all images must be of one size, which is kept. */
  readonly size?: number;
  /** Grey or colour; default: colour where any image has it. */
  readonly channels?: 1 | 3;
  /** Whether to turn dark ink on light paper into one on zero, for drawings. */
  readonly invert?: boolean;
  /** The seed of the shuffle that splits the classes. */
  readonly seed?: number;
}

/**
 * The user's own images, one folder per class: float32 (height, width, channels) in [0, 1]. Of the classes, shuffled with `seed`, about 60% are
 * for training and 20% each for validation and testing, but never fewer than `ways`.
 *
 * Every file's headers are read at once, its pixels when first drawn; they are then kept at one byte a value.
 * @throws Error where the folder is missing or empty, a file is damaged, sizes are mixed and `size` is not given, or classes or images are too few.
 */
export function images(options: ImagesOptions): ClassFamily {
  const { directory, ways = 5, shots = 1, queries = defaultQueries, seed = 0 } = options;
  const classes = listClasses(directory);
  const { sha256, format } = survey(classes, options);
  const most = countRange('ways', ways, 2)[1];
  let sizes;
  try {
    sizes = splitSizes(classes.length, most);
  } catch (error) {
    throw new RangeError(`${directory}: ${(error as Error).message}`, { cause: error });
  }
  const parts = splitClasses(classes, sizes, key(seed));
  const splits = { train: classesOf(parts.train, format), validation: classesOf(parts.validation, format), test: classesOf(parts.test, format) };
  return imageFamily('images', splits, format, { ways, shots, queries }, { seed, sha256 });
}

/** Reads every file once, for its size and the fingerprint of all. */
function survey(classes: readonly ClassFolder[], { directory, size, channels, invert = false }: ImagesOptions): { sha256: string; format: ImageFormat } {
  if (size !== undefined && (!Number.isInteger(size) || size < 1 || size > 4096)) throw new RangeError(`size must be a whole number of pixels from 1 to 4096, got ${size}.`);
  if (channels !== undefined && channels !== 1 && channels !== 3) throw new RangeError(`channels must be 1 (grey) or 3 (colour), got ${channels}.`);
  let first: (ImageInfo & { file: string }) | undefined;
  let colour = false;
  function* pieces(): Generator<[string, Uint8Array]> {
    for (const file of classes.flatMap(({ files }) => files)) {
      const bytes = readFileSync(file);
      const info = inspectImage(bytes, file);
      first ??= { ...info, file };
      colour ||= info.channels === 3;
      if (size === undefined && (info.height !== first.height || info.width !== first.width)) {
        throw new Error(
          `The images of ${directory} differ in size: ${first.file} is ${first.width}x${first.height} pixels, ${file} is ${info.width}x${info.height}. Give a size to resize them to, for example 32 (--size 32 on the command line).`,
        );
      }
      yield [relative(directory, file).split(sep).join('/'), bytes];
    }
  }
  const sha256 = fingerprintAll(pieces());
  const { height, width } = first!;
  return { sha256, format: { height: size ?? height, width: size ?? width, channels: channels ?? (colour ? 3 : 1), invert } };
}

function classesOf(classes: readonly ClassFolder[], format: ImageFormat): ExampleClasses {
  const cached = classes.map(({ files }) => lazyImages(files.length, (index) => readImage(files[index], format)));
  return {
    count: classes.length,
    nameOf: (index) => classes[index].name,
    sizeOf: (index) => classes[index].files.length,
    write: (index, example, into, offset) => writeBytes(cached[index](example), into, offset),
  };
}
