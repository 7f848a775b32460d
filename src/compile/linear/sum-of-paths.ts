import { add, mul } from '../../graph/primitives/arithmetic.js';
import { broadcastTo, reshape } from '../../graph/primitives/layout.js';
import { lift } from '../../graph/primitives/leaves.js';
import { sizeOf, type Shape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { arrange } from './contract.js';
import { operation, scalingCost } from './costs.js';
import type { KnownProducts } from './known-products.js';
import { multiplied } from './multiply.js';
import { cheapestOrder, costOf } from './order.js';
import { idOf, type Index, type Indexed, type Path } from './path.js';

/**
 * What paths to one tensor make of what varies, and what that costs. Those that only scale the same are one, with the sum of what they scale by; the others are multiplied each in its cheapest order, in
 * which a product of what is known holds at most `mostHeld` numbers.
 */
export function sumOfPaths(paths: readonly Path[], shape: Shape, mostHeld: number, made: KnownProducts): { readonly value: Tensor; readonly cost: number } {
  const scaled = [...grouped(paths.filter(isScaling), scaledBy).values()].map((group) => mul(laid(group[0].varying, group[0].result), total(group.map(scaleOf))));
  let cost = scaled.length * (operation + scalingCost(sizeOf(shape)));
  // Those with the same numbers before them are added first.
  const multiples = [...grouped(paths.filter((path) => !isScaling(path)), numbersOf).values()].map((group) => {
    const parts = group.map((path) => {
      const plan = cheapestOrder(path, mostHeld, made);
      cost += costOf(plan);
      return laid(multiplied(path, plan.order, made), path.result);
    });
    return times(total(parts), group[0]);
  });
  return { value: broadcastTo(total([...scaled, ...multiples]), shape), cost };
}

/** Whether nothing is summed over. */
function isScaling({ known, varying, result }: Path): boolean {
  return [varying, ...known].every(({ axes }) => axes.every((index) => result.includes(index)));
}

function scaledBy({ varying, result }: Path): string {
  return `${varying.tensor.id} ${varying.axes.map((index) => result.indexOf(index)).join()}`;
}

function numbersOf({ scale, numbers }: Path): string {
  return [scale, ...numbers.map(idOf)].join();
}

function scaleOf(path: Path): Tensor {
  return times(path.known.map((known) => laid(known, path.result)).reduce((all, each) => mul(all, each), lift(1)), path);
}

function times(product: Tensor, { scale, numbers }: Path): Tensor {
  return [...(scale === 1 ? [] : [scale]), ...numbers.map((number) => reshape(number, []))].reduce<Tensor>((all, number) => mul(all, number), product);
}

/** A tensor as one of the result's axes, of length 1 where it has none of them. */
function laid(x: Indexed, result: Path['result']): Tensor {
  const order = result.filter((index): index is Index => index !== undefined && x.axes.includes(index));
  return reshape(arrange(x, order).tensor, result.map((index) => (index && x.axes.includes(index) ? index.size : 1)));
}

function total(parts: readonly Tensor[]): Tensor {
  return parts.reduce((sum, part) => add(sum, part));
}

function grouped(paths: readonly Path[], by: (path: Path) => string): Map<string, Path[]> {
  const groups = new Map<string, Path[]>();
  for (const path of paths) groups.set(by(path), [...(groups.get(by(path)) ?? []), path]);
  return groups;
}
