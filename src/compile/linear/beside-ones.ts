import { add, mul } from '../../graph/primitives/arithmetic.js';
import { reshape } from '../../graph/primitives/layout.js';
import { matmulPrimitive, type Product } from '../../graph/primitives/matmul.js';
import { concat, ones, sliceBlock } from '../../graph/primitives/window.js';
import { apply, type Tensor } from '../../graph/tensor.js';
import { ancestors, rewrite } from '../../graph/walk.js';
import { onceByKey } from '../once.js';
import { attributesOf, is, uniformValue } from '../simplify/match.js';

/**
 * A layer's weights and biases as one matrix: of known x with ones beside it, [x 1], the products x'A and the sums of A's rows are [x 1]'A, and x a + b is [x 1] [a; b]. Paths through both are one then.
 */
export function besideOnes(outputs: readonly Tensor[], moving: ReadonlySet<Tensor>): Tensor[] {
  const nodes = ancestors(outputs);
  const known = new Set(nodes.filter((node) => !moving.has(node)));
  const there = new Map([...known].filter(isBesideOnes).map((node) => [node.inputs[0], node]));
  const once = onceByKey<Tensor>();
  const beside = (x: Tensor): Tensor => there.get(x) ?? once(`${x.id}`, () => concat([x, ones([x.shape[0], 1])], 1));
  const isByKnown = (node: Tensor, transposed: boolean): boolean => isProduct(node, transposed) && known.has(node.inputs[0]);
  const summed = new Set(nodes.flatMap((node) => (moving.has(node) && isSumOfRows(node) ? [node.inputs[0]] : [])));
  /** What the rows that are summed are multiplied by, too. */
  const partners = new Map(nodes.flatMap((node) => (isByKnown(node, true) && summed.has(node.inputs[1]) ? [[node.inputs[1], node.inputs[0]] as const] : [])));
  const together = (x: Tensor, a: Tensor): Tensor => once(`${x.id} ${a.id}`, () => product(beside(x), a, true));
  return rewrite(outputs, (node, original) => {
    if (!moving.has(original)) return node;
    const partner = partners.get(original.inputs[is(original, 'sum') ? 0 : 1]);
    if (partner && isSumOfRows(original)) {
      const both = together(partner, node.inputs[0]);
      return reshape(sliceBlock(both, [both.shape[0] - 1, 0], both.shape), node.shape);
    }
    if (partner && isProduct(original, true) && original.inputs[0] === partner) return sliceBlock(together(partner, node.inputs[1]), [0, 0], node.shape);
    return is(node, 'add') && node.rank === 2 ? shifted(node, (product) => isByKnown(product, false), beside) : node;
  });
}

/** A sum of s x a, s b and others as s [x 1] [a; b] and the others. */
function shifted(node: Tensor, isByKnown: (product: Tensor) => boolean, beside: (x: Tensor) => Tensor): Tensor {
  const [count, columns] = node.shape;
  if (count === 1) return node;
  const terms = summandsOf(node, node.size).map(unscaled);
  const row = terms.find(({ whole }) => whole.size === columns && whole.shape[whole.rank - 1] === columns);
  const rows = terms.find(({ of, by }) => of.size === node.size && isByKnown(of) && by === row?.by);
  if (!row || !rows) return node;
  const [x, a] = rows.of.inputs;
  const both = product(beside(x), concat([a, reshape(row.of, [1, -1])], 0), false);
  return terms.filter((term) => term !== row && term !== rows).reduce((sum, { whole }) => add(sum, whole), rows.by ? mul(both, rows.by) : both);
}

function summandsOf(node: Tensor, size: number): Tensor[] {
  return is(node, 'add') && node.size === size ? node.inputs.flatMap((input) => summandsOf(input, size)) : [node];
}

/** What is multiplied by a tensor of one element, if it is. */
function unscaled(whole: Tensor): { whole: Tensor; of: Tensor; by?: Tensor } {
  const inner = is(whole, 'reshape') ? whole.inputs[0] : whole;
  return is(inner, 'mul') && inner.inputs[1].size === 1 && inner.size > 1 ? { whole, of: inner.inputs[0], by: inner.inputs[1] } : { whole, of: whole };
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
