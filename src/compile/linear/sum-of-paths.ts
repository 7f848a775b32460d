import { add, mul } from '../../graph/primitives/arithmetic.js';
import { broadcastTo, reshape } from '../../graph/primitives/layout.js';
import { lift } from '../../graph/primitives/leaves.js';
import { sizeOf, type Shape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { arrange } from './contract.js';
import { operationCost } from './costs.js';
import type { KnownProducts } from './known-products.js';
import { multiplied } from './multiply.js';
import { costOfOrder } from './order.js';
import type { Orders } from './orders.js';
import type { Index, Indexed, Path } from './path.js';

/** What paths to one tensor make of what varies. Those that only scale the same are one, with the sum of what they scale by; the others are multiplied each in its order. */
export function sumOfPaths(paths: readonly Path[], shape: Shape, orders: Orders, made: KnownProducts): Tensor {
  const scaled = scalingGroups(paths).map((group) => mul(laid(group[0].varying, group[0].result), total(group.map(scaleOf))));
  // Those with the same numbers before them are added first.
  const multiples = grouped(paths.filter((path) => !isScaling(path)), numbersOf).map((group) => times(total(group.map((path) => laid(multiplied(path, orders.of(path), made), path.result))), group[0]));
  return broadcastTo(total([...scaled, ...multiples]), shape);
}

/** Nanoseconds of each call that this takes: of products of what is known only those that are not in `made`, which gets them. */
export function costOfPaths(paths: readonly Path[], shape: Shape, orders: Orders, made: Set<string>): number {
  return paths.reduce((cost, path) => (isScaling(path) ? cost : cost + costOfOrder(path, orders.of(path), made)), scalingGroups(paths).length * (operationCost(sizeOf(shape))));
}

function scalingGroups(paths: readonly Path[]): Path[][] {
  return grouped(paths.filter(isScaling), scaledBy);
}

/** Whether nothing is summed over. */
function isScaling({ known, varying, result }: Path): boolean {
  return [varying, ...known].every(({ axes }) => axes.every((index) => result.includes(index)));
}

function scaledBy({ varying, result }: Path): string {
  return `${varying.tensor.id} ${varying.axes.map((index) => result.indexOf(index)).join()}`;
}

function numbersOf({ scale, numbers }: Path): string {
  return [scale, ...numbers.map(({ id }) => id)].join();
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

function grouped(paths: readonly Path[], by: (path: Path) => string): Path[][] {
  const groups = new Map<string, Path[]>();
  for (const path of paths) groups.set(by(path), [...(groups.get(by(path)) ?? []), path]);
  return [...groups.values()];
}
