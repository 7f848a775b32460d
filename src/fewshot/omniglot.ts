import { requireOptions } from '../nn/require-options.js';
import { key } from '../random/index.js';
import { episodeSizes, splitClasses, type EpisodeSizes, type ExampleClasses, type Split } from '../tasks/index.js';
import type { Augmentation } from './augmentation.js';
import { defaultQueries, imageFamily, type ClassFamily } from './family.js';
import { checkSize, drawingsOf, readArchives, type Character } from './omniglot/archive.js';
import { turnedClasses } from './turned-classes.js';

export interface OmniglotOptions extends Partial<EpisodeSizes> {
  /** The folder given by `--data`; else METALEARN_DATA, else the user's cache. */
  readonly dataDirectory?: string;
  readonly split?: 'usual' | 'background';
  /** The seed of the shuffle that splits the characters. Numbers are comparable only at the same seed. */
  readonly seed?: number;
  /** Whether quarter turns make new classes. */
  readonly rotations?: boolean;
  /** Whether two turns of one character may be in the same task. */
  readonly turnsMeet?: boolean;
  /** Height and width of the images in pixels. */
  readonly size?: number;
  /** How training images are varied. */
  readonly augmentation?: Augmentation;
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
 * Snell et al. 2017: four times as many classes, and two turns of one character may meet in a task. With `turnsMeet: false` they may not:
 * each character of a task is turned one way, as in the code of Finn et al. 2017. All turns of a character are in the same split.
 *
 * Images are decoded when first drawn and kept at one byte a pixel: at most 25 MB at size 28.
 * @throws Error where the data are missing, cut short or not the whole set.
 */
export function omniglot(options: OmniglotOptions = {}): ClassFamily {
  requireOptions('omniglot', options, { dataDirectory: true, split: true, seed: true, rotations: true, turnsMeet: true, size: true, augmentation: true, ...episodeSizes });
  const { ways = 5, shots = 1, queries = defaultQueries, balance, split = 'usual', seed = 0, rotations = true, turnsMeet = true, size = 28, augmentation } = options;
  if (split !== 'usual' && split !== 'background') throw new RangeError(`Omniglot has the splits "usual" and "background", not "${split}".`);
  checkSize(size);
  if (rotations && augmentation?.turns) throw new RangeError('Omniglot has its turns as classes already: leave out augmentation.turns, or give rotations: false.');
  const { characters, files } = readArchives(['images_background.zip', 'images_evaluation.zip'], options.dataDirectory);
  const parts = splitCharacters(characters, split, seed);
  const image = { height: size, width: size, channels: 1, invert: true } as const;
  const drawings = (split: Split): ExampleClasses => {
    const upright = drawingsOf(parts[split], size);
    return rotations ? turnedClasses(upright, [size, size, 1], { meet: turnsMeet }) : upright;
  };
  const splits = { train: drawings('train'), validation: drawings('validation'), test: drawings('test') };
  return imageFamily('omniglot', splits, image, { ways, shots, queries, balance }, { split, seed, rotations, ...(turnsMeet ? {} : { turnsMeet }), files }, augmentation);
}

const validationAlphabets = 5;

function splitCharacters([background, evaluation]: readonly Character[][], split: 'usual' | 'background', seed: number): Record<Split, Character[]> {
  if (split === 'usual') return splitClasses([...background, ...evaluation], { train: 1200, validation: 100 }, key(seed));
  const alphabets = [...new Set(background.map(({ alphabet }) => alphabet))];
  const drawn = splitClasses(alphabets, { train: alphabets.length - validationAlphabets, validation: validationAlphabets }, key(seed));
  const of = (names: string[]): Character[] => background.filter(({ alphabet }) => names.includes(alphabet));
  return { train: of(drawn.train), validation: of(drawn.validation), test: evaluation };
}
