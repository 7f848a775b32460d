import type { Algorithm } from '../../algorithms/index.js';
import type { HostOf } from '../../graph/index.js';
import type { Rater } from '../raters/rater.js';
import type { RatingTasks } from '../rating-tasks.js';
import { activeEvidence } from './active-evidence.js';
import { believedByAnswers } from './believed-by-answers.js';
import { believedByUsers, withEnoughRatings } from './believed-by-users.js';
import { popularEntropyEvidence, popularEvidence, randomEvidence } from './fixed-orders.js';
import { gradientNorms, type OneRating } from './gradient-norms.js';
import { meluEvidence } from './melu-evidence.js';
import type { EvidenceStrategy } from './strategy.js';

export interface EvidenceStrategiesOptions<Theta, Phi> {
  readonly family: RatingTasks;
  readonly algorithm: Algorithm<Theta, Phi>;
  readonly theta: HostOf<Theta>;
  /** The same as a rater. */
  readonly rater: Rater;
  /** The most popular items, which active strategies and MeLU's choose from. Default 300. */
  readonly candidates?: number;
  /** Ratings of each of these items whose gradients are taken. Default 10. */
  readonly ratingsOfEach?: number;
}

/**
 * All ways to choose what to ask new users of a trained learner: at random, by popularity, by popularity and entropy, MeLU's selection where there are gradients, and active
 * ones by two beliefs, of what an answer changes and, where enough of them have ratings to tell it, of how users differ. All know training users only.
 */
export async function evidenceStrategies<Theta, Phi>({ family, algorithm, theta, rater, candidates = 300, ratingsOfEach = 10 }: EvidenceStrategiesOptions<Theta, Phi>): Promise<EvidenceStrategy[]> {
  const { ratings, splits, statistics } = family;
  const { counts } = statistics;
  const popular = Int32Array.from([...counts.keys()].filter((item) => counts[item] > 0).sort((a, b) => counts[b] - counts[a] || a - b).slice(0, candidates));
  // What is rated often is likely seen, and matters as often.
  const weights = Float64Array.from(popular, (item) => counts[item] / splits.train.length);
  const active = async (name: string, belief: ReturnType<typeof believedByAnswers>): Promise<EvidenceStrategy> => activeEvidence(await belief, { name, weights, chances: weights });
  const some = someRatings(family, popular, ratingsOfEach);
  const norms = await gradientNorms(family, algorithm, theta, some);
  return [
    randomEvidence(ratings.items.count),
    popularEvidence(counts),
    popularEntropyEvidence(ratings, splits.train),
    ...(norms.some((norm) => norm > 0) ? [meluEvidence(some, norms, counts)] : []),
    await active('active, by what an answer changes', believedByAnswers(rater, popular, ratings.scale)),
    ...(withEnoughRatings(ratings, splits.train).length > 1 ? [await active('active, by how users differ', believedByUsers(rater, popular, ratings, splits.train))] : []),
  ];
}

/** Up to `most` ratings of each of these items, by the training users who come first. */
function someRatings({ ratings: { starts, item, rating }, splits }: RatingTasks, items: Int32Array, most: number): OneRating[] {
  const left = new Map(Array.from(items, (each) => [each, most]));
  const some: OneRating[] = [];
  for (const user of splits.train) {
    for (let place = starts[user]; place < starts[user + 1]; place++) {
      const more = left.get(item[place]) ?? 0;
      if (more === 0) continue;
      left.set(item[place], more - 1);
      some.push({ user, item: item[place], rating: rating[place] });
    }
  }
  return some;
}
