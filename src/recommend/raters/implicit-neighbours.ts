import type { Ratings } from '../ratings.js';
import { coRaters } from './co-raters.js';
import { rankingRater } from './one-by-one.js';
import { popularityOf } from './popularity.js';
import type { Rater } from './rater.js';
import { requireAtLeastOne, requireSettings } from './require-settings.js';
import { trainingRatings } from './training-ratings.js';

export type ImplicitNeighboursSettings = {
  /** How many of the known items speak for an item, at most: those most like it. */
  readonly neighbours: number;
  /** Added to the size that a cosine is over: of few users it then says little. */
  readonly shrinkage: number;
};

/**
 * Item neighbours on what was taken (Deshpande and Karypis 2004, "Item-based top-N recommendation algorithms"): the score of an item is the sum of its cosines to the items known as taken,
 * |users of both| / (sqrt(|users of one| |users of the other|) + shrinkage). Where nothing is known, popularity.
 * @throws RangeError where a setting is negative.
 */
export function fitImplicitNeighbours(ratings: Ratings, users: Iterable<number>, settings: ImplicitNeighboursSettings): Rater {
  requireSettings('item kNN', settings);
  requireAtLeastOne('item kNN', { neighbours: settings.neighbours });
  const { neighbours, shrinkage } = settings;
  const training = trainingRatings(ratings, users);
  const { items } = training;
  const popularity = popularityOf(training);
  const takersOf = (item: number): number => (item >= 0 && item < items.count ? items.starts[item + 1] - items.starts[item] : 0);
  return rankingRater('item kNN', (known) => {
    const taken = known.items.filter((_, at) => known.ratings[at] > 0);
    if (taken.length === 0) return popularity;
    const visitCommon = coRaters(items, training.users.count, taken);
    const common = new Float64Array(taken.length);
    return (item) => {
      common.fill(0);
      visitCommon(item, (which) => common[which]++);
      const cosines = common.map((both, i) => (both === 0 ? 0 : both / (Math.sqrt(takersOf(taken[i]) * takersOf(item)) + shrinkage)));
      const nearest = cosines.length > neighbours ? cosines.sort().subarray(-neighbours) : cosines;
      return nearest.reduce((total, cosine) => total + cosine, 0);
    };
  });
}
