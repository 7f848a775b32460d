import { mul } from '../graph/primitives/arithmetic.js';
import { matmulPrimitive, type Product } from '../graph/primitives/matmul.js';
import { concat } from '../graph/primitives/window.js';
import { apply, type Tensor } from '../graph/tensor.js';
import { rewrite } from '../graph/walk.js';
import { usersOf } from './readers.js';
import { attributesOf, is, isFactor } from './simplify/match.js';
import { sumOf } from './simplify/terms.js';

/**
 * A'B + C'D, for each task, as [A; C]' [B; D], where their rows are few beside the matrix that is made: it is written, and passed over, once. So are the gradients of weights that each
 * task has for itself, of which the second derivative has several.
 */
export function joinProducts(outputs: readonly Tensor[]): Tensor[] {
  const users = usersOf(outputs);
  const isPart = (node: Tensor): boolean => users.get(node)?.length === 1;
  return rewrite(outputs, (node, original) => {
    if (!is(original, 'add') || original.rank !== 3) return node;
    const [user, ...others] = users.get(original)!;
    // The largest sum is joined.
    if (others.length === 0 && user && is(user, 'add') && user.size === original.size) return node;
    const products: Tensor[] = [];
    const rest: Tensor[] = [];
    const open = [[node, original]];
    while (open.length > 0) {
      const [now, before] = open.pop() as [Tensor, Tensor];
      const isAlone = isPart(before) && before.size === original.size;
      if (before === original || (isAlone && is(before, 'add'))) for (const at of [1, 0]) open.push([now.inputs[at], before.inputs[at]]);
      else (isAlone && isOuter(before) ? products : rest).push(now);
    }
    const joined = products.length > 1 && join(products);
    return joined ? sumOf([...rest, joined]) : node;
  });
}

/** Whether a node is a' b for each task, with few rows in a and b. */
function isOuter(node: Tensor): boolean {
  if (!is(node, 'matmul') || node.rank !== 3 || node.inputs.some((input) => input.rank !== 3 || input.shape[0] !== node.shape[0])) return false;
  const { transposeA, transposeB } = attributesOf<Product>(node);
  return transposeA && !transposeB && 2 * node.inputs[0].shape[1] <= Math.min(...node.shape.slice(1));
}

/** Nothing where their factors are too far apart for float32. */
function join(products: readonly Tensor[]): Tensor | undefined {
  const factors = products.map((product) => attributesOf<Product>(product).factor);
  const factor = factors.reduce((largest, each) => (Math.abs(each) > Math.abs(largest) ? each : largest));
  const relative = factors.map((each) => each / factor);
  if (!relative.every(isFactor)) return undefined;
  const right = products.map(({ inputs: [, b] }, i) => (relative[i] === 1 ? b : mul(b, relative[i])));
  return apply(matmulPrimitive, [concat(products.map(({ inputs: [a] }) => a), 1), concat(right, 1)], { transposeA: true, transposeB: false, factor });
}
