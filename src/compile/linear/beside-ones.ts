import { add, mul } from '../../graph/primitives/arithmetic.js';
import { reshape } from '../../graph/primitives/layout.js';
import { concat, sliceBlock } from '../../graph/primitives/window.js';
import { sameShape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { ancestors, rewrite } from '../../graph/walk.js';
import { isMatrixProduct, isSumOfRows, times } from '../contractions.js';
import { onceByKey } from '../once.js';
import { countReaders } from '../readers.js';
import { attributesOf, is, uniformValue } from '../simplify/match.js';
import { withOnes } from '../simplify/with-ones.js';

/** Of longer sums nothing is joined. */
const mostSummands = 16;

/**
 * A layer's weights and biases as one matrix: of known x with ones beside it, [x 1], the products x'A and the sums of A's rows are [x 1]'A, and x a + b is [x 1] [a; b]. Paths through both are one then.
 */
export function besideOnes(outputs: readonly Tensor[], moving: ReadonlySet<Tensor>): Tensor[] {
  const nodes = ancestors(outputs);
  const there = new Map(nodes.filter((node) => !moving.has(node) && isBesideOnes(node)).map((node) => [node.inputs[0], node]));
  const once = onceByKey<Tensor>();
  const beside = (x: Tensor): Tensor => there.get(x) ?? once(`${x.id}`, () => withOnes(x));
  const isByKnown = (node: Tensor, transposed: boolean): boolean => isMatrixProduct(node, transposed) && !moving.has(node.inputs[0]);
  const summed = new Set(nodes.filter((node) => moving.has(node) && isSumOfRows(node)).map((node) => node.inputs[0]));
  /** What the rows that are summed are multiplied by, too. */
  const partners = new Map(nodes.filter((node) => isByKnown(node, true) && summed.has(node.inputs[1])).map((node) => [node.inputs[1], node.inputs[0]]));
  const together = (x: Tensor, a: Tensor): Tensor => once(`${x.id} ${a.id}`, () => times(beside(x), a, { transposeA: true }));
  const sums = sumsOf(nodes, outputs, moving);
  const now = new Map<Tensor, Tensor>();
  return rewrite(outputs, (node, original) => {
    const partner = partners.get(original.inputs[is(original, 'sum') ? 0 : 1]);
    let result = node;
    if (partner && isSumOfRows(original)) {
      const both = together(partner, node.inputs[0]);
      result = reshape(sliceBlock(both, [both.shape[0] - 1, 0], both.shape), node.shape);
    } else if (partner && isMatrixProduct(original, true) && original.inputs[0] === partner) {
      result = sliceBlock(together(partner, node.inputs[1]), [0, 0], node.shape);
    } else if (sums.has(original)) {
      result = shifted(original, sums.get(original) as Tensor[], (of) => isByKnown(of, false), beside, (before) => now.get(before) as Tensor) ?? node;
    }
    now.set(original, result);
    return result;
  });
}

/** Sums of tensors that move, and what they are sums of: of sums that only another reads the last. */
function sumsOf(nodes: readonly Tensor[], outputs: readonly Tensor[], moving: ReadonlySet<Tensor>): Map<Tensor, Tensor[]> {
  const readers = countReaders(outputs);
  const isSum = (node: Tensor): boolean => is(node, 'add') && node.rank === 2 && node.shape[0] > 1 && moving.has(node);
  const sums = new Map<Tensor, Tensor[]>();
  for (const node of nodes) {
    if (!isSum(node)) continue;
    const summands = node.inputs.flatMap((input) => {
      const own = readers.get(input) === 1 && sameShape(input.shape, node.shape) ? sums.get(input) : undefined;
      return own ?? [input];
    });
    if (summands.length > mostSummands) continue;
    for (const input of node.inputs) if (readers.get(input) === 1 && sameShape(input.shape, node.shape)) sums.delete(input);
    sums.set(node, summands);
  }
  return sums;
}

/** A sum of s x a, s b and others as s [x 1] [a; b] and the others. */
function shifted(sum: Tensor, summands: readonly Tensor[], isByKnown: (of: Tensor) => boolean, beside: (x: Tensor) => Tensor, now: (before: Tensor) => Tensor): Tensor | undefined {
  const columns = sum.shape[1];
  const terms = summands.map(unscaled);
  const row = terms.find(({ whole }) => whole.size === columns && whole.shape[whole.rank - 1] === columns);
  const rows = terms.find(({ of, by }) => sameShape(of.shape, sum.shape) && isByKnown(of) && by === row?.by);
  if (!row || !rows) return undefined;
  const [x, a] = rows.of.inputs;
  const both = times(beside(x), concat([now(a), reshape(now(row.of), [1, columns])], 0));
  const scaled = rows.by ? mul(both, reshape(rows.by, [])) : both;
  return terms.filter((term) => term !== row && term !== rows).reduce((total, { whole }) => add(total, now(whole)), scaled);
}

/** What is multiplied by a tensor of one element, if it is. */
function unscaled(whole: Tensor): { whole: Tensor; of: Tensor; by?: Tensor } {
  const inner = is(whole, 'reshape') ? whole.inputs[0] : whole;
  return is(inner, 'mul') && inner.inputs[1].size === 1 && inner.size > 1 ? { whole, of: inner.inputs[0], by: inner.inputs[1] } : { whole, of: whole };
}

function isBesideOnes(node: Tensor): boolean {
  return is(node, 'concat') && node.rank === 2 && node.inputs.length === 2 && attributesOf<{ axis: number }>(node).axis === 1 && node.inputs[1].shape[1] === 1 && uniformValue(node.inputs[1]) === 1;
}
