import { generatorOf, uniformOf, type Key } from '../../random/index.js';
import type { KnownRatings } from '../raters/rater.js';
import type { Ratings } from '../ratings.js';

/** Items not taken that stand beside each that was, where feedback is implicit. */
const negatives = 4;

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
  const taken = new Set(ratings.item.subarray(ratings.starts[user], ratings.starts[user + 1]));
  const wanted = Math.min(negatives * places.length, ratings.items.count - taken.size);
  const others: number[] = [];
  const draws = generatorOf(drawn);
  while (others.length < wanted) {
    const item = Math.floor(uniformOf(draws) * ratings.items.count);
    if (taken.has(item)) continue;
    taken.add(item);
    others.push(item);
  }
  return { asked: Int32Array.from([...items, ...others]), truth: Float32Array.from([...truth, ...others.map(() => 0)]) };
}
