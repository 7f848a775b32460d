import { mul } from '../../graph/primitives/arithmetic.js';
import { reshape, transpose } from '../../graph/primitives/layout.js';
import { matmulPrimitive } from '../../graph/primitives/matmul.js';
import { sum } from '../../graph/primitives/reduce.js';
import { apply, type Tensor } from '../../graph/tensor.js';
import { isBetterAsProduct, sizeOfAll } from './costs.js';
import type { Index, Indexed } from './path.js';

/**
 * The product of two tensors, summed over the indices that both have and that are not kept. `free` stays as it lies where it can; `fixed`, which is worked out but once, is laid for it.
 */
export function contract(fixed: Indexed, free: Indexed, kept: ReadonlySet<Index>): Indexed {
  const shared = free.axes.filter((index) => fixed.axes.includes(index));
  const [along, summed] = [shared.filter((index) => kept.has(index)), shared.filter((index) => !kept.has(index))];
  const [ofFixed, ofFree] = [without(fixed.axes, shared), without(free.axes, shared)];
  const [p, m, n, k] = [along, ofFixed, ofFree, summed].map(sizeOfAll);
  if (summed.length > 0 && isBetterAsProduct(p, m, n, k)) return product(fixed, free, { along, summed, ofFixed, ofFree });
  // New axes come first: long rows are multiplied by long rows.
  const axes = [...ofFixed, ...free.axes];
  const spread = arrange(fixed, [...ofFixed, ...shared]);
  const rows = reshape(spread.tensor, axes.map((index) => (ofFree.includes(index) ? 1 : index.size)));
  return sumOver({ tensor: mul(rows, free.tensor), axes }, summed);
}

/** Summed over some of its indices. */
export function sumOver({ tensor, axes }: Indexed, summed: readonly Index[]): Indexed {
  if (summed.length === 0) return { tensor, axes };
  return { tensor: sum(tensor, summed.map((index) => axes.indexOf(index))), axes: without(axes, summed) };
}

/** The same with its axes in this order. */
export function arrange({ tensor, axes }: Indexed, order: readonly Index[]): Indexed {
  return order.every((index, axis) => index === axes[axis]) ? { tensor, axes } : { tensor: transpose(tensor, order.map((index) => axes.indexOf(index))), axes: order };
}

interface Roles { readonly along: readonly Index[]; readonly summed: readonly Index[]; readonly ofFixed: readonly Index[]; readonly ofFree: readonly Index[] }

/**
 * A product of matrices, one for each place of the indices in `along`. The larger operand is read as it lies, which to the runtime's kernel makes a difference of three times where the other is thin;
 * of a result from a thin one the longer side comes first.
 */
function product(fixed: Indexed, free: Indexed, { along, summed, ofFixed, ofFree }: Roles): Indexed {
  const longest = sizeOfAll(ofFixed) >= sizeOfAll(summed) ? [...along, ...ofFixed, ...summed] : [...along, ...summed, ...ofFixed];
  const isLarger = fixed.tensor.size > free.tensor.size;
  const laid = isLarger && !isSame(fixed.axes, [...along, ...ofFixed, ...summed]) && !isSame(fixed.axes, [...along, ...summed, ...ofFixed]) ? arrange(fixed, longest) : fixed;
  const isFirst = isLarger ? isSame(laid.axes, [...along, ...ofFixed, ...summed]) : sizeOfAll(ofFixed) >= sizeOfAll(ofFree);
  const operands = isFirst ? [matrices(laid, along, ofFixed, summed), matrices(free, along, summed, ofFree)] : [matrices(free, along, ofFree, summed), matrices(laid, along, summed, ofFixed)];
  const [transposeA, transposeB] = operands.map(({ transposed }) => transposed);
  const result = apply(matmulPrimitive, operands.map(({ tensor }) => tensor), { transposeA, transposeB, factor: 1 });
  const axes = isFirst ? [...along, ...ofFixed, ...ofFree] : [...along, ...ofFree, ...ofFixed];
  return { tensor: reshape(result, axes.map(({ size }) => size)), axes };
}

/** A tensor as matrices (along, rows, columns), or transposed if it lies that way. */
function matrices(x: Indexed, along: readonly Index[], rows: readonly Index[], columns: readonly Index[]): { tensor: Tensor; transposed: boolean } {
  const straight = [...along, ...rows, ...columns];
  const transposed = !isSame(x.axes, straight) && isSame(x.axes, [...along, ...columns, ...rows]);
  const { tensor } = transposed ? x : arrange(x, straight);
  const sides = transposed ? [columns, rows] : [rows, columns];
  return { tensor: reshape(tensor, [...(along.length > 0 ? [sizeOfAll(along)] : []), ...sides.map(sizeOfAll)]), transposed };
}

function isSame(a: readonly Index[], b: readonly Index[]): boolean {
  return a.every((index, axis) => index === b[axis]);
}

function without(axes: readonly Index[], some: readonly Index[]): Index[] {
  return axes.filter((index) => !some.includes(index));
}
