import { allocateWide } from '../dtype.js';
import { ShapeError } from '../errors.js';
import type { NdArray } from '../ndarray.js';
import type { Primitive } from '../primitive.js';
import { sizeOf } from '../shape.js';
import { apply, type Tensor } from '../tensor.js';
import { add, div, neg, sub } from './arithmetic.js';
import { lift, type TensorLike } from './leaves.js';
import { swapAxes } from './layout.js';
import { matmul } from './matmul.js';
import { concat, sliceBlock } from './window.js';

/** The inverse of a symmetric positive definite matrix; d(inv A) = -inv(A) dA inv(A). */
export const inversePrimitive: Primitive<null> = {
  name: 'inverse',
  infer([x]) {
    const [rows, columns] = x.shape.slice(-2);
    if (x.dtype !== 'float32' || x.shape.length < 2 || rows !== columns) throw new ShapeError('inverse', [x], 'it takes float32 square matrices.');
    return x;
  },
  vjp(cotangent, node) {
    const transposed = swapAxes(node as Tensor, -1, -2);
    return [neg(matmul(transposed, matmul(cotangent, transposed)))];
  },
  batch: ([x]) => apply(inversePrimitive, [x], null),
  evaluate: ([x]) => invertDirectly(x),
  expand: ([x]) => invertByBlocks(x),
};

/** Schur complements, halving down to single elements: exact, of products and few divisions, and no pivots are needed. */
function invertByBlocks(x: Tensor): Tensor {
  const size = x.shape[x.rank - 1];
  if (size === 0) return x;
  if (size === 1) return div(1, x);
  const half = size >> 1;
  const batch = x.shape.slice(0, -2);
  const block = (top: number, left: number, bottom: number, right: number) => sliceBlock(x, [...batch.map(() => 0), top, left], [...batch, bottom, right]);
  const a = invertByBlocks(block(0, 0, half, half));
  const upper = matmul(a, block(0, half, half, size));
  const lower = matmul(block(half, 0, size, half), a);
  const rest = invertByBlocks(sub(block(half, half, size, size), matmul(block(half, 0, size, half), upper)));
  const upperRest = matmul(upper, rest);
  const top = concat([add(a, matmul(upperRest, lower)), neg(upperRest)], -1);
  return concat([top, concat([neg(matmul(rest, lower)), rest], -1)], -2);
}

/** Gauss-Jordan elimination with partial pivots, for the interpreter. */
function invertDirectly(x: NdArray): NdArray {
  const size = x.shape[x.shape.length - 1];
  const data = allocateWide('float32', x.data.length);
  for (let start = 0; start < sizeOf(x.shape); start += size * size) {
    const rows = Array.from({ length: size }, (_, i) => Float64Array.from({ length: 2 * size }, (_, j) => (j < size ? x.data[start + i * size + j] : Number(j - size === i))));
    for (let k = 0; k < size; k++) {
      let pivot = k;
      for (let i = k + 1; i < size; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
      [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
      const scale = 1 / rows[k][k];
      rows[k] = rows[k].map((value) => value * scale);
      for (let i = 0; i < size; i++) {
        const factor = rows[i][k];
        if (i !== k && factor !== 0) for (let j = 0; j < 2 * size; j++) rows[i][j] -= factor * rows[k][j];
      }
    }
    rows.forEach((row, i) => data.set(row.subarray(size), start + i * size));
  }
  return { data, shape: x.shape, dtype: 'float32' };
}

/** The inverses of small symmetric positive definite matrices (..., N, N), N up to about 100. */
export function inverse(x: TensorLike): Tensor { return apply(inversePrimitive, [lift(x)], null); }

/** The solution z of a z = b, for small symmetric positive definite a (..., N, N) and b (..., N, K). */
export function solve(a: TensorLike, b: TensorLike): Tensor { return matmul(inverse(a), b); }
