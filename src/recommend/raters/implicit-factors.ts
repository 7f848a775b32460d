import { key, normal } from '../../random/index.js';
import type { Ratings } from '../ratings.js';
import { rankingRater } from './one-by-one.js';
import { popularityOf } from './popularity.js';
import type { Rater } from './rater.js';
import { requireAtLeastOne, requireSettings } from './require-settings.js';
import { ridgeSystem, type RidgeSystem } from './ridge-system.js';
import { trainingRatings, type RatingLists } from './training-ratings.js';

export type ImplicitFactorsSettings = {
  /** Factors of an item and of a user, at least 1. */
  readonly factors: number;
  /** Of the squares of factors, above 0. */
  readonly penalty: number;
  /** How much more what was taken counts than what was not: its confidence is 1 + alpha. */
  readonly alpha: number;
  /** How often users, then items, are fitted. Default 10. */
  readonly rounds?: number;
};

/**
 * Matrix factorisation of what was taken (Hu, Koren and Volinsky 2008, "Collaborative filtering for implicit feedback datasets", equations 3 to 5): alternating ridge regressions on all items, zero where not taken,
 * of which those taken count more. A new user is folded in by the same regression. Where nothing is known, popularity.
 * @throws RangeError where a setting makes no sense.
 */
export function fitImplicitFactors(ratings: Ratings, users: Iterable<number>, settings: ImplicitFactorsSettings): Rater {
  const { factors, penalty, rounds = 10 } = settings;
  requireSettings('implicit matrix factorisation', settings);
  requireAtLeastOne('implicit matrix factorisation', { factors, rounds });
  if (!(penalty > 0)) throw new RangeError(`The penalty of implicit matrix factorisation must be above 0, got ${penalty}.`);
  const training = trainingRatings(ratings, users);
  const popularity = popularityOf(training);
  const system = ridgeSystem(factors);
  const userVectors = new Float64Array(training.users.count * factors);
  const itemVectors = Float64Array.from(normal(key(0), [training.items.count, factors], 0, 0.1).data);
  for (let round = 0; round < rounds; round++) {
    fitSide(system, training.users, itemVectors, settings, userVectors);
    fitSide(system, training.items, userVectors, settings, itemVectors);
  }
  const all = gramOf(system, itemVectors);
  return rankingRater('matrix factorisation', (known) => {
    const taken = known.items.filter((_, at) => known.ratings[at] > 0);
    if (taken.length === 0) return popularity;
    const own = new Float64Array(factors);
    fitVector(system, all, taken, itemVectors, settings, own, 0);
    return (item) => own.reduce((score, value, i) => score + value * (itemVectors[item * factors + i] ?? 0), 0);
  });
}

function fitSide(system: RidgeSystem, { count, starts, partner }: RatingLists, others: Float64Array, settings: ImplicitFactorsSettings, into: Float64Array): void {
  const all = gramOf(system, others);
  for (let number = 0; number < count; number++) fitVector(system, all, partner.subarray(starts[number], starts[number + 1]), others, settings, into, number * settings.factors);
}

/** Y'Y of all vectors: what those not taken add is the same for everyone. */
function gramOf(system: RidgeSystem, vectors: Float64Array): Float64Array {
  const { row } = system;
  system.clear();
  for (let start = 0; start < vectors.length; start += row.length) {
    row.set(vectors.subarray(start, start + row.length));
    system.add(0);
  }
  return system.gram();
}

/** (Y'Y + alpha Yt'Yt + penalty I)^-1 (1 + alpha) Yt'1, Yt the vectors of what was taken; zero where that is nothing. */
function fitVector(system: RidgeSystem, all: Float64Array, taken: Int32Array, others: Float64Array, { factors, penalty, alpha }: ImplicitFactorsSettings, into: Float64Array, offset: number): void {
  if (taken.length === 0) {
    into.fill(0, offset, offset + factors);
    return;
  }
  system.clear(all);
  for (const each of taken) {
    if (!(each >= 0 && each * factors < others.length)) continue;
    system.row.set(others.subarray(each * factors, (each + 1) * factors));
    // One of the 1 + alpha is in Y'Y.
    system.add(1 + alpha, alpha);
  }
  for (let i = 0; i < factors; i++) system.addToDiagonal(i, penalty);
  system.solve(into, offset);
}
