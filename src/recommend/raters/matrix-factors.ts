import { key, normal } from '../../random/index.js';
import type { Ratings } from '../ratings.js';
import { ratingRater } from './one-by-one.js';
import type { Rater } from './rater.js';
import { requireAtLeastOne, requireSettings } from './require-settings.js';
import { ridgeSystem, type RidgeSystem } from './ridge-system.js';
import { trainingRatings, type RatingLists, type TrainingRatings } from './training-ratings.js';

export type MatrixFactorsSettings = {
  /** Factors of an item and of a user, at least 1. */
  readonly factors: number;
  /** Of the squares of factors, above 0, where ratings are in standard deviations. */
  readonly penalty: number;
  /** Whether a penalty counts once for each rating of the user or item (Zhou et al. 2008, "Large-scale parallel collaborative filtering for the Netflix prize", equation 3), or once. */
  readonly weighted: boolean;
  /** The penalty of the squares of biases, which counts once. Default 5. */
  readonly biasPenalty?: number;
  /** How often users, then items, are fitted. Default 10. */
  readonly rounds?: number;
};

/** Users and items as vectors of `factors` and, last, a bias. Ratings are in standard deviations from the mean. */
export interface Factorisation {
  readonly width: number;
  readonly users: Float64Array;
  readonly items: Float64Array;
}

/**
 * Matrix factorisation with biases, r = mean + b_i + b_u + q_i . p_u (Koren, Bell and Volinsky 2009, "Matrix factorization techniques for recommender systems", equations 4 and 5), fitted by alternating ridge
 * regressions. A new user is folded in by the same ridge regression, on the known ratings.
 * @throws RangeError where a setting makes no sense.
 */
export function fitMatrixFactors(ratings: Ratings, users: Iterable<number>, settings: MatrixFactorsSettings): Rater {
  const training = trainingRatings(ratings, users);
  const { mean, deviation } = training;
  const { width, items } = factorise(training, settings);
  return ratingRater('matrix factorisation', ratings.scale, (known) => {
    const own = new Float64Array(width);
    fitVector(ridgeSystem(width), known.items, known.ratings, { mean, deviation }, items, settings, own, 0);
    return (item) => mean + deviation * scoreOf(own, items, item, width);
  });
}

/** Alternating ridge regressions. Each makes the penalised squared error smaller, or leaves it. @throws RangeError where a setting makes no sense. */
export function factorise(training: TrainingRatings, settings: MatrixFactorsSettings): Factorisation {
  const { factors, penalty, rounds = 10 } = settings;
  requireSettings('matrix factorisation', settings);
  requireAtLeastOne('matrix factorisation', { factors, rounds });
  if (!(penalty > 0)) throw new RangeError(`The penalty of matrix factorisation must be above 0, got ${penalty}.`);
  const width = factors + 1;
  const users = new Float64Array(training.users.count * width);
  const items = Float64Array.from(normal(key(0), [training.items.count, width], 0, 0.1).data, (value, at) => (at % width === factors ? 0 : value));
  const system = ridgeSystem(width);
  for (let round = 0; round < rounds; round++) {
    fitSide(system, training.users, training, items, settings, users);
    fitSide(system, training.items, training, users, settings, items);
  }
  return { width, users, items };
}

type Moments = Pick<TrainingRatings, 'mean' | 'deviation'>;

function fitSide(system: RidgeSystem, { count, starts, partner, rating }: RatingLists, moments: Moments, others: Float64Array, settings: MatrixFactorsSettings, into: Float64Array): void {
  for (let number = 0; number < count; number++) {
    const [from, to] = [starts[number], starts[number + 1]];
    fitVector(system, partner.subarray(from, to), rating.subarray(from, to), moments, others, settings, into, number * system.row.length);
  }
}

/** The vector of a user or an item by ridge regression on the vectors of those it was rated with; zero where it has no rating. A partner without a vector tells of the bias only. */
function fitVector(system: RidgeSystem, partner: Int32Array, rating: Float32Array, { mean, deviation }: Moments, others: Float64Array, { penalty, weighted, biasPenalty = 5 }: MatrixFactorsSettings, into: Float64Array, offset: number): void {
  const { row } = system;
  const factors = row.length - 1;
  if (partner.length === 0) {
    into.fill(0, offset, offset + row.length);
    return;
  }
  system.clear();
  for (let at = 0; at < partner.length; at++) {
    const start = partner[at] * row.length;
    for (let i = 0; i < factors; i++) row[i] = others[start + i] ?? 0;
    row[factors] = 1;
    system.add((rating[at] - mean) / deviation - (others[start + factors] ?? 0));
  }
  for (let i = 0; i < factors; i++) system.addToDiagonal(i, weighted ? penalty * partner.length : penalty);
  system.addToDiagonal(factors, biasPenalty);
  system.solve(into, offset);
}

/** b_u + b_i + p_u . q_i */
function scoreOf(user: Float64Array, items: Float64Array, item: number, width: number): number {
  const start = item * width;
  let score = user[width - 1] + (items[start + width - 1] ?? 0);
  for (let i = 0; i + 1 < width; i++) score += user[i] * (items[start + i] ?? 0);
  return score;
}
