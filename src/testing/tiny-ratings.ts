import { namesOf, type Ratings } from '../recommend/index.js';

/** Ratings written out: of each user, what was given to which item. Items are as many as `items` says. */
export function tinyRatings(users: readonly (readonly (readonly [item: number, rating: number])[])[], { items, ...rest }: { readonly items: number } & Partial<Omit<Ratings, 'items' | 'users'>>): Ratings {
  const all = users.flat();
  const starts = new Int32Array(users.length + 1);
  users.forEach((own, user) => (starts[user + 1] = starts[user] + own.length));
  return {
    name: 'tiny',
    users: namesOf(users.map((_, user) => `user ${user}`)),
    items: namesOf(Array.from({ length: items }, (_, item) => `item ${item}`)),
    starts,
    item: Int32Array.from(all, ([item]) => item),
    rating: Float32Array.from(all, ([, rating]) => rating),
    time: Float64Array.from(all, (_, at) => at),
    scale: { low: 1, high: 5 },
    feedback: 'explicit',
    itemAttributes: [],
    userAttributes: [],
    warnings: [],
    source: {},
    ...rest,
  };
}

/** What is known of a user, written out. */
export function knownRatings(...pairs: readonly (readonly [item: number, rating: number])[]): { items: Int32Array; ratings: Float32Array } {
  return { items: Int32Array.from(pairs, ([item]) => item), ratings: Float32Array.from(pairs, ([, rating]) => rating) };
}
