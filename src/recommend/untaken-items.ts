import { generatorOf, uniformOf, type Key } from '../random/index.js';
import type { Ratings } from './ratings.js';

/** Draws items that a user never took, each as likely as any other: `wanted` of them a call, or as many as are left. None comes twice, of one call or of several. */
export function untakenItems({ starts, item, items }: Pick<Ratings, 'starts' | 'item' | 'items'>, user: number, key: Key): (wanted: number) => number[] {
  const generator = generatorOf(key);
  const below = (count: number): number => Math.floor(uniformOf(generator) * count);
  const gone = new Set(item.subarray(starts[user], starts[user + 1]));
  return (wanted) => {
    const drawn: number[] = [];
    // Where few of many are gone, nearly every draw is new; else those that are left are listed.
    const left = items.count > 2 * (gone.size + wanted) ? undefined : Array.from({ length: items.count }, (_, each) => each).filter((each) => !gone.has(each));
    while (drawn.length < wanted && gone.size < items.count) {
      const found = left ? left.splice(below(left.length), 1)[0] : below(items.count);
      if (gone.has(found)) continue;
      gone.add(found);
      drawn.push(found);
    }
    return drawn;
  };
}
