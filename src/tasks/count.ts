import { uniformOf } from '../random/index.js';

/** A whole number, the same in every task, or a range [low, high], ends included, from which each task draws. */
export type Count = number | readonly [low: number, high: number];

/**
 * The ends of a count.
 * @throws RangeError where it is not a whole number of at least `minimum`, or the range is the wrong way round.
 */
export function countRange(name: string, count: Count, minimum = 1): readonly [low: number, high: number] {
  const [low, high] = typeof count === 'number' ? [count, count] : count;
  if (!Number.isInteger(low) || !Number.isInteger(high) || low < minimum || high < low) {
    throw new RangeError(`${name} must be a whole number of at least ${minimum}, or a range [low, high] of them, got ${JSON.stringify(count)}.`);
  }
  return [low, high];
}

/** A whole number from the range, ends included. A fixed count uses up no draw. */
export function drawCount([low, high]: readonly [number, number], generator: Parameters<typeof uniformOf>[0]): number {
  return low === high ? low : low + Math.floor(uniformOf(generator) * (high - low + 1));
}
