/** One round of a search: how many of the best trials go on, and until which second of training. */
export interface Rung {
  readonly trials: number;
  readonly seconds: number;
}

/** How many go on to the next round: one in so many. */
const share = 3;

/**
 * How a search shares out its time. `random`: one round, in which all trials have as much. `halving` (successive halving; Jamieson and
 * Talwalkar 2016): rounds of equal time, from each of which the best third goes on with its training.
 */
export function rungsOf(method: 'random' | 'halving', trials: number, seconds: number): Rung[] {
  if (method === 'random') return [{ trials, seconds: seconds / trials }];
  const counts: number[] = [];
  for (let left = trials; left >= 1; left = Math.floor(left / share)) counts.push(left);
  let reached = 0;
  return counts.map((count) => {
    reached += seconds / counts.length / count;
    return { trials: count, seconds: reached };
  });
}
