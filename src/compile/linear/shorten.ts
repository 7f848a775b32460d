import { add, mul } from '../../graph/primitives/arithmetic.js';
import { broadcastTo, reshape } from '../../graph/primitives/layout.js';
import { lift, type TensorLike } from '../../graph/primitives/leaves.js';
import type { Product } from '../../graph/primitives/matmul.js';
import type { Shape } from '../../graph/shape.js';
import { Tensor } from '../../graph/tensor.js';
import { ancestors } from '../../graph/walk.js';
import { attributesOf, is } from '../simplify/match.js';
import { besideOnes } from './beside-ones.js';
import { arrange, contract, sumOver } from './contract.js';
import { operation, productCost, scalingCost } from './costs.js';
import { follow, isFollowed } from './follow.js';
import { KnownProducts } from './known-products.js';
import { cheapestOrder, costOf, mostFactors, type Order } from './order.js';
import { pathFrom, type Index, type Indexed, type Path } from './path.js';

/** A tensor of which this many make the largest one is worked out; larger ones are passed through. */
const smallerBy = 4;
/** What is known may be put together to tensors of so many times the largest that varies. */
const heldBy = 4;
const mostPaths = 16;
/** What the other way must save to be taken: the costs are estimates. */
const worthwhile = 0.75;

/**
 * Products of one Jacobian with many vectors pass the vector through a network layer by layer, though most layers are known, and the tensors in between are wider than what goes in and comes out: of a
 * policy with 100 units and two actions as many as 200,000 numbers come from 10,000 weights, to make 4,000. Here everything small is written as sums of paths from what is small, each a product of
 * known tensors and one that varies, multiplied in the cheapest order: as far as it pays, what is known first, and that is done once.
 *
 * What is not linear in what varies, and what is read by that, stays as it is; so does all where little would be saved.
 */
export function shorten(outputs: readonly Tensor[], varying: ReadonlySet<Tensor>): Tensor[] {
  const joined = besideOnes(outputs, movingIn(outputs, varying));
  const nodes = ancestors(joined);
  const moving = movingIn(joined, varying);
  const largest = Math.max(0, ...[...moving].map(({ size }) => size));
  const passed = passedThrough(nodes, joined, moving, (node) => node.size * smallerBy > largest);
  if (passed.size === 0) return [...outputs];

  const values = new Map<Tensor, Tensor>();
  const paths = new Map<Tensor, readonly Path[]>();
  const made = new KnownProducts();
  let [before, after] = [0, 0];
  for (const node of nodes) {
    const isReached = node.inputs.some((input) => passed.has(input));
    if (isReached || passed.has(node)) before += costOfNode(node);
    const ending = isReached || passed.has(node) ? follow(node, (input) => paths.get(input) ?? []) : [];
    if (passed.has(node) && ending.length <= mostPaths && ending.every(({ known }) => known.length < mostFactors)) {
      paths.set(node, ending);
      continue;
    }
    passed.delete(node);
    let value = withInputs(node, node.inputs.map((input) => values.get(input) ?? input));
    if (isReached) {
      const { scaled, others } = scaledOnly(ending);
      if (others.some(({ known }) => known.length >= mostFactors)) return [...outputs];
      after += scaled.length * (operation + scalingCost(node.size));
      const parts = others.map((path) => {
        const plan = cheapestOrder(path, heldBy * largest, made);
        after += costOf(plan);
        return { path, product: multiplied(path, plan.order, made) };
      });
      value = total([...scaled, ...parts], node.shape);
    }
    values.set(node, value);
    if (moving.has(node)) paths.set(node, [pathFrom(value)]);
  }
  return after < worthwhile * before ? joined.map((node) => values.get(node) as Tensor) : [...outputs];
}

/** The nodes that depend on what varies. */
function movingIn(outputs: readonly Tensor[], varying: ReadonlySet<Tensor>): Set<Tensor> {
  const moving = new Set(varying);
  for (const node of ancestors(outputs)) if (node.inputs.some((input) => moving.has(input))) moving.add(node);
  return moving;
}

/** What is linear in one element of each operand. */
const elementwise = new Set(['mul', 'div', 'neg', 'add', 'sub', 'broadcastTo', 'reshape', 'transpose']);

/** The large tensors that nobody needs as they are, and what lies on the way from small ones to others in operations on their elements, of which many are one. */
function passedThrough(nodes: readonly Tensor[], outputs: readonly Tensor[], moving: ReadonlySet<Tensor>, isLarge: (node: Tensor) => boolean): Set<Tensor> {
  const needed = new Set(outputs);
  const passed = new Set<Tensor>();
  for (const node of nodes.toReversed()) {
    if (!moving.has(node)) continue;
    const followed = isFollowed(node, (input) => moving.has(input));
    const onElements = followed && elementwise.has(node.primitive.name);
    if (followed && !needed.has(node) && (onElements || isLarge(node))) passed.add(node);
    for (const input of node.inputs) {
      const isWorkedOut = isLarge(input) ? !followed || (isLarge(node) && needed.has(node)) : !onElements || isLarge(node);
      if (isWorkedOut) needed.add(input);
    }
  }
  // Sums and multiples of what is worked out may as well be worked out.
  for (const node of nodes) {
    const isScaled = (is(node, 'mul') || is(node, 'div')) && node.inputs.every(({ size }) => size > 1);
    if (!isScaled && !isLarge(node) && !node.inputs.some((input) => passed.has(input))) passed.delete(node);
  }
  return passed;
}

function withInputs(node: Tensor, inputs: readonly Tensor[]): Tensor {
  return inputs.every((input, at) => input === node.inputs[at]) ? node : new Tensor(node.primitive, inputs, node.attributes, node.shape, node.dtype);
}

/** A path, and the product of all its tensors. */
interface Part { readonly path: Path; readonly product: Indexed }

/** Paths that sum over nothing only scale what varies; those that scale the same are one, with the sum of what they scale by. */
function scaledOnly(paths: readonly Path[]): { scaled: Part[]; others: Path[] } {
  const groups = new Map<string, Path[]>();
  const others: Path[] = [];
  for (const path of paths) {
    const { known, varying, result } = path;
    if ([varying, ...known].some(({ axes }) => axes.some((index) => !result.includes(index)))) others.push(path);
    else {
      const key = `${varying.tensor.id} ${varying.axes.map((index) => result.indexOf(index)).join()}`;
      groups.set(key, [...(groups.get(key) ?? []), path]);
    }
  }
  const scaled = [...groups.values()].map((group): Part => {
    const [{ varying, result }] = group;
    const spread = ({ tensor, axes }: Indexed, own: Path['result']): Tensor => {
      const order = own.filter((index): index is Index => index !== undefined && axes.includes(index));
      return reshape(arrange({ tensor, axes }, order).tensor, own.map((index) => (index && axes.includes(index) ? index.size : 1)));
    };
    const scale = group
      .map((path) => [...path.known.map((known) => spread(known, path.result)), ...path.numbers.map((number) => reshape(number, []))].reduce<Tensor | undefined>((all, each) => (all ? mul(all, each) : each), undefined))
      .map((product, at) => (group[at].scale === 1 && product ? product : mul(product ?? lift(1), group[at].scale)))
      .reduce((all, each) => add(all, each));
    const tensor = mul(spread(varying, result), scale);
    const axes = result.filter((_, axis) => tensor.shape[axis] > 1) as Index[];
    return { path: { scale: 1, numbers: [], known: [], varying, result }, product: { tensor: reshape(tensor, axes.map(({ size }) => size)), axes } };
  });
  return { scaled, others };
}

/** The sum of all parts; those that have the same numbers before them are added first. */
function total(parts: readonly Part[], shape: Shape): Tensor {
  const sums = new Map<string, { readonly factors: readonly TensorLike[]; sum: Tensor }>();
  for (const { path: { scale, numbers, result }, product } of parts) {
    const axes = result.filter((index): index is Index => index !== undefined && product.axes.includes(index));
    const { tensor } = arrange(product, axes);
    const part = broadcastTo(reshape(tensor, result.map((index) => (index && axes.includes(index) ? index.size : 1))), shape);
    const key = [scale, ...numbers.map(({ id }) => id)].join();
    const before = sums.get(key);
    sums.set(key, { factors: scale === 1 ? numbers : [scale, ...numbers], sum: before ? add(before.sum, part) : part });
  }
  return [...sums.values()].map(({ factors, sum }) => factors.reduce<Tensor>((scaled, factor) => mul(scaled, factor), sum)).reduce((all, part) => add(all, part));
}

/** The product of a path's tensors, multiplied in some order. */
function multiplied({ known, varying, result }: Path, order: Order, made: KnownProducts): Indexed {
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

function costOfNode(node: Tensor): number {
  if (!is(node, 'matmul')) return operation + scalingCost(node.size);
  const { transposeA } = attributesOf<Product>(node);
  const [left] = node.inputs;
  const [m, n] = node.shape.slice(-2);
  return operation + productCost(node.size / (m * n), m, n, left.shape[left.rank - (transposeA ? 2 : 1)]);
}
