import { contract, sumOver } from './contract.js';
import type { KnownProducts } from './known-products.js';
import type { Order } from './order.js';
import type { Index, Indexed, Path } from './path.js';

/** The product of a path's tensors, multiplied in some order. */
export function multiplied({ known, varying, result }: Path, order: Order, made: KnownProducts): Indexed {
  const factors = [...known, varying];
  const isElsewhere = (index: Index, at: number): boolean => result.includes(index) || factors.some(({ axes }, other) => other !== at && axes.includes(index));
  const product = (own: Order): Indexed => {
    if (typeof own === 'number') return sumOver(factors[own], factors[own].axes.filter((index) => !isElsewhere(index, own)));
    if (own.varies) {
      const [a, b] = own.pair.map(product);
      return variesIn(own.pair[1], known.length) ? contract(a, b, own.kept) : contract(b, a, own.kept);
    }
    return made.of(leaves(own).map((at) => known[at]), (index) => own.kept.has(index), () => {
      const [a, b] = own.pair.map(product);
      // The smaller is laid for the larger.
      return a.tensor.size > b.tensor.size ? contract(b, a, own.kept) : contract(a, b, own.kept);
    });
  };
  return product(order);
}

function leaves(order: Order): number[] {
  return typeof order === 'number' ? [order] : order.pair.flatMap(leaves);
}

function variesIn(order: Order, last: number): boolean {
  return typeof order === 'number' ? order === last : order.varies;
}
