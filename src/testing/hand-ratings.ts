import { namesOf, type Ratings } from '../recommend/index.js';

/** Ratings written by hand: of each user the items and what they got. */
export function handRatings(users: readonly (readonly (readonly [item: number, rating: number])[])[], items: number, rest: Partial<Ratings> = {}): Ratings {
  const starts = new Int32Array(users.length + 1);
  users.forEach((own, user) => (starts[user + 1] = starts[user] + own.length));
  const all = users.flat();
  return {
    name: 'by hand',
    users: namesOf(users.map((_, user) => `user ${user}`)),
    items: namesOf(Array.from({ length: items }, (_, item) => `item ${item}`)),
    starts,
    item: Int32Array.from(all, ([item]) => item),
    rating: Float32Array.from(all, ([, rating]) => rating),
    time: Float64Array.from(all, (_, at) => at),
    scale: { low: 1, high: 5, levels: [1, 2, 3, 4, 5] },
    feedback: 'explicit',
    itemAttributes: [],
    userAttributes: [],
    warnings: [],
    source: {},
    ...rest,
  };
}

/** The same ratings, of which only that items were taken is known. */
export function asTaken(ratings: Ratings): Ratings {
  return { ...ratings, rating: new Float32Array(ratings.rating.length).fill(1), scale: { low: 0, high: 1 }, feedback: 'implicit' };
}
