/** Vectors of real numbers, each within its own bounds; an infinite bound is none. */
export interface Box {
  readonly kind: 'box';
  /** How many numbers. */
  readonly size: number;
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** One of `count` choices, numbered from 0. */
export interface Discrete {
  readonly kind: 'discrete';
  readonly count: number;
}

/** What an observation or an action can be. */
export type Space = Box | Discrete;

/**
 * A space of `size` numbers from `low` to `high`, each a number for all or one for each.
 * @throws RangeError where a bound is missing, no number, or above its upper one.
 */
export function box(low: number | readonly number[], high: number | readonly number[], size = lengthOf(low, high)): Box {
  const spread = (bound: number | readonly number[]): readonly number[] => (typeof bound === 'number' ? new Array<number>(size).fill(bound) : bound);
  const bounds = { low: spread(low), high: spread(high) };
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`The size of a box must be a whole number of at least 1, got ${size}.`);
  for (const [name, values] of Object.entries(bounds)) {
    if (values.length !== size) throw new RangeError(`A box of ${size} numbers needs ${size} bounds, but ${name} has ${values.length}.`);
  }
  bounds.low.forEach((lowest, i) => {
    if (!(lowest <= bounds.high[i])) throw new RangeError(`A box must have its lower bounds below its upper ones, got ${lowest} and ${bounds.high[i]} at ${i}.`);
  });
  return { kind: 'box', size, ...bounds };
}

/** @throws RangeError where `count` is not a whole number of at least 1. */
export function discrete(count: number): Discrete {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`A discrete space has a whole number of at least 1 choices, got ${count}.`);
  return { kind: 'discrete', count };
}

/** How many numbers an action or observation of the space is written in: a choice is one. */
export function widthOf(space: Space): number {
  return space.kind === 'box' ? space.size : 1;
}

function lengthOf(low: number | readonly number[], high: number | readonly number[]): number {
  return typeof low === 'number' ? (typeof high === 'number' ? 1 : high.length) : low.length;
}
