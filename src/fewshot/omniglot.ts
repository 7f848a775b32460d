import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { key } from '../random/index.js';
import { splitClasses, type EpisodeSizes, type ExampleClasses, type Split } from '../tasks/index.js';
import { findData, fingerprint, openZip, type Zip } from '../tasks/files/index.js';
import { defaultQueries, imageFamily, type ClassFamily } from './family.js';
import { decodeImage, lazyImages, resizeImage, toChannels } from './images/index.js';
import { writeTurned } from './images/turn.js';

export interface OmniglotOptions extends Partial<EpisodeSizes> {
  /** The folder given by `--data`; else METALEARN_DATA, else the user's cache. */
  readonly dataDirectory?: string;
  readonly split?: 'usual' | 'background';
  /** The seed of the shuffle that splits the characters. Numbers are comparable only at the same seed. */
  readonly seed?: number;
  /** Whether quarter turns make new classes. */
  readonly rotations?: boolean;
  /** Height and width of the images in pixels. */
  readonly size?: number;
}

/**
 * Omniglot (Lake et al. 2015): 1623 handwritten characters of 50 alphabets, 20 drawings of each. Images are float32
 * (size, size, 1), shrunk from 105x105 with antialiasing, ink = 1.
 *
 * - `usual`: all characters shuffled with `seed`; 1200 for training, 100 for validation, the other 323 for testing, as in Vinyals et al.
 *   2016 and what followed.
 * - `background`: the official split: testing with the 20 evaluation alphabets, validation with 5 of the 30 background alphabets,
 *   drawn with `seed`, training with the others.
 *
 * With `rotations` each character turned by 90, 180 and 270 degrees is a class of its own in every split, as in Santoro et al. 2016 and
 * Snell et al. 2017: four times as many classes, and two turns of one character may meet in a task. All turns of a character are
 * in the same split.
 *
 * Images are decoded when first drawn and kept at one byte a pixel: at most 25 MB at size 28.
 * @throws Error where the data are missing, cut short or not the whole set.
 */
export function omniglot(options: OmniglotOptions = {}): ClassFamily {
  const { ways = 5, shots = 1, queries = defaultQueries, split = 'usual', seed = 0, rotations = true, size = 28 } = options;
  if (split !== 'usual' && split !== 'background') throw new RangeError(`Omniglot has the splits "usual" and "background", not "${split}".`);
  if (!Number.isInteger(size) || size < 1 || size > 1024) throw new RangeError(`size must be a whole number of pixels from 1 to 1024, got ${size}.`);
  const folder = findData('omniglot', request, options.dataDirectory);
  const archives = archiveSizes.map(([name, expected]) => readArchive(join(folder, name), name, expected));
  const splits = splitCharacters(archives.map((archive) => archive.characters), split, seed);
  const turns = rotations ? 4 : 1;
  const sources = Object.fromEntries(Object.entries(splits).map(([name, characters]) => [name, classesOf(characters, turns, size)]));
  return imageFamily(
    'omniglot',
    sources as Record<Split, ExampleClasses>,
    { height: size, width: size, channels: 1, invert: true },
    { ways, shots, queries },
    { split, seed, rotations, files: Object.fromEntries(archives.map(({ name, sha256 }) => [name, sha256])) },
  );
}

const archiveSizes = [['images_background.zip', 964], ['images_evaluation.zip', 659]] as const;

const request = {
  files: archiveSizes.map(([name]) => name),
  address: 'https://github.com/brendenlake/omniglot/tree/master/python',
};

const validationAlphabets = 5;

interface Character {
  /** `Greek/character03`. */
  readonly name: string;
  readonly alphabet: string;
  readonly archive: Zip;
  /** The path of the archive, for messages. */
  readonly file: string;
  readonly drawings: string[];
}

function readArchive(file: string, name: string, expected: number): { name: string; sha256: string; characters: Character[] } {
  const bytes = readFileSync(file);
  const archive = openZip(bytes, file, 2 ** 20);
  const characters = new Map<string, Character>();
  for (const entry of [...archive.names].sort()) {
    const match = /^[^/]+\/([^/]+)\/(character\d+)\/\d+_\d+\.png$/.exec(entry);
    if (!match || entry.startsWith('__MACOSX/')) continue;
    const [, alphabet, character] = match;
    const id = `${alphabet}/${character}`;
    const known = characters.get(id);
    if (known) known.drawings.push(entry);
    else characters.set(id, { name: id, alphabet, archive, file, drawings: [entry] });
  }
  if (characters.size !== expected) {
    throw new Error(`${file} has ${characters.size} characters, but the whole ${name} has ${expected}. Get it from ${request.address}.`);
  }
  return { name, sha256: fingerprint(bytes), characters: [...characters.values()] };
}

function splitCharacters([background, evaluation]: readonly Character[][], split: 'usual' | 'background', seed: number): Record<Split, Character[]> {
  if (split === 'usual') return splitClasses([...background, ...evaluation], { train: 1200, validation: 100 }, key(seed));
  const alphabets = [...new Set(background.map(({ alphabet }) => alphabet))];
  const drawn = splitClasses(alphabets, { train: alphabets.length - validationAlphabets, validation: validationAlphabets }, key(seed));
  const of = (names: string[]): Character[] => background.filter(({ alphabet }) => names.includes(alphabet));
  return { train: of(drawn.train), validation: of(drawn.validation), test: evaluation };
}

function classesOf(characters: readonly Character[], turns: number, size: number): ExampleClasses {
  const images = characters.map(({ archive, drawings, file }) =>
    lazyImages(drawings.length, (drawing) => {
      const image = toChannels(decodeImage(archive.read(drawings[drawing]), `"${drawings[drawing]}" of ${file}`), 1);
      const small = resizeImage(image, size, size);
      return { ...small, data: small.data.map((value) => 1 - value) };
    }),
  );
  return {
    count: characters.length * turns,
    nameOf: (index) => `${characters[Math.floor(index / turns)].name}${index % turns ? ` turned by ${90 * (index % turns)} degrees` : ''}`,
    sizeOf: (index) => characters[Math.floor(index / turns)].drawings.length,
    write: (index, example, into, offset) => writeTurned(images[Math.floor(index / turns)](example), size, index % turns, into, offset),
  };
}
