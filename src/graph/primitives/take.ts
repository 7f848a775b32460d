import { allocateWide } from '../dtype.js';
import { ShapeError } from '../errors.js';
import { ndarray } from '../ndarray.js';
import type { Emitter, Primitive } from '../primitive.js';
import { sizeOf } from '../shape.js';
import { apply, type Tensor } from '../tensor.js';
import { add } from './arithmetic.js';
import { broadcastTo, reshape } from './layout.js';
import { lift } from './leaves.js';

/** Rows by data: index tensors of any shape into axis 0. */
export const takePrimitive: Primitive<null> = {
  name: 'take',
  infer(inputs) {
    const [x, indices] = inputs;
    if (indices.dtype !== 'int32' || x.shape.length === 0) throw new ShapeError('take', inputs, 'it takes a tensor with at least one axis and int32 indices.');
    return { shape: [...indices.shape, ...x.shape.slice(1)], dtype: x.dtype };
  },
  vjp: (cotangent, node) => [apply(scatterAddPrimitive, [node.inputs[1], cotangent], { rows: node.inputs[0].shape[0] }), null],
  batch([x, indices], [xBatched, indicesBatched], _, size) {
    if (!xBatched) return apply(takePrimitive, [x, indices], null);
    const [, rows, ...rest] = x.shape;
    return apply(takePrimitive, [reshape(x, [size * rows, ...rest]), inOneTable(indices, indicesBatched, rows, size)], null);
  },
  evaluate([x, indices], node) {
    const inner = sizeOf(x.shape.slice(1));
    const data = allocateWide(x.dtype, sizeOf(node.shape));
    for (let i = 0; i < indices.data.length; i++) {
      const row = rowAt('take', indices.data[i], x.shape[0]);
      for (let k = 0; k < inner; k++) data[i * inner + k] = x.data[row * inner + k];
    }
    return { data, shape: node.shape, dtype: x.dtype };
  },
  lower: (emit, inputs) => emit.node('Gather', inputs, { axis: 0 }),
};

/** The transpose of `take`: zeros of so many rows, to which each update is added at its index, in the order of the updates. */
export const scatterAddPrimitive: Primitive<{ readonly rows: number }> = {
  name: 'scatterAdd',
  infer(inputs, { rows }) {
    const [indices, updates] = inputs;
    if (indices.dtype !== 'int32' || updates.dtype === 'bool') throw new ShapeError('scatterAdd', inputs, 'it takes int32 indices, and updates that can be added.');
    if (indices.shape.some((length, axis) => length !== updates.shape[axis])) throw new ShapeError('scatterAdd', inputs, 'the updates must begin with the shape of the indices.');
    return { shape: [rows, ...updates.shape.slice(indices.shape.length)], dtype: updates.dtype };
  },
  vjp: (cotangent, node) => [null, apply(takePrimitive, [cotangent, node.inputs[0]], null)],
  batch([indices, updates], [indicesBatched, updatesBatched], node, size) {
    const { rows } = node.attributes;
    const own = updatesBatched ? updates : broadcastTo(updates, [size, ...updates.shape]);
    const all = apply(scatterAddPrimitive, [inOneTable(indices, indicesBatched, rows, size), own], { rows: size * rows });
    return reshape(all, [size, ...node.shape]);
  },
  evaluate([indices, updates], node) {
    const inner = sizeOf(node.shape.slice(1));
    const data = allocateWide(node.dtype, sizeOf(node.shape));
    for (let i = 0; i < indices.data.length; i++) {
      const row = rowAt('scatterAdd', indices.data[i], node.shape[0]);
      for (let k = 0; k < inner; k++) data[row * inner + k] += updates.data[i * inner + k];
    }
    return { data, shape: node.shape, dtype: node.dtype };
  },
  lower: lowerScatterAdd,
};

/** Of many tables each is its own stretch of one long table: its indices begin where it begins. */
function inOneTable(indices: Tensor, batched: boolean, rows: number, size: number): Tensor {
  const own = batched ? indices : broadcastTo(indices, [size, ...indices.shape]);
  const starts = Int32Array.from({ length: size }, (_, t) => t * rows);
  return add(own, lift(ndarray(starts, [size, ...own.shape.slice(1).map(() => 1)])));
}

function rowAt(operation: string, index: number, rows: number): number {
  if (index < 0 || index >= rows) throw new RangeError(`${operation}: index ${index} is outside of 0 to ${rows - 1}.`);
  return index;
}

/**
 * ScatterND adds whole rows, and several threads of it lose updates of one row to each other. ScatterElements works element by element, eight times as long,
 * but always in order: both give the same bits.
 */
function lowerScatterAdd(emit: Emitter, [indices, updates]: readonly string[], node: Tensor<{ readonly rows: number }>): string {
  const count = node.inputs[0].size;
  const inner = sizeOf(node.shape.slice(1));
  const zero = emit.constant({ data: node.dtype === 'int32' ? Int32Array.of(0) : Float32Array.of(0), shape: [1], dtype: node.dtype });
  const zeros = emit.node('Expand', [zero, emit.integers([node.shape[0], inner])]);
  const rows = emit.node('Reshape', [updates, emit.integers([count, inner])]);
  const column = emit.node('Reshape', [indices, emit.integers([count, 1])]);
  const sums = emit.serial
    ? emit.node('ScatterND', [zeros, emit.node('Cast', [column], { to: 7 }), rows], { reduction: 'add' })
    : emit.node('ScatterElements', [zeros, emit.node('Expand', [column, emit.integers([count, inner])]), rows], { axis: 0, reduction: 'add' });
  return emit.node('Reshape', [sums, emit.integers(node.shape)]);
}
