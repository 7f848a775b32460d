import { foldIn, key, sampleWithoutReplacement } from '../../random/index.js';
import { nearestLevel, type RatingScale, type Ratings } from '../ratings.js';
import type { EvidenceStrategy } from './strategy.js';

/** The same order for everybody: by these scores, from high to low; of equal ones the lower number is first. Scores that are not above zero are not worth asking for. */
export function byScore(name: string, scores: ArrayLike<number>): EvidenceStrategy {
  const worth = Array.from({ length: scores.length }, (_, item) => item).filter((item) => scores[item] > 0);
  const order = Int32Array.from(worth.sort((a, b) => scores[b] - scores[a] || a - b));
  return { name, rank: () => order };
}

/** What most training users have rated, which a new user is likely to know, too. */
export function popularEvidence(counts: ArrayLike<number>): EvidenceStrategy {
  return byScore('popularity', counts);
}

/**
 * The logarithm of popularity times the entropy of the item's ratings (Rashid et al. 2002, "Getting to know you", the balanced strategy of section 3): known to many, and they disagree.
 * Ratings that are any number fall into ten bins.
 */
export function popularEntropyEvidence(ratings: Ratings, users: Iterable<number>): EvidenceStrategy {
  const { starts, item, rating, items, scale } = ratings;
  const bins = scale.levels?.length ?? 10;
  const histogram = new Int32Array(items.count * bins);
  for (const user of users) {
    for (let place = starts[user]; place < starts[user + 1]; place++) histogram[item[place] * bins + binOf(rating[place], scale)]++;
  }
  const scores = Float64Array.from({ length: items.count }, (_, each) => {
    const own = histogram.subarray(each * bins, (each + 1) * bins);
    const count = own.reduce((total, bin) => total + bin, 0);
    const entropy = own.reduce((total, bin) => (bin === 0 ? total : total - (bin / count) * Math.log2(bin / count)), 0);
    return Math.log(count + 1) * entropy;
  });
  return byScore('log popularity x entropy', scores);
}

function binOf(rating: number, { low, high, levels }: RatingScale): number {
  if (levels === undefined) return Math.min(9, Math.max(0, Math.floor((10 * (rating - low)) / (high - low))));
  return nearestLevel(levels, rating);
}

/** All items in an order drawn for each user: what a strategy has to beat. */
export function randomEvidence(items: number, seed = 0): EvidenceStrategy {
  const root = key(seed);
  let last: { readonly user: number; readonly order: Int32Array } | undefined;
  return {
    name: 'random',
    rank({ user = 0 }) {
      // One user is asked again and again.
      if (last?.user !== user) last = { user, order: Int32Array.from(sampleWithoutReplacement(foldIn(root, user), items)) };
      return last.order;
    },
  };
}
