import { leavesOf, type NdArray } from '../../graph/index.js';
import type { KnownUser, RecommendedUser } from '../../recommend/index.js';
import type { Learner } from '../learner.js';
import { openRecommender } from '../ratings/open-recommender.js';
import { malformed } from './refusal.js';
import { ratingsOf, type Wished } from './ratings-service.js';
import type { Desk } from './service.js';

interface AdaptedUser {
  readonly user: RecommendedUser;
  /** How many parts the user's ratings came in. */
  readonly parts: number;
}

/** Bytes of a rating in memory, about. */
const bytesOfRating = 150;

/** What a worker does with a run that learned ratings. */
export async function ratingsDesk(path: string, { theta }: Pick<Learner, 'theta'>): Promise<Desk<AdaptedUser>> {
  const recommender = await openRecommender(path);
  const { items, scale } = recommender.catalogue;
  // An adapted part has at most the parameters above the features.
  const partBytes = leavesOf<NdArray>((theta as { readonly inner: unknown }).inner).reduce((total, { data }) => total + data.byteLength, 0);
  // Users are padded to a few sizes: the programs of all that are usual are compiled before the first of them comes.
  for (const count of [0, 5, 20, 100, 200]) {
    const some = Array.from({ length: Math.min(count, items.count) }, (_, item) => ({ item: items.nameOf(item), rating: scale.high }));
    await recommender.for({ ratings: some }, { top: 1 });
  }
  return {
    async adapt(parts, before) {
      const users = parts as readonly KnownUser[];
      const [{ attributes }] = users;
      const ratings = ratingsOf(users.slice(before?.parts ?? 0));
      return { user: await refusing(before ? before.user.add(ratings) : recommender.user({ ratings, attributes })), parts: users.length };
    },
    tell: ({ user }) => ({ unknown: user.unknown }),
    async predict({ user }, asked) {
      const named = asked as readonly string[];
      const rated = await user.rate(named);
      // JSON has no NaN.
      return { ratings: named.map((item, i) => ({ item, rating: Number.isNaN(rated[i]) ? null : rated[i] })), unknown: user.unknown };
    },
    async recommend({ user }, wish) {
      const { items: best, unknown } = await refusing(user.recommend(wish as Wished));
      return { items: best, unknown: [...new Set([...user.unknown, ...unknown])] };
    },
    bytesOf: ({ user }) => partBytes + bytesOfRating * user.ratings.length,
  };
}

/** Ratings out of scale are the client's. */
async function refusing<T>(made: Promise<T>): Promise<T> {
  try {
    return await made;
  } catch (error) {
    throw error instanceof RangeError ? malformed(error.message) : error;
  }
}
