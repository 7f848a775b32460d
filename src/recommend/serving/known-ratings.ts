import type { Catalogue } from './catalogue.js';
import type { GivenRating } from './recommender.js';

/** Ratings of a user, the oldest first, one of an item. */
export type KnownRatings = readonly Required<GivenRating>[];

/**
 * Ratings with newer ones added: the last one of an item counts, and stands last.
 * @throws RangeError where a rating is no number, or out of the catalogue's scale.
 */
export function withRatings(catalogue: Catalogue, before: KnownRatings, added: readonly GivenRating[]): KnownRatings {
  const byItem = new Map(before.map(({ item, rating }) => [item, rating]));
  for (const { item, rating = ratingOfTaken(catalogue) } of added) {
    requireInScale(catalogue, item, rating);
    byItem.delete(item);
    byItem.set(item, rating!);
  }
  return Array.from(byItem, ([item, rating]) => ({ item, rating }));
}

/** What a rating is where none is given: of implicit feedback the item was taken. */
function ratingOfTaken({ ratingTarget }: Catalogue): number | undefined {
  return ratingTarget.kind === 'taken' ? 1 : undefined;
}

function requireInScale({ ratingTarget, scale, name }: Catalogue, item: string, rating: number | undefined): void {
  if (typeof item !== 'string') throw new RangeError(`A rating names its item, got ${JSON.stringify(item)} of the type ${typeof item}: give the item's name as a string.`);
  const { low, high } = ratingTarget.kind === 'taken' ? { low: 0, high: Math.max(1, scale.high) } : scale;
  if (typeof rating === 'number' && rating >= low && rating <= high) return;
  const given = rating === undefined ? 'is missing' : `is ${typeof rating === 'number' ? rating : JSON.stringify(rating)}`;
  throw new RangeError(`The rating of ${item} ${given}: ratings of ${name} are numbers from ${low} to ${high}.`);
}
