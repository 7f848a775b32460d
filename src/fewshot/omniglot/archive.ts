import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExampleClasses } from '../../tasks/index.js';
import { findData, fingerprint, openZip, type Zip } from '../../tasks/files/index.js';
import { decodeImage, inverted, lazyImages, resizeImage, toChannels, writeBytes } from '../images/index.js';

/** How many characters the archives of Omniglot have. */
const sizes = {
  'images_background.zip': 964,
  'images_background_small1.zip': 136,
  'images_background_small2.zip': 156,
  'images_evaluation.zip': 659,
};

export type ArchiveName = keyof typeof sizes;

/** A character of Omniglot, in the archive it lies in. */
export interface Character {
  /** `Greek/character03`. */
  readonly name: string;
  readonly alphabet: string;
  readonly archive: Zip;
  /** The path of the archive, for messages. */
  readonly file: string;
  /** Its entries in the archive, in the order of the drawers 01 to 20. */
  readonly drawings: readonly string[];
}

/** How many people drew each character. Drawing `i` of all characters of an alphabet is by the same person. */
export const drawers = 20;

const address = 'https://github.com/brendenlake/omniglot/tree/master/python';

/**
 * The characters of some archives of Omniglot, sorted by alphabet and name, and the archives' sums.
 * @throws Error where an archive is missing, cut short or not the whole set.
 */
export function readArchives(names: readonly ArchiveName[], dataDirectory?: string): { characters: Character[][]; files: Record<string, string> } {
  const folder = findData('omniglot', { files: names, address }, dataDirectory);
  const archives = names.map((name) => readArchive(join(folder, name), name));
  return {
    characters: archives.map(({ characters }) => characters),
    files: Object.fromEntries(archives.map(({ sha256 }, at) => [names[at], sha256])),
  };
}

/** The drawings of characters as ink of one on zero, float32 (size, size, 1): decoded when first drawn, kept at one byte a pixel. */
export function drawingsOf(characters: readonly Character[], size: number): ExampleClasses {
  const images = characters.map((character) => decodedOf(character, size));
  return {
    count: characters.length,
    nameOf: (index) => characters[index].name,
    sizeOf: (index) => characters[index].drawings.length,
    write: (index, drawing, into, offset) => writeBytes(images[index](drawing), into, offset),
  };
}

type Decoded = ReturnType<typeof lazyImages>;
/** What was decoded of a character, by size: families of one process that share characters decode them once. */
const decoded = new WeakMap<Character, Map<number, Decoded>>();

function decodedOf(character: Character, size: number): Decoded {
  const sizes = decoded.get(character) ?? new Map<number, Decoded>();
  decoded.set(character, sizes);
  const { archive, drawings, file } = character;
  const load = (drawing: number) => {
    const drawn = toChannels(decodeImage(archive.read(drawings[drawing]), `"${drawings[drawing]}" of ${file}`), 1);
    // Before it is resized, as zeros cost nothing there.
    return resizeImage(inverted(drawn), size, size);
  };
  const images = sizes.get(size) ?? lazyImages(drawings.length, load);
  sizes.set(size, images);
  return images;
}

/** @throws RangeError where it is no size of images. */
export function checkSize(size: number): void {
  if (!Number.isInteger(size) || size < 1 || size > 1024) throw new RangeError(`size must be a whole number of pixels from 1 to 1024, got ${size}.`);
}

interface Archive {
  readonly sha256: string;
  readonly characters: Character[];
}

/** Archives that were read, by file. One that has changed since is read again. */
const read = new Map<string, Archive>();

function readArchive(file: string, name: ArchiveName): Archive {
  const bytes = readFileSync(file);
  const sha256 = fingerprint(bytes);
  const known = read.get(file);
  if (known?.sha256 === sha256) return known;
  const archive = openZip(bytes, file, 2 ** 20);
  const characters = new Map<string, Character & { drawings: string[] }>();
  for (const entry of [...archive.names].sort()) {
    const match = /^[^/]+\/([^/]+)\/(character\d+)\/\d+_\d+\.png$/.exec(entry);
    if (!match || entry.startsWith('__MACOSX/')) continue;
    const [, alphabet, character] = match;
    const id = `${alphabet}/${character}`;
    const known = characters.get(id);
    if (known) known.drawings.push(entry);
    else characters.set(id, { name: id, alphabet, archive, file, drawings: [entry] });
  }
  if (characters.size !== sizes[name]) {
    throw new Error(`${file} has ${characters.size} characters, but the whole ${name} has ${sizes[name]}. Get it from ${address}.`);
  }
  for (const { name: id, drawings } of characters.values()) {
    if (drawings.length !== drawers) throw new Error(`${file} has ${drawings.length} drawings of ${id}, but ${drawers} people drew each character. Get ${name} from ${address}.`);
  }
  const made = { sha256, characters: [...characters.values()] };
  read.set(file, made);
  return made;
}
