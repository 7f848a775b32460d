import type { Ratings } from '../ratings.js';
import { coRaters } from './co-raters.js';
import { biasesOf, userBias, type Biases, type BiasSettings } from './damped-biases.js';
import { ratingRater } from './one-by-one.js';
import type { Rater } from './rater.js';
import { requireAtLeastOne, requireSettings } from './require-settings.js';
import { trainingRatings, type RatingLists, type TrainingRatings } from './training-ratings.js';

export type ItemNeighboursSettings = BiasSettings & {
  /** How many of the known items speak for an item, at least 1: those most like it, and what is as much alike as the last of them. */
  readonly neighbours: number;
  /** A similarity of n common raters counts n / (n + shrinkage). */
  readonly shrinkage: number;
  /** What is added to the sum of similarities that the mean is over: neighbours that are little alike then say little. */
  readonly damping: number;
};

/**
 * Item neighbours on what damped biases leave (Koren 2010, "Factor in the neighbors", equations 2 and 3): b_ui and the mean of what the neighbours' ratings are above theirs, weighted by shrunk Pearson
 * correlations. Only neighbours of positive correlation count.
 * @throws RangeError where a setting is negative.
 */
export function fitItemNeighbours(ratings: Ratings, users: Iterable<number>, settings: ItemNeighboursSettings): Rater {
  requireSettings('item kNN', settings);
  requireAtLeastOne('item kNN', { neighbours: settings.neighbours });
  const training = trainingRatings(ratings, users);
  const biases = biasesOf(training, settings);
  const left = leftOver(training, biases);
  return ratingRater('item kNN', ratings.scale, (known) => {
    const level = biases.mean + userBias(biases, known, settings.userDamping);
    const above = Float64Array.from(known.items, (item, i) => known.ratings[i] - level - (biases.items[item] ?? 0));
    const similarityTo = shrunkCorrelations(left, training.users.count, known.items, settings.shrinkage);
    return (item) => level + (biases.items[item] ?? 0) + weightedMean(similarityTo(item), above, settings);
  });
}

/** The items' lists with what ratings are above their biases in place of the ratings. */
function leftOver({ items }: TrainingRatings, biases: Biases): RatingLists {
  const rating = new Float32Array(items.rating.length);
  for (let item = 0; item < items.count; item++) {
    for (let at = items.starts[item]; at < items.starts[item + 1]; at++) rating[at] = items.rating[at] - biases.mean - biases.items[item] - biases.users[items.partner[at]];
  }
  return { ...items, rating };
}

/** For an item its similarity to each of `among`: the correlation over common raters, shrunk by how few they are. The array is used again. */
function shrunkCorrelations(items: RatingLists, users: number, among: Int32Array, shrinkage: number): (item: number) => Float64Array {
  const visitCommon = coRaters(items, users, among);
  const [products, squares, itemSquares, common, similarities] = Array.from({ length: 5 }, () => new Float64Array(among.length));
  return (item) => {
    for (const sums of [products, squares, itemSquares, common]) sums.fill(0);
    visitCommon(item, (which, value, itemValue) => {
      products[which] += value * itemValue;
      squares[which] += value * value;
      itemSquares[which] += itemValue * itemValue;
      common[which]++;
    });
    for (let i = 0; i < among.length; i++) {
      const size = Math.sqrt(squares[i] * itemSquares[i]);
      similarities[i] = size > 0 ? (products[i] / size) * (common[i] / (common[i] + shrinkage)) : 0;
    }
    return similarities;
  };
}

function weightedMean(similarities: Float64Array, values: Float64Array, { neighbours, damping }: ItemNeighboursSettings): number {
  const least = leastOfNearest(similarities, neighbours);
  let [total, weights] = [0, damping];
  for (let i = 0; i < similarities.length; i++) {
    if (!(similarities[i] > 0 && similarities[i] >= least)) continue;
    total += similarities[i] * values[i];
    weights += similarities[i];
  }
  return total === 0 ? 0 : total / weights;
}

/** The similarity of the last of so many nearest; all count where they are no more. */
function leastOfNearest(similarities: Float64Array, neighbours: number): number {
  return similarities.length <= neighbours ? 0 : similarities.slice().sort()[similarities.length - neighbours];
}
