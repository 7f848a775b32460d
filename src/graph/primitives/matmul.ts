import { allocateWide } from '../dtype.js';
import { ShapeError } from '../errors.js';
import type { NdArray } from '../ndarray.js';
import type { Emitter, Primitive } from '../primitive.js';
import { broadcastShapes, sizeOf, type Shape } from '../shape.js';
import { apply, type Tensor } from '../tensor.js';
import { alignBatched, broadcastOffsets, unbroadcast } from './elementwise.js';
import { lift, type TensorLike } from './leaves.js';
import { asRows, reshape } from './layout.js';

/** Which operands are used transposed, and a factor on the product. */
export interface Product {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly factor: number;
}

const plain: Product = { transposeA: false, transposeB: false, factor: 1 };

export const matmulPrimitive: Primitive<Product> = {
  name: 'matmul',
  infer(inputs, attributes) {
    const [a, b] = inputs;
    if (a.dtype !== 'float32' || b.dtype !== 'float32') throw new ShapeError('matmul', inputs, 'both must be float32; convert with cast(x, "float32").');
    if (a.shape.length < 2 || b.shape.length < 2) throw new ShapeError('matmul', inputs, 'both need at least two axes here.');
    const [rows, inner] = lastTwo(a.shape, attributes.transposeA);
    const [inner2, columns] = lastTwo(b.shape, attributes.transposeB);
    const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
    if (inner !== inner2) throw new ShapeError('matmul', inputs, `the inner lengths ${inner} and ${inner2} must be equal.`);
    if (!batch) throw new ShapeError('matmul', inputs, 'the leading axes do not broadcast.');
    return { shape: [...batch, rows, columns], dtype: 'float32' };
  },
  vjp(cotangent, node, needed) {
    const [a, b] = node.inputs;
    const { transposeA, transposeB, factor } = node.attributes;
    const forA = () => (transposeA ? product(b, cotangent, transposeB, true, factor) : product(cotangent, b, false, !transposeB, factor));
    const forB = () => {
      if (b.rank === 2 && a.rank > 2 && !transposeA) {
        // A weight shared by all of the batch: one product over all rows instead of a sum of products.
        return transposeB ? product(asRows(cotangent), asRows(a), true, false, factor) : product(asRows(a), asRows(cotangent), true, false, factor);
      }
      return transposeB ? product(cotangent, a, true, transposeA, factor) : product(a, cotangent, !transposeA, false, factor);
    };
    return [needed[0] ? unbroadcast(forA(), a.shape) : null, needed[1] ? unbroadcast(forB(), b.shape) : null];
  },
  batch(inputs, batched, node) {
    const [a, b] = alignBatched(inputs, batched);
    return apply(matmulPrimitive, [a, b], node.attributes);
  },
  evaluate,
  lower(emit, [a, b], node) {
    const { transposeA, transposeB, factor } = node.attributes;
    if (!transposeA && !transposeB && factor === 1) return emit.node('MatMul', [a, b]);
    if (node.inputs[0].rank === 2 && node.inputs[1].rank === 2) {
      return emit.node('Gemm', [a, b], { transA: Number(transposeA), transB: Number(transposeB), alpha: { float: factor } });
    }
    if (!emit.portable) return emit.node('FusedMatMul', [a, b], { transA: Number(transposeA), transB: Number(transposeB), alpha: { float: factor } }, 'com.microsoft');
    return lowerPortably(emit, a, b, node);
  },
};

function lowerPortably(emit: Emitter, a: string, b: string, node: Tensor<Product>): string {
  const swapped = (name: string, rank: number) => emit.node('Transpose', [name], { perm: [...Array(rank - 2).keys(), rank - 1, rank - 2] });
  const { transposeA, transposeB, factor } = node.attributes;
  const left = transposeA ? swapped(a, node.inputs[0].rank) : a;
  const right = transposeB ? swapped(b, node.inputs[1].rank) : b;
  const result = emit.node('MatMul', [left, right]);
  return factor === 1 ? result : emit.node('Mul', [result, emit.constant({ data: Float32Array.of(factor), shape: [], dtype: 'float32' })]);
}

function lastTwo(shape: Shape, transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2);
  return transposed ? [columns, rows] : [rows, columns];
}

function product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean, factor: number): Tensor {
  return apply(matmulPrimitive, [a, b], { transposeA, transposeB, factor });
}


function evaluate([a, b]: readonly NdArray[], node: Tensor<Product>): NdArray {
  const { transposeA, transposeB, factor } = node.attributes;
  const [rows, columns] = node.shape.slice(-2);
  const [, inner] = lastTwo(a.shape, transposeA);
  const batch = node.shape.slice(0, -2);
  const fromA = broadcastOffsets(a.shape.slice(0, -2), batch);
  const fromB = broadcastOffsets(b.shape.slice(0, -2), batch);
  const [rowA, innerA] = transposeA ? [1, rows] : [inner, 1];
  const [innerB, columnB] = transposeB ? [1, inner] : [columns, 1];
  const data = allocateWide('float32', sizeOf(node.shape));
  let at = 0;
  for (let t = 0; t < fromA.length; t++) {
    const startA = fromA[t] * rows * inner;
    const startB = fromB[t] * inner * columns;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let total = 0;
        for (let k = 0; k < inner; k++) total += a.data[startA + i * rowA + k * innerA] * b.data[startB + k * innerB + j * columnB];
        data[at++] = factor * total;
      }
    }
  }
  return { data, shape: node.shape, dtype: 'float32' };
}

/** The matrix product over the last two axes; leading axes broadcast, and vectors are taken as rows or columns, as in NumPy. */
export function matmul(a: TensorLike, b: TensorLike): Tensor {
  const left = lift(a);
  const right = lift(b);
  if (left.rank === 0 || right.rank === 0) throw new ShapeError('matmul', [left, right], 'neither may be a scalar; use mul.');
  const matrixA = left.rank === 1 ? reshape(left, [1, left.shape[0]]) : left;
  const matrixB = right.rank === 1 ? reshape(right, [right.shape[0], 1]) : right;
  const result = apply(matmulPrimitive, [matrixA, matrixB], plain);
  if (left.rank > 1 && right.rank > 1) return result;
  const shape = [...result.shape];
  if (right.rank === 1) shape.pop();
  if (left.rank === 1) shape.splice(right.rank === 1 ? shape.length - 1 : shape.length - 2, 1);
  return reshape(result, shape);
}
