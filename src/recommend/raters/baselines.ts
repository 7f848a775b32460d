import type { RatingTasks } from '../rating-tasks.js';
import { fitDampedBiases } from './damped-biases.js';
import { grid } from './grid.js';
import { fitImplicitFactors } from './implicit-factors.js';
import { fitImplicitNeighbours } from './implicit-neighbours.js';
import { fitItemNeighbours } from './item-neighbours.js';
import { fitMatrixFactors } from './matrix-factors.js';
import { fitGlobalMean, fitItemMean, fitUserMean } from './means.js';
import { fitPopularity } from './popularity.js';
import { raterKind, type RaterKind } from './tuned.js';

/** The conventional raters of a data set, fitted on its training users: each with the settings to tune. Those of implicit feedback only rank. */
export function baselines({ ratings, splits: { train } }: Pick<RatingTasks, 'ratings' | 'splits'>): RaterKind[] {
  const popularity = raterKind('popularity', [{}], () => fitPopularity(ratings, train));
  if (ratings.feedback === 'implicit') {
    return [
      popularity,
      raterKind('item kNN', grid({ neighbours: [5, 50], shrinkage: [0, 3, 10, 30, 100, 300] }), (settings) => fitImplicitNeighbours(ratings, train, settings)),
      raterKind('matrix factorisation', grid({ factors: [8, 16], rounds: [5], penalty: [1, 10, 100], alpha: [10, 40] }), (settings) => fitImplicitFactors(ratings, train, settings)),
    ];
  }
  return [
    raterKind('global mean', [{}], () => fitGlobalMean(ratings, train)),
    raterKind('item mean', grid({ damping: dampings }), (settings) => fitItemMean(ratings, train, settings)),
    raterKind('user mean', grid({ damping: dampings }), (settings) => fitUserMean(ratings, train, settings)),
    raterKind('damped biases', grid({ itemDamping: [1, 2, 4, 8], userDamping: [1, 2, 4] }), (settings) => fitDampedBiases(ratings, train, settings)),
    popularity,
    raterKind('item kNN', grid({ neighbours: [20], shrinkage: [20, 100], damping: [0.3, 1, 3], itemDamping: [3], userDamping: [2, 3] }), (settings) => fitItemNeighbours(ratings, train, settings)),
    raterKind('matrix factorisation', [...grid({ ...factorisation, penalty: [8, 16], weighted: [false], biasPenalty: [2, 3] }), ...grid({ ...factorisation, penalty: [0.2, 0.4], weighted: [true], biasPenalty: [2] })], (settings) =>
      fitMatrixFactors(ratings, train, settings),
    ),
  ];
}

const factorisation = { factors: [4, 16], rounds: [5] };
const dampings = [0, 0.5, 1, 2, 3, 5, 8, 12, 20, 30, 50, 100];
