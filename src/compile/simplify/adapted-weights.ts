import { add, mul } from '../../graph/primitives/arithmetic.js';
import type { Product } from '../../graph/primitives/matmul.js';
import type { Tensor } from '../../graph/tensor.js';
import { rewrite } from '../../graph/walk.js';
import { times } from '../contractions.js';
import { usersOf } from '../readers.js';
import { attributesOf, is, uniformValue } from './match.js';

/*
 * After one step of an inner loop each task has weights of its own, W - r A' G: those that all share, less a product over the few rows of its support set. To
 * apply them is to apply W, to all tasks in one product, and then A' and G one after the other: x W - r (x A') G. The weights themselves are never made, nor is
 * their gradient.
 */

/** What passing over one element costs, in multiplications of a product. */
const pass = 60;

/** W + scale A B for each task, where W is shared. */
interface Adapted {
  readonly shared: Tensor;
  readonly a: Tensor;
  readonly b: Tensor;
  readonly product: Product;
  readonly scale: number;
}

/** Products with adapted weights that nothing else needs become products with what they are made of, where that is less work. */
export function applyAdapted(outputs: readonly Tensor[]): Tensor[] {
  const users = usersOf(outputs);
  const worth = new Set<Tensor>();
  for (const [node, products] of users) {
    const adapted = adaptedOf(node);
    if (adapted && onlyHere(node, users) && products.every((user) => user !== undefined && appliesTo(node, user)) && isLess(adapted, products as Tensor[])) (products as Tensor[]).forEach((user) => worth.add(user));
  }
  return worth.size === 0 ? [...outputs] : rewrite(outputs, (node, original) => (worth.has(original) ? applied(node) : node));
}

function adaptedOf(node: Tensor): Adapted | undefined {
  if ((!is(node, 'sub') && !is(node, 'add')) || node.rank !== 3) return undefined;
  for (const at of is(node, 'sub') ? [1] : [0, 1]) {
    const shared = node.inputs[1 - at];
    const [product, factor] = withoutFactor(node.inputs[at]);
    if (!is(product, 'matmul') || product.size !== node.size || shared.rank !== 2 || shared.size * node.shape[0] !== node.size) continue;
    const [a, b] = product.inputs;
    if (a.rank === 3 && b.rank === 3) return { shared, a, b, product: attributesOf<Product>(product), scale: is(node, 'sub') ? -factor : factor };
  }
  return undefined;
}

function withoutFactor(x: Tensor): [x: Tensor, factor: number] {
  if (is(x, 'neg')) return [x.inputs[0], -1];
  const factor = is(x, 'mul') && x.inputs[0].size === x.size ? uniformValue(x.inputs[1]) : undefined;
  return factor === undefined ? [x, 1] : [x.inputs[0], factor];
}

/** Whether no part of the sum is read by anything else. */
function onlyHere(node: Tensor, users: ReadonlyMap<Tensor, readonly unknown[]>): boolean {
  const update = node.inputs.find((input) => input.rank === 3)!;
  const [product] = withoutFactor(update);
  return users.get(update)!.length === 1 && users.get(product)!.length === 1;
}

function appliesTo(node: Tensor, user: Tensor): boolean {
  return is(user, 'matmul') && user.inputs[1] === node && user.inputs[0] !== node && user.inputs[0].rank === 3 && !attributesOf<Product>(user).transposeA;
}

/** Whether one after the other, in all its uses, is less work than to make the weights. Both apply W itself. */
function isLess({ shared, a, product }: Adapted, products: readonly Tensor[]): boolean {
  const inner = a.shape[product.transposeA ? 1 : 2];
  const [rows, columns] = shared.shape;
  const extra = products.map(({ shape }) => inner * shape[1] * (rows + columns) + pass * shape[1] * (inner + 2 * shape[2]));
  return extra.reduce((total, one) => total + one, 0) < inner * rows * columns + 2 * pass * rows * columns;
}

function applied(node: Tensor): Tensor {
  const adapted = adaptedOf(node.inputs[1]);
  if (!adapted) return node;
  const { shared, a, b, product, scale } = adapted;
  const { transposeB, factor } = attributesOf<Product>(node);
  const [x] = node.inputs;
  const by = (left: Tensor, right: Tensor, transposed: boolean) => times(left, right, { transposeB: transposed });
  const own = transposeB ? by(by(x, b, !product.transposeB), a, !product.transposeA) : by(by(x, a, product.transposeA), b, product.transposeB);
  return add(mul(by(x, shared, transposeB), factor), mul(own, factor * scale * product.factor));
}
