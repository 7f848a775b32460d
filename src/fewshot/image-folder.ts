import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { key } from '../random/index.js';
import { requireOptions } from '../nn/require-options.js';
import { countRange, episodeSizes, splitClasses, splitSizes, type EpisodeSizes, type ExampleClasses, type Split } from '../tasks/index.js';
import { fingerprint, fingerprintAll } from '../tasks/files/index.js';
import type { Augmentation } from './augmentation.js';
import { duplicatesAcrossSplits, duplicateWarnings, type SplitImage } from './duplicates.js';
import { defaultQueries, imageFamily, type ClassFamily, type ImageFormat } from './family.js';
import { readImage, type ClassFolder } from './folder.js';
import { inspectImage, lazyImages, writeBytes, type ImageInfo } from './images/index.js';
import { readLayout, type Layout, type SplitClasses } from './layouts/index.js';
import { passedOverWarnings } from './passed-over.js';

export interface ImagesOptions extends Partial<EpisodeSizes> {
  /** A folder of PNG and JPEG files in one of the layouts below. */
  readonly directory: string;
  /** Height and width in pixels to resize to, stretching other aspect ratios. Without it all images must be of one size, which is kept. */
  readonly size?: number;
  /** Grey or colour; default: colour where any image has it. */
  readonly channels?: 1 | 3;
  /** Whether to turn dark ink on light paper into one on zero, for drawings. */
  readonly invert?: boolean;
  /** Classes that each split has at least, where the folder itself is not split. Default: `ways`, the most of them. Tasks of other ways come from the same splits where it is the same. */
  readonly splitWays?: number;
  /** The seed of the shuffle that splits the classes, where the folder itself does not. */
  readonly seed?: number;
  /** How training images are varied. */
  readonly augmentation?: Augmentation;
}

/**
 * The user's own images: float32 (height, width, channels) in [0, 1]. The folder has
 *
 * - one folder per class: of the classes, shuffled with `seed`, about 60% are for training and 20% each for validation and testing, but
 *   never fewer than `splitWays`; or
 * - `train/`, `val/` (or `validation/`) and `test/`, in each one folder per class; or
 * - `images/` with all files, and `train.csv`, `val.csv` (or `validation.csv`) and `test.csv` with the columns `filename` and `label`:
 *   mini-ImageNet as MAML-Pytorch and others lay it out.
 *
 * `description.layout` says which: `classes`, `splits` or `csv`. Every file's headers are read at once, its pixels when first drawn; they are then kept at one byte
 * a value. Files that are the same, byte for byte, in two splits are reported in `warnings`, and so are
 * folders and pictures of other formats in the folders of classes, which are not read.
 * @throws Error where the folder is missing or empty, a file is damaged, sizes are mixed and `size` is not given, classes or images are
 *   too few, a class is in two splits, or a table is not as it should be.
 */
export function images(options: ImagesOptions): ClassFamily {
  requireOptions('images', options, { directory: true, ...episodeSizes, splitWays: true, size: true, channels: true, invert: true, seed: true, augmentation: true });
  const { directory, ways = 5, shots = 1, queries = defaultQueries, balance, seed = 0, augmentation } = options;
  const { splitWays = countRange('ways', ways, 2)[1] } = options;
  const layout = readLayout(directory);
  const { sums, sha256, format } = survey(layout, options);
  const parts = layout.layout === 'classes' ? cut(layout.classes, directory, splitWays, seed) : layout.splits;
  const splits = { train: classesOf(parts.train, format), validation: classesOf(parts.validation, format), test: classesOf(parts.test, format) };
  const split = layout.layout === 'classes' ? { layout: layout.layout, seed } : { layout: layout.layout };
  const family = imageFamily('images', splits, format, { ways, shots, queries, balance }, { ...split, sha256 }, augmentation);
  const passedOver = layout.layout === 'csv' ? [] : passedOverWarnings(Object.values(parts).flat().flatMap(({ files }) => files), directory);
  const warnings = [...passedOver, ...duplicateWarnings(duplicatesAcrossSplits(placesOf(parts, directory, sums)))];
  return warnings.length > 0 ? { ...family, warnings } : family;
}

function cut(classes: readonly ClassFolder[], directory: string, splitWays: number, seed: number): SplitClasses {
  try {
    return splitClasses(classes, splitSizes(classes.length, splitWays), key(seed));
  } catch (error) {
    throw new RangeError(`${directory}: ${(error as Error).message}`, { cause: error });
  }
}

function* placesOf(parts: SplitClasses, directory: string, sums: ReadonlyMap<string, string>): Generator<SplitImage> {
  for (const split of ['train', 'validation', 'test'] as const satisfies readonly Split[]) {
    for (const file of parts[split].flatMap(({ files }) => files)) yield { split, name: nameIn(directory, file), sha256: sums.get(file)! };
  }
}

const nameIn = (directory: string, file: string): string => relative(directory, file).split(sep).join('/');

interface Survey {
  /** The sum of every image file. */
  readonly sums: ReadonlyMap<string, string>;
  /** That of all files that were read. */
  readonly sha256: string;
  readonly format: ImageFormat;
}

/** Reads every file once, for its size, its sum and that of all. */
function survey(layout: Layout, { directory, size, channels, invert = false }: ImagesOptions): Survey {
  if (size !== undefined && (!Number.isInteger(size) || size < 1 || size > 4096)) throw new RangeError(`size must be a whole number of pixels from 1 to 4096, got ${size}.`);
  if (channels !== undefined && channels !== 1 && channels !== 3) throw new RangeError(`channels must be 1 (grey) or 3 (colour), got ${channels}.`);
  const sums = new Map<string, string>();
  let first: (ImageInfo & { file: string }) | undefined;
  let colour = false;
  const classes = layout.layout === 'classes' ? layout.classes : Object.values(layout.splits).flat();
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
    sums.set(file, fingerprint(bytes));
  }
  const tables = layout.layout === 'csv' ? layout.tables : [];
  const all = [...sums, ...tables.map((table) => [table, fingerprint(readFileSync(table))] as const)];
  const { height, width } = first!;
  return {
    sums,
    sha256: fingerprintAll(all.map(([file, sum]) => [nameIn(directory, file), sum])),
    format: { height: size ?? height, width: size ?? width, channels: channels ?? (colour ? 3 : 1), invert },
  };
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
