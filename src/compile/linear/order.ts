import { contractionCost } from './costs.js';
import { describe } from './known-products.js';
import type { Index, Path } from './path.js';

/** A factor of a path by its number, or the product of two, of which the indices `kept` are left. */
export type Order = number | Pair;

export interface Pair {
  readonly pair: readonly [Order, Order];
  readonly kept: ReadonlySet<Index>;
  readonly varies: boolean;
  /** Nanoseconds of this product alone. */
  readonly cost: number;
}

/** More factors have too many orders to look at. */
export const mostFactors = 11;

/** How often what is known is multiplied by something else: as many iterations as conjugate gradients usually take. */
const calls = 10;

/** The cheapest order in which a path's factors can be multiplied: the known ones are numbered first, then comes the one that varies. What is known alone is worked out once, and holds at most `mostHeld` numbers. */
export function cheapestOrder({ known, varying, result }: Path, mostHeld: number): Order {
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

  const best: ({ readonly order: Order; readonly total: number } | undefined)[] = [];
  for (let set = 1; set <= all; set++) {
    const varies = (set & variesBit) !== 0;
    const kept = keptOf(set);
    if ((set & (set - 1)) === 0) best[set] = { order: 31 - Math.clz32(set), total: 0 };
    else if (varies || sizeOf(kept) <= mostHeld) {
      for (let left = (set - 1) & set; left > set - left; left = (left - 1) & set) {
        const [a, b] = [best[left], best[set - left]];
        if (!a || !b) continue;
        const [ofA, ofB] = [keptOf(left), keptOf(set - left)];
        const cost = contractionCost(sizeOf(ofA & ofB & kept), sizeOf(ofA & ~ofB), sizeOf(ofB & ~ofA), sizeOf(ofA & ofB & ~kept));
        const total = a.total + b.total + cost / (varies ? 1 : calls);
        if (total < (best[set]?.total ?? Infinity)) best[set] = { order: { pair: [a.order, b.order], kept: new Set(indices.filter((_, at) => (kept >> at) & 1)), varies, cost }, total };
      }
    }
  }
  // Multiplying what is known into what varies, one after the other, is always possible.
  return (best[all] as { readonly order: Order }).order;
}

/** Nanoseconds of each call that a path takes, with its share of what is done once: of products of what is known only those that are not in `made`, which gets them. */
export function costOfOrder({ known }: Path, order: Order, made: Set<string>): number {
  const cost = (own: Order): number => {
    if (typeof own === 'number') return 0;
    const [a, b] = own.pair;
    if (own.varies) return own.cost + cost(a) + cost(b);
    const { key } = describe(factorsOf(own).map((at) => known[at]), (index) => own.kept.has(index));
    if (made.has(key)) return 0;
    made.add(key);
    return own.cost / calls + cost(a) + cost(b);
  };
  return cost(order);
}

/** The numbers of the factors that are multiplied. */
export function factorsOf(order: Order): number[] {
  return typeof order === 'number' ? [order] : order.pair.flatMap(factorsOf);
}
