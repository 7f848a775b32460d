import { add, div, expandDims, matmul, maximum, mul, oneHot, ShapeError, sum, transpose, type Tensor } from '../graph/index.js';
import type { Examples } from '../tasks/index.js';

/** Of each class, the sum of its features (W, D) and the number of its examples (W): what a mean is made of, and more examples add to. */
export interface ClassSums {
  readonly sums: Tensor;
  readonly counts: Tensor;
}

/** The labels as rows (N, W) of a one; rows that do not count are zero. */
export function labelRows({ y, mask }: Pick<Examples, 'y' | 'mask'>, ways: number): Tensor {
  if (y.dtype !== 'int32' || y.rank !== 1) throw new ShapeError('classes of the support set', [y], 'this algorithm compares classes: give labels, int32 (N).');
  const rows = oneHot(y, ways);
  return mask ? mul(rows, expandDims(mask, 1)) : rows;
}

/** The sums over the rows of each class of features (N, D). */
export function classSums(features: Tensor, examples: Pick<Examples, 'y' | 'mask'>, ways: number): ClassSums {
  const labels = labelRows(examples, ways);
  return { sums: matmul(transpose(labels), features), counts: sum(labels, 0) };
}

/** The sums over the examples of both. */
export function addSums(a: ClassSums, b: ClassSums): ClassSums {
  return { sums: add(a.sums, b.sums), counts: add(a.counts, b.counts) };
}

/** The mean of each class (W, D); zeros for a class without examples. */
export function classMeans({ sums, counts }: ClassSums): Tensor {
  return div(sums, expandDims(maximum(counts, 1), 1));
}

/** @throws RangeError where `ways` is no number of classes. */
export function requireWays(ways: number): void {
  if (!Number.isInteger(ways) || ways < 2) throw new RangeError(`ways must be a whole number of at least 2, got ${ways}.`);
}
