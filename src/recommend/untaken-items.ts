import { foldIn, generatorOf, key, uniformOf, type Key } from '../random/index.js';

/** Untaken items beside each that was taken, where nothing else is said. */
export const usualNegatives = 4;

/** Items and what they got, side by side. */
export interface RatedItems {
  readonly items: readonly number[];
  readonly ratings: readonly number[];
}

/** Draws among `count` items those that were not taken, each as likely as any other: `wanted` of them a call, or as many as are left. None comes twice, of one call or of several. */
export function untakenItems(taken: Iterable<number>, count: number, drawn: Key): (wanted: number) => number[] {
  const generator = generatorOf(drawn);
  const below = (most: number): number => Math.floor(uniformOf(generator) * most);
  const gone = new Set([...taken].filter((item) => item < count));
  return (wanted) => {
    const found: number[] = [];
    // Where few of many are gone, nearly every draw is new; else those that are left are listed.
    const left = count > 2 * (gone.size + wanted) ? undefined : Array.from({ length: count }, (_, each) => each).filter((each) => !gone.has(each));
    while (found.length < wanted && gone.size < count) {
      const item = left ? left.splice(below(left.length), 1)[0] : below(count);
      if (gone.has(item)) continue;
      gone.add(item);
      found.push(item);
    }
    return found;
  };
}

/** What is known, and behind it, as rated 0, `negatives` untaken items for each that was taken. An item that was seen and left is known as that, and calls for none. */
export function withUntaken({ items, ratings }: RatedItems, negatives: number, draw: (wanted: number) => number[]): RatedItems {
  const beside = draw(negatives * ratings.filter((rating) => rating > 0).length);
  return { items: [...items, ...beside], ratings: [...ratings, ...beside.map(() => 0)] };
}

/** The same for a user of whom only this is known, drawn among `count` items: the set of known items decides what is drawn, in whatever order they came. */
export function besideKnown(known: RatedItems, negatives: number, count: number): RatedItems {
  const inOrder = [...new Set(known.items)].sort((a, b) => a - b);
  return withUntaken(known, negatives, untakenItems(inOrder, count, inOrder.reduce(foldIn, key(0))));
}
