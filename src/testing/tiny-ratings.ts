import type { Ratings } from '../recommend/index.js';
import { handRatings } from './hand-ratings.js';

/** Ratings written out: of each user, what was given to which item. Items are as many as `items` says, and ratings any numbers, with no levels. */
export function tinyRatings(users: readonly (readonly (readonly [item: number, rating: number])[])[], { items, ...rest }: { readonly items: number } & Partial<Omit<Ratings, 'items' | 'users'>>): Ratings {
  return handRatings(users, items, { name: 'tiny', scale: { low: 1, high: 5 }, ...rest });
}

/** What is known of a user, written out. */
export function knownRatings(...pairs: readonly (readonly [item: number, rating: number])[]): { items: Int32Array; ratings: Float32Array } {
  return { items: Int32Array.from(pairs, ([item]) => item), ratings: Float32Array.from(pairs, ([, rating]) => rating) };
}
