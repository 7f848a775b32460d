import { sampleWithoutReplacement, type Key } from '../random/index.js';
import type { Split } from './task.js';

/** How many classes go to each split; `test` defaults to all that remain. */
export interface SplitSizes {
  readonly train: number;
  readonly validation: number;
  readonly test?: number;
}

/**
 * Shuffles `classes` by `key` and cuts them into splits that share none.
 * @throws RangeError where the sizes ask for more classes than there are.
 */
export function splitClasses<T>(classes: readonly T[], sizes: SplitSizes, key: Key): Record<Split, T[]> {
  const { train, validation, test = classes.length - train - validation } = sizes;
  if ([train, validation, test].some((size) => !Number.isInteger(size) || size < 0) || train + validation + test > classes.length) {
    throw new RangeError(`Cannot split ${classes.length} classes into ${train} for train, ${validation} for validation and ${test} for test.`);
  }
  const shuffled = sampleWithoutReplacement(key, classes.length).map((index) => classes[index]);
  return {
    train: shuffled.slice(0, train),
    validation: shuffled.slice(train, train + validation),
    test: shuffled.slice(train + validation, train + validation + test),
  };
}

/**
 * 60, 20 and 20 of 100 classes for train, validation and test, but at least `minimum` for each.
 * @throws RangeError where there are fewer than three times `minimum`.
 */
export function splitSizes(count: number, minimum: number): Required<SplitSizes> {
  if (count < 3 * minimum) {
    throw new RangeError(
      `${count} classes are too few: train, validation and test share none and each needs at least ${minimum}, so ${3 * minimum} in all. Ask for fewer ways or add classes.`,
    );
  }
  const held = Math.max(minimum, Math.min(Math.round(0.2 * count), Math.floor((count - minimum) / 2)));
  return { train: count - 2 * held, validation: held, test: held };
}
