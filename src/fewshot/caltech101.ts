import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireOptions } from '../nn/require-options.js';
import { episodeSizes, type EpisodeSizes, type ExampleClasses } from '../tasks/index.js';
import { findData, fingerprint, openZip, type Zip } from '../tasks/files/index.js';
import type { Augmentation } from './augmentation.js';
import { caltech101Split } from './caltech101-split.js';
import { defaultQueries, imageFamily, type ClassFamily } from './family.js';
import { decodeImage, lazyImages, toChannels, writeBytes, type Image } from './images/index.js';

export interface Caltech101Options extends Partial<EpisodeSizes> {
  /** The folder given by `--data`; else METALEARN_DATA, else the user's cache. */
  readonly dataDirectory?: string;
  /** How training images are varied. */
  readonly augmentation?: Augmentation;
}

/**
 * Caltech-101 (Fei-Fei et al. 2004) at 32x32 in colour: 97 categories of photographs and drawings, 31 to 60 of each. Images are float32
 * (32, 32, 3) in [0, 1]. The 60 categories for training, 17 for validation and 20 for testing are written down in `caltech101Split`.
 *
 * Images are decoded when first drawn and kept at one byte a value: at most 16 MB.
 * @throws Error where the archive is missing, cut short or not the whole set.
 */
export function caltech101(options: Caltech101Options = {}): ClassFamily {
  requireOptions('caltech101', options, { dataDirectory: true, ...episodeSizes, augmentation: true });
  const { ways = 5, shots = 1, queries = defaultQueries, balance, dataDirectory, augmentation } = options;
  const file = join(findData('caltech101-32', request, dataDirectory), archiveName);
  const bytes = readFileSync(file);
  const archive = openZip(bytes, file, 2 ** 20);
  const entries = entriesByCategory(archive, file);
  const of = (names: readonly string[]): ExampleClasses => categories(names, entries, archive, file);
  const splits = { train: of(caltech101Split.train), validation: of(caltech101Split.validation), test: of(caltech101Split.test) };
  const image = { height: side, width: side, channels: 3, invert: false } as const;
  return imageFamily('caltech101', splits, image, { ways, shots, queries, balance }, { files: { [archiveName]: fingerprint(bytes) } }, augmentation);
}

const side = 32;
const archiveName = 'caltech101_32x32.zip';
const images = 5104;

const request = {
  files: [archiveName],
  address: 'https://data.caltech.edu/records/mzrjq-6wc02 (shrunk to 32x32, the first 60 images of each of 97 categories, zipped as caltech101_32x32/CATEGORY/image_NNNN.png)',
};

function entriesByCategory({ names }: Zip, file: string): Map<string, string[]> {
  const entries = new Map<string, string[]>();
  for (const name of [...names].sort()) {
    const match = /^[^/]+\/([^/]+)\/image_\d+\.png$/.exec(name);
    if (!match || name.startsWith('__MACOSX/')) continue;
    const known = entries.get(match[1]);
    if (known) known.push(name);
    else entries.set(match[1], [name]);
  }
  const missing = Object.values(caltech101Split).flat().find((category) => !entries.has(category));
  const count = [...entries.values()].reduce((total, { length }) => total + length, 0);
  if (missing !== undefined || count !== images) {
    const lack = missing === undefined ? '' : ` and none of "${missing}"`;
    throw new Error(`${file} has ${count} images${lack}, but the whole set has ${images} in 97 categories. Get it from ${request.address}.`);
  }
  return entries;
}

function categories(names: readonly string[], entries: ReadonlyMap<string, readonly string[]>, archive: Zip, file: string): ExampleClasses {
  const read = (entry: string): Image => {
    const image = decodeImage(archive.read(entry), `"${entry}" of ${file}`);
    if (image.height !== side || image.width !== side) throw new Error(`"${entry}" of ${file} is ${image.width}x${image.height} pixels, but all images of this set are ${side}x${side}.`);
    return toChannels(image, 3);
  };
  const own = names.map((name) => entries.get(name)!);
  const pixels = own.map((files) => lazyImages(files.length, (index) => read(files[index])));
  return {
    count: names.length,
    nameOf: (index) => names[index],
    sizeOf: (index) => own[index].length,
    write: (index, example, into, offset) => writeBytes(pixels[index](example), into, offset),
  };
}
