import { foldIn, integerBelow, key as seedKey, sampleWithoutReplacement, type Key } from '../random/index.js';
import { requireOptions } from '../nn/require-options.js';
import { splitClasses, type ExampleClasses, type HostTask, type Split } from '../tasks/index.js';
import type { Augmentation } from './augmentation.js';
import { imageFamily, type ClassFamily, type Drawing } from './family.js';
import { checkSize, drawers, drawingsOf, readArchives, type Character } from './omniglot/archive.js';
import { turnedClasses } from './turned-classes.js';

export interface OmniglotAlphabetsOptions {
  /** The folder given by `--data`; else METALEARN_DATA, else the user's cache. */
  readonly dataDirectory?: string;
  /** What is trained on: the 30 background alphabets, or one of the two small sets of 5. */
  readonly background?: 'all' | 'small1' | 'small2';
  /** Characters of a task, all of one alphabet. Alphabets that have fewer are left out. */
  readonly ways?: number;
  /** Alphabets of so many characters are split, whatever `ways` is; of these, tasks have those of at least `ways`. Default: `ways`. */
  readonly splitWays?: number;
  /** How many people drew the support set: as many drawings of each character. */
  readonly shots?: number;
  /** How many other people drew the query set. */
  readonly queries?: number;
  /** How many background alphabets are kept for validation, at least 1; the others train. Default 5 of `all`, 1 of the small sets. */
  readonly validationAlphabets?: number;
  /** The seed of their choice. */
  readonly seed?: number;
  /** Whether training alphabets turned by 90, 180 and 270 degrees are training alphabets of their own. */
  readonly rotations?: boolean;
  /** Height and width of the images in pixels. */
  readonly size?: number;
  /** How training images are varied. */
  readonly augmentation?: Augmentation;
}

/**
 * One-shot classification within alphabets of Omniglot, as Lake et al. 2015 measured it: a task has `ways` characters of a single alphabet; the
 * support is one drawing of each, all by one person, the query one of each, all by another. Images are as those of `omniglot`.
 *
 * Tested on the 20 evaluation alphabets. Of the background alphabets, `validationAlphabets` are for validation, drawn with `seed`: 5 of `all`, 1 of the small
 * sets, whose learners so train on one alphabet fewer than those of the paper and see no other; the rest train. Only alphabets of at least `splitWays` characters
 * are used: at 20 ways that is 26 of the 30, all 5 of `small1`, 4 of `small2` and all of the evaluation. An alphabet is as likely as any other, however large.
 *
 * `kindOf` is the alphabet, so that a report is broken down by it.
 * @throws Error where the data are missing, cut short or not the whole set.
 */
export function omniglotAlphabets(options: OmniglotAlphabetsOptions = {}): ClassFamily {
  requireOptions('omniglotAlphabets', options, { dataDirectory: true, background: true, ways: true, splitWays: true, shots: true, queries: true, validationAlphabets: true, seed: true, rotations: true, size: true, augmentation: true });
  const { background = 'all', ways = 20, shots = 1, queries = 1, seed = 0, rotations = true, size = 28, augmentation } = options;
  if (!Object.hasOwn(backgrounds, background)) throw new RangeError(`The background alphabets of Omniglot are "all", "small1" or "small2", not "${background}".`);
  const { splitWays = ways } = options;
  checkSize(size);
  if (rotations && augmentation?.turns) throw new RangeError('Alphabets are turned as a whole: leave out augmentation.turns, which rotations stands for.');
  const { archive } = backgrounds[background];
  const { validationAlphabets: validation = backgrounds[background].validation } = options;
  if (!Number.isInteger(validation) || validation < 1) throw new RangeError(`The alphabets kept for validation must be a whole number of at least 1, not ${validation}.`);
  const { characters, files } = readArchives([archive, 'images_evaluation.zip'], options.dataDirectory);
  const [own, held] = characters.map((all) => largeAlphabets(all, splitWays));
  if (own.used.length <= validation || held.used.length === 0) {
    throw new RangeError(`Only ${own.used.length} background and ${held.used.length} evaluation alphabets have ${splitWays} characters, but ${validation + 1} and 1 are needed. Ask for fewer ways.`);
  }
  const drawn = splitClasses(own.used, { train: own.used.length - validation, validation }, seedKey(seed));
  const parts = { train: drawn.train, validation: drawn.validation, test: held.used };
  const upright = (split: Split): ExampleClasses => drawingsOf(parts[split].flatMap(({ characters }) => characters), size);
  const family = imageFamily(
    'omniglot-alphabets',
    { train: rotations ? turnedClasses(upright('train'), [size, size, 1]) : upright('train'), validation: upright('validation'), test: upright('test') },
    { height: size, width: size, channels: 1, invert: true },
    { ways, shots, queries },
    { background, seed, rotations, alphabets: mapSplits((split) => parts[split].map(({ name }) => name)), leftOut: [...own.leftOut, ...held.leftOut], files },
    augmentation,
  );
  const alphabets = mapSplits((split) => {
    const places = placesOf(parts[split], rotations && split === 'train' ? 4 : 1);
    const large = places.filter(({ classes }) => classes.length >= ways);
    if (large.length === 0) throw new RangeError(`None of the ${parts[split].length} alphabets of the ${split} split has ${ways} characters: the largest has ${Math.max(...places.map(({ classes }) => classes.length))}. Ask for fewer ways.`);
    return large;
  });
  const alphabetOf = (split: Split, key: Key): Places => alphabets[split][integerBelow(foldIn(key, 0), alphabets[split].length)];
  const over = (splits: ClassFamily['splits'], inputShape: readonly number[]): Drawing => {
    const left = Math.min(...Object.values(splits).map(({ sizeOf }) => sizeOf(0)));
    if (left < drawers) throw new RangeError(`Tasks within alphabets are drawn by ${drawers} people, one drawing of each: ${left} examples of a class are too few.`);
    return {
      kindOf: (split, key) => alphabetOf(split, key).name,
      sample(split, key) {
        const { classes } = alphabetOf(split, key);
        const chosen = sampleWithoutReplacement(foldIn(key, 1), classes.length, ways).map((at) => classes[at]);
        const people = sampleWithoutReplacement(foldIn(key, 2), drawers, shots + queries);
        const of = (by: readonly number[]): HostTask['support'] => drawnBy(by, chosen, splits[split], inputShape, key);
        return { support: of(people.slice(0, shots)), query: of(people.slice(shots)) };
      },
    };
  };
  return { ...family, ...over(family.splits, family.inputShape), over };
}

/** Every class as each person drew it, ordered by label. */
function drawnBy(people: readonly number[], chosen: readonly number[], source: ExampleClasses, inputShape: readonly number[], key: Key): HostTask['support'] {
  const rows = chosen.length * people.length;
  const size = inputShape.reduce((product, length) => product * length, 1);
  const x = new Float32Array(rows * size);
  const y = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / people.length));
  y.forEach((label, row) => {
    const person = people[row % people.length];
    source.write(chosen[label], person, x, row * size, foldIn(foldIn(key, 3 + label), person));
  });
  return { x: { data: x, shape: [rows, ...inputShape], dtype: 'float32' }, y: { data: y, shape: [rows], dtype: 'int32' } };
}

const backgrounds = {
  all: { archive: 'images_background.zip', validation: 5 },
  small1: { archive: 'images_background_small1.zip', validation: 1 },
  small2: { archive: 'images_background_small2.zip', validation: 1 },
} as const;

interface Alphabet {
  readonly name: string;
  readonly characters: readonly Character[];
}

/** The alphabets that have enough characters, and the names of those that have not. */
function largeAlphabets(characters: readonly Character[], ways: number): { used: Alphabet[]; leftOut: string[] } {
  const names = [...new Set(characters.map(({ alphabet }) => alphabet))];
  const all = names.map((name) => ({ name, characters: characters.filter(({ alphabet }) => alphabet === name) }));
  return { used: all.filter((one) => one.characters.length >= ways), leftOut: all.filter((one) => one.characters.length < ways).map(({ name }) => name) };
}

/** The classes of an alphabet, turned one way. */
interface Places {
  readonly name: string;
  readonly classes: readonly number[];
}

/** Where the alphabets' characters are among the classes of a split, each in as many turns, one after the other. */
function placesOf(alphabets: readonly Alphabet[], turns: number): Places[] {
  let first = 0;
  return alphabets.flatMap(({ name, characters }) => {
    const start = first;
    first += characters.length;
    return Array.from({ length: turns }, (_, turn) => ({ name, classes: characters.map((_, at) => (start + at) * turns + turn) }));
  });
}

function mapSplits<T>(of: (split: Split) => T): Record<Split, T> {
  return { train: of('train'), validation: of('validation'), test: of('test') };
}
