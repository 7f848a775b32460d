import { padExamples } from './pad.js';
import type { HostExamples } from './task.js';

/** The most sizes that a number of rows is padded to: a program is compiled for each. */
const mostSizes = 4;

/**
 * The sizes that sets of `low` to `high` rows are padded to, falling: `high`, its half, its quarter and its eighth, each rounded up, as far as a set
 * fits into them.
 */
export function bucketSizes([low, high]: readonly [low: number, high: number]): number[] {
  return Array.from({ length: mostSizes }, (_, halvings) => Math.ceil(high / 2 ** halvings)).filter((size, i, sizes) => size >= low && size !== sizes[i - 1]);
}

/**
 * What pads sets of `low` to `high` rows to the next of a few sizes, with masks, so that a few programs serve all tasks of a family. Where the number is
 * fixed, sets stay as they are.
 */
export function bucketPadding([low, high]: readonly [low: number, high: number]): (examples: HostExamples) => HostExamples {
  if (low === high) return (examples) => examples;
  const rising = bucketSizes([low, high]).reverse();
  return (examples) => padExamples(examples, rising.find((size) => size >= examples.x.shape[0]) ?? high);
}
