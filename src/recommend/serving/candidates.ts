import type { Names } from '../names.js';
import type { Wish } from './recommender.js';

/** The numbers of the items that a wish leaves to choose from, and the names in it, or among those that the user rated, that there are not. */
export function candidatesOf(items: Names, rated: Iterable<string>, { exclude = [], only, rated: again = false }: Wish): { candidates: Int32Array; unknown: readonly string[] } {
  const unknown = new Set<string>();
  const numbersOf = (names: Iterable<string>): number[] => {
    const numbers = new Set<number>();
    for (const name of names) {
      const item = items.indexOf(name);
      if (item === undefined) unknown.add(name);
      else numbers.add(item);
    }
    return [...numbers];
  };
  const known = numbersOf(rated);
  const chosen = only && new Set(numbersOf(only));
  const left = new Uint8Array(items.count).fill(chosen ? 0 : 1);
  for (const item of chosen ?? []) left[item] = 1;
  for (const item of [...numbersOf(exclude), ...(again ? [] : known)]) left[item] = 0;
  const candidates = new Int32Array(left.reduce((total, each) => total + each, 0));
  for (let item = 0, at = 0; item < left.length; item++) if (left[item] === 1) candidates[at++] = item;
  return { candidates, unknown: [...unknown] };
}
