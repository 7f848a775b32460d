import type { RatingScale } from '../ratings.js';

/** More different values than these are levels of no scale. */
const mostLevels = 20;
/** Fewer ratings do not tell what is usual. */
const enough = 200;
/** Of this share of the ratings at each end it is asked whether they fit the others. */
const tail = 0.005;

/**
 * The scale that ratings seem to have. A few that lie far above all others, or below zero where the others are not, do not count: they are out of scale.
 * @param counts how often each value occurs; float32 values.
 */
export function inferScale(counts: ReadonlyMap<number, number>): RatingScale {
  const rising = [...counts].sort(([a], [b]) => a - b);
  const total = rising.reduce((sum, [, count]) => sum + count, 0);
  const kept = total < enough ? rising : withoutStrays(rising, total);
  const values = kept.map(([value]) => decimal(value));
  return { low: values[0], high: values[values.length - 1], ...(values.length <= mostLevels ? { levels: values } : {}) };
}

/** A scale that is given, with the levels that occur in it. */
export function scaleWithLevels({ low, high }: RatingScale, counts: ReadonlyMap<number, number>): RatingScale {
  const values = [...counts.keys()].map(decimal).filter((value) => value >= low && value <= high).sort((a, b) => a - b);
  return { low, high, ...(values.length > 0 && values.length <= mostLevels ? { levels: values } : {}) };
}

function withoutStrays(rising: readonly (readonly [number, number])[], total: number): (readonly [number, number])[] {
  const quantile = (share: number): number => {
    let seen = 0;
    return rising.find(([, count]) => (seen += count) >= share * total)![0];
  };
  const [low, high] = [quantile(tail), quantile(1 - tail)];
  const span = Math.max(high - low, Math.abs(high) / 2);
  return rising.filter(([value]) => value <= high + span && (low >= 0 ? value >= 0 : value >= low - span));
}

/** The short decimal that was rounded to a float32. */
function decimal(value: number): number {
  return Number(value.toPrecision(7));
}
