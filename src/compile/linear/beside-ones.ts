import { mul } from '../../graph/primitives/arithmetic.js';
import { reshape } from '../../graph/primitives/layout.js';
import { matmulPrimitive, type Product } from '../../graph/primitives/matmul.js';
import { concat, sliceBlock } from '../../graph/primitives/window.js';
import { apply, type Tensor } from '../../graph/tensor.js';
import { ancestors, rewrite } from '../../graph/walk.js';
import { onceByKey } from '../once.js';
import { attributesOf, is, uniformValue } from '../simplify/match.js';

/**
 * A layer's weights and biases as one matrix also on the way back, where the way there has it so: of known x with ones beside it, [x 1], the products x'A and the sums of A's rows are [x 1]'A, and
 * x a + b is [x 1] [a; b]. Paths through both are one then.
 */
export function besideOnes(outputs: readonly Tensor[], moving: ReadonlySet<Tensor>): Tensor[] {
  const nodes = ancestors(outputs);
  const beside = new Map(nodes.flatMap((node) => (!moving.has(node) && isBesideOnes(node) ? [[node.inputs[0], node] as const] : [])));
  if (beside.size === 0) return [...outputs];
  const summed = new Set(nodes.flatMap((node) => (moving.has(node) && isSumOfRows(node) ? [node.inputs[0]] : [])));
  const partners = new Map(nodes.flatMap((node) => (summed.has(node.inputs[1]) && isProduct(node, true) && beside.has(node.inputs[0]) ? [[node.inputs[1], beside.get(node.inputs[0]) as Tensor] as const] : [])));
  const once = onceByKey<Tensor>();
  const together = (x: Tensor, a: Tensor): Tensor => once(`${x.id} ${a.id}`, () => product(x, a, true));
  return rewrite(outputs, (node, original) => {
    const partner = partners.get(original.inputs[is(original, 'sum') ? 0 : 1]);
    if (partner && isSumOfRows(original)) {
      const both = together(partner, node.inputs[0]);
      return reshape(sliceBlock(both, [both.shape[0] - 1, 0], both.shape), node.shape);
    }
    if (partner && isProduct(original, true) && beside.get(original.inputs[0]) === partner) return sliceBlock(together(partner, node.inputs[1]), [0, 0], node.shape);
    return is(node, 'add') && moving.has(original) ? (shifted(node, 0, beside) ?? shifted(node, 1, beside) ?? node) : node;
  });
}

/** s x a + s b, with x a at one side, as s [x 1] [a; b]. */
function shifted(node: Tensor, side: number, beside: ReadonlyMap<Tensor, Tensor>): Tensor | undefined {
  const [rows, row] = [node.inputs[side], node.inputs[1 - side]].map(unscaled);
  const [x, a] = rows.of.inputs;
  if (!isProduct(rows.of, false) || rows.of.size !== node.size || row.of.size !== node.shape[1] || rows.by !== row.by) return undefined;
  const both = beside.get(x);
  if (!both) return undefined;
  const made = product(both, concat([a, reshape(row.of, [1, -1])], 0), false);
  return rows.by ? mul(made, rows.by) : made;
}

/** What is multiplied by a tensor of one element, if it is. */
function unscaled(x: Tensor): { of: Tensor; by?: Tensor } {
  const inner = is(x, 'reshape') ? x.inputs[0] : x;
  return is(inner, 'mul') && inner.inputs[1].size === 1 && inner.size > 1 ? { of: inner.inputs[0], by: inner.inputs[1] } : { of: x };
}

function isBesideOnes(node: Tensor): boolean {
  return is(node, 'concat') && node.rank === 2 && node.inputs.length === 2 && attributesOf<{ axis: number }>(node).axis === 1 && node.inputs[1].shape[1] === 1 && uniformValue(node.inputs[1]) === 1;
}

function isSumOfRows(node: Tensor): boolean {
  const axes = is(node, 'sum') && node.inputs[0].rank === 2 ? attributesOf<{ axes: readonly number[] }>(node).axes : [];
  return axes.length === 1 && axes[0] === 0;
}

function isProduct(node: Tensor, transposed: boolean): boolean {
  if (!is(node, 'matmul') || node.rank !== 2) return false;
  const { transposeA, transposeB, factor } = attributesOf<Product>(node);
  return transposeA === transposed && !transposeB && factor === 1;
}

function product(a: Tensor, b: Tensor, transposeA: boolean): Tensor {
  return apply(matmulPrimitive, [a, b], { transposeA, transposeB: false, factor: 1 });
}
