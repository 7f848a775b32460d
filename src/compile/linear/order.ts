import { contractionCost } from './costs.js';
import type { KnownProducts } from './known-products.js';
import type { Index, Path } from './path.js';

/** A factor of a path by its number, or the product of two, of which the indices `kept` are left. */
export type Order = number | { readonly pair: readonly [Order, Order]; readonly kept: ReadonlySet<Index>; readonly varies: boolean };

export interface Plan {
  readonly order: Order;
  /** Nanoseconds of what is done for each value of what varies, and of what is done once. */
  readonly each: number;
  readonly once: number;
}

/** More factors have too many orders to look at, and more indices no place in the bits of a number. */
const mostFactors = 11;
const mostIndices = 30;

/** How often what is known is multiplied by something else: as many iterations as conjugate gradients usually take. */
const calls = 10;

/**
 * The cheapest order in which a path's factors can be multiplied, of all there are: the known ones are numbered first, then comes the one that varies. What is known alone is worked out once, and
 * holds at most `mostHeld` numbers; what is among the `made` costs nothing.
 */
export function cheapestOrder({ known, varying, result }: Path, mostHeld: number, made: KnownProducts): Plan {
  const factors = [...known, varying].map(({ axes }) => axes);
  const indices = [...new Set(factors.flat())];
  const bitsOf = (axes: readonly (Index | undefined)[]): number => indices.reduce((bits, index, at) => (axes.includes(index) ? bits | (1 << at) : bits), 0);
  const sizeOf = (bits: number): number => indices.reduce((size, index, at) => ((bits >> at) & 1 ? size * index.size : size), 1);
  const all = (1 << factors.length) - 1;
  const variesBit = 1 << known.length;
  const bitsOfFactors = factors.map(bitsOf);
  const bitsOfSets = Int32Array.from({ length: all + 1 }, (_, set) => bitsOfFactors.reduce((bits, own, at) => ((set >> at) & 1 ? bits | own : bits), 0));
  const wanted = bitsOf(result);
  /** What is left of a set's indices once it is multiplied. */
  const keptOf = (set: number): number => bitsOfSets[set] & (wanted | bitsOfSets[all & ~set]);

  const best: (Plan | undefined)[] = [];
  for (let set = 1; set <= all; set++) {
    const varies = (set & variesBit) !== 0;
    const kept = keptOf(set);
    if ((set & (set - 1)) === 0) {
      best[set] = { order: 31 - Math.clz32(set), each: 0, once: 0 };
      continue;
    }
    if (!varies && sizeOf(kept) > mostHeld) continue;
    const isMade = !varies && made.has(known.filter((_, at) => (set >> at) & 1), (index) => ((kept >> indices.indexOf(index)) & 1) === 1);
    for (let left = (set - 1) & set; left > set - left; left = (left - 1) & set) {
      const [a, b] = [best[left], best[set - left]];
      if (!a || !b) continue;
      const [ofA, ofB] = [keptOf(left), keptOf(set - left)];
      const cost = contractionCost(sizeOf(ofA & ofB & kept), sizeOf(ofA & ~ofB), sizeOf(ofB & ~ofA), sizeOf(ofA & ofB & ~kept));
      const each = a.each + b.each + (varies ? cost : 0);
      const once = isMade ? 0 : a.once + b.once + (varies ? 0 : cost);
      const current = best[set];
      if (current && costOf({ each, once }) >= costOf(current)) continue;
      best[set] = { order: { pair: [a.order, b.order], kept: new Set(indices.filter((_, at) => (kept >> at) & 1)), varies }, each, once };
    }
  }
  // What holds too much is only ever what is known: multiplying it into what varies, one after the other, remains.
  return best[all] as Plan;
}

/** Whether a path is too long to be planned. */
export function isLong({ known, varying }: Path): boolean {
  return known.length >= mostFactors || new Set([...known, varying].flatMap(({ axes }) => axes)).size > mostIndices;
}

/** What both take, with what is done once shared by all calls. */
export function costOf({ each, once }: Pick<Plan, 'each' | 'once'>): number {
  return each + once / calls;
}
