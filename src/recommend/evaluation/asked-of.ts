import type { Key } from '../../random/index.js';
import type { KnownRatings } from '../raters/rater.js';
import type { Ratings } from '../ratings.js';
import { untakenItems, usualNegatives } from '../untaken-items.js';

/** What is known of a user: the ratings at these places of the data. */
export function knownOf({ item, rating }: Ratings, user: number, places: readonly number[]): KnownRatings {
  return { user, items: Int32Array.from(places, (place) => item[place]), ratings: Float32Array.from(places, (place) => rating[place]) };
}

/**
 * What a user is asked: the items at these places of the data, and their ratings. Where feedback is implicit, all ratings are one and any order would be right, so beside each
 * item stand four, drawn, that the user never took, as ratings of zero.
 */
export function askedOf(ratings: Ratings, user: number, places: readonly number[], drawn: Key): { asked: Int32Array; truth: Float32Array } {
  const { items, ratings: truth } = knownOf(ratings, user, places);
  if (ratings.feedback === 'explicit') return { asked: items, truth };
  const taken = ratings.item.subarray(ratings.starts[user], ratings.starts[user + 1]);
  const others = untakenItems(taken, ratings.items.count, drawn)(usualNegatives * places.length);
  return { asked: Int32Array.from([...items, ...others]), truth: Float32Array.from([...truth, ...others.map(() => 0)]) };
}
