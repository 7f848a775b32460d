import { transposed, type RatingLists } from './training-ratings.js';

/** Calls `visit` for each user who rated an item and one of some others: which of these, the user's value of it, and that of the item. */
export type CoRaters = (item: number, visit: (which: number, value: number, itemValue: number) => void) => void;

/**
 * Finds who rated items together with one of `among`, where each rating of `items` has a value. An item costs as many steps as it has raters, so that few items are quick to compare and a
 * whole catalogue takes one pass over the ratings.
 */
export function coRaters(items: RatingLists, users: number, among: Int32Array): CoRaters {
  const theirs = transposed(listsOf(items, among), users);
  return (item, visit) => {
    const end = item >= 0 && item < items.count ? items.starts[item + 1] : 0;
    for (let at = items.starts[item]; at < end; at++) {
      const user = items.partner[at];
      for (let each = theirs.starts[user]; each < theirs.starts[user + 1]; each++) visit(theirs.partner[each], theirs.rating[each], items.rating[at]);
    }
  };
}

/** Some of the lists; of a number that is none of theirs, an empty one. */
function listsOf({ count, starts, partner, rating }: RatingLists, numbers: Int32Array): RatingLists {
  const chosen = new Int32Array(numbers.length + 1);
  const lengthOf = (number: number): number => (number >= 0 && number < count ? starts[number + 1] - starts[number] : 0);
  numbers.forEach((number, i) => (chosen[i + 1] = chosen[i] + lengthOf(number)));
  const lists: RatingLists = { count: numbers.length, starts: chosen, partner: new Int32Array(chosen[numbers.length]), rating: new Float32Array(chosen[numbers.length]) };
  numbers.forEach((number, i) => {
    if (lengthOf(number) === 0) return;
    lists.partner.set(partner.subarray(starts[number], starts[number + 1]), chosen[i]);
    lists.rating.set(rating.subarray(starts[number], starts[number + 1]), chosen[i]);
  });
  return lists;
}
