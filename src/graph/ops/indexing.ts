import { axisOf } from '../axes.js';
import { allocate, type DType } from '../dtype.js';
import { ShapeError } from '../errors.js';
import { ndarray } from '../ndarray.js';
import { apply, Tensor } from '../tensor.js';
import { equal, greaterEqual, less, logicalAnd } from '../primitives/arithmetic.js';
import { gather } from '../primitives/gather.js';
import { constant, constantValue, lift, type TensorLike } from '../primitives/leaves.js';
import { expandDims, reshape, transpose } from '../primitives/layout.js';
import { cast, where } from '../primitives/select.js';
import { scatterAddPrimitive, takePrimitive } from '../primitives/take.js';
import { within } from '../primitives/within.js';
import { concat, full, padBlock, sliceBlock } from '../primitives/window.js';

/** 0, 1, ... count - 1 as int32. @throws RangeError where `count` is no whole number of at least 0. */
export function arange(count: number): Tensor {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`arange counts to a whole number of at least 0, got ${count}.`);
  return constant(ndarray(Int32Array.from({ length: count }, (_, i) => i)));
}

/** The unit matrix. */
export function eye(size: number): Tensor {
  const data = allocate('float32', size * size);
  for (let i = 0; i < size; i++) data[i * (size + 1)] = 1;
  return constant(ndarray(data, [size, size]));
}

export function zerosLike(x: TensorLike): Tensor { const value = lift(x); return full(value.shape, 0, value.dtype); }
export function onesLike(x: TensorLike): Tensor { const value = lift(x); return full(value.shape, 1, value.dtype); }

/** One where the class is, zero elsewhere, on a new last axis of length `depth`; all zero for indices outside. */
export function oneHot(indices: TensorLike, depth: number, dtype: DType = 'float32'): Tensor {
  return cast(equal(expandDims(indices, -1), arange(depth)), dtype);
}

export type TakeIndices = TensorLike | readonly number[];

/** The rows (or whatever lies along `axis`) at the given int32 indices, 0 to length - 1. Those of a list are checked here, those by data when the program runs: then it ends in a RangeError. */
export function take(x: TensorLike, indices: TakeIndices, axis = 0): Tensor {
  const value = lift(x);
  const at = axisOf('take', value, axis);
  const known = indices instanceof Tensor && indices.dtype === 'int32' ? constantValue(indices)?.data : Array.isArray(indices) ? indices : undefined;
  const list = known as ArrayLike<number> | undefined;
  if (list) {
    const length = value.shape[at];
    const outside = Array.from(list).find((index) => !Number.isInteger(index) || index < 0 || index >= length);
    if (outside !== undefined) throw new ShapeError('take', [value], `there is no index ${outside} along axis ${axis}; indices are whole numbers from 0 to ${length - 1}.`);
    const shape = indices instanceof Tensor ? indices.shape : [list.length];
    const table = Int32Array.from(list);
    if (mostOften(table, length) <= mostGathers) return reshape(gather(value, table, at), [...value.shape.slice(0, at), ...shape, ...value.shape.slice(at + 1)]);
    return takeByData(value, constant(ndarray(table, shape)), at);
  }
  return takeByData(value, lift(indices as TensorLike), at);
}

/** The derivative of a gather by a table has one gather for each time that an index repeats; of more than these one scatter is less. */
const mostGathers = 16;

/** How often the most frequent of the indices stands in a table. */
function mostOften(table: Int32Array, length: number): number {
  const counts = new Int32Array(length);
  for (const index of table) counts[index]++;
  return counts.reduce((most, count) => Math.max(most, count), 0);
}

function takeByData(value: Tensor, indices: Tensor, at: number): Tensor {
  const found = constantValue(indices) ? indices : within(indices, value.shape[at]);
  if (at === 0) return apply(takePrimitive, [value, found], null);
  const front = [at, ...value.shape.map((_, i) => i).filter((i) => i !== at)];
  const taken = apply(takePrimitive, [transpose(value, front), found], null);
  const back = [...front.slice(1, at + 1).map((_, i) => found.rank + i), ...found.shape.map((_, i) => i), ...front.slice(at + 1).map((_, i) => found.rank + at + i)];
  return transpose(taken, back);
}

/** Zeros of `rows` rows to which each update is added at its int32 index: the transpose of `take`. Updates at indices outside are dropped. */
export function scatterAdd(indices: TensorLike, updates: TensorLike, rows: number): Tensor {
  const index = lift(indices);
  const values = lift(updates);
  // What does not fit is refused here, not by the masking.
  scatterAddPrimitive.infer([index, values], { rows });
  const inside = logicalAnd(greaterEqual(index, 0), less(index, rows));
  const kept = where(reshape(inside, [...index.shape, ...values.shape.slice(index.rank).map(() => 1)]), values, 0);
  return apply(scatterAddPrimitive, [where(inside, index, 0), kept], { rows });
}

/** For one axis: [start, end, step], counted from the end where negative; null is the whole axis. */
export type SliceRange = readonly [start: number | null, end?: number | null, step?: number] | null;

/** NumPy's basic slicing, with a positive or negative step: `slice(x, [null, [0, 10, 2]])` is `x[:, 0:10:2]`. */
export function slice(x: TensorLike, ranges: readonly SliceRange[]): Tensor {
  const value = lift(x);
  if (ranges.length > value.rank) throw new ShapeError('slice', [value], `${ranges.length} ranges were given for ${value.rank} axes.`);
  const starts = value.shape.map(() => 0);
  const ends = [...value.shape];
  const steps: [axis: number, table: Int32Array][] = [];
  ranges.forEach((range, axis) => {
    if (!range) return;
    const length = value.shape[axis];
    const [, , step = 1] = range;
    if (step === 0 || !Number.isInteger(step)) throw new ShapeError('slice', [value], `the step ${step} of axis ${axis} must be a whole number other than 0.`);
    if (range.slice(0, 2).some((end) => end !== null && end !== undefined && !Number.isInteger(end))) throw new ShapeError('slice', [value], `the range ${JSON.stringify(range)} of axis ${axis} must begin and end at whole numbers.`);
    const bound = (given: number | null | undefined, otherwise: number) => (given === null || given === undefined ? otherwise : Math.min(step > 0 ? length : length - 1, Math.max(step > 0 ? 0 : -1, given < 0 ? given + length : given)));
    const start = bound(range[0], step > 0 ? 0 : length - 1);
    const end = bound(range[1], step > 0 ? length : -1);
    if (step * (end - start) <= 0) throw new ShapeError('slice', [value], `the range ${JSON.stringify(range)} of axis ${axis} is empty.`);
    if (step === 1) [starts[axis], ends[axis]] = [start, end];
    else steps.push([axis, Int32Array.from({ length: Math.ceil((end - start) / step) }, (_, i) => start + i * step)]);
  });
  return steps.reduce((block, [axis, table]) => gather(block, table, axis), sliceBlock(value, starts, ends));
}

/** Equal parts, or parts of the given lengths, along an axis. */
export function split(x: TensorLike, sections: number | readonly number[], axis = 0): Tensor[] {
  const value = lift(x);
  const at = axisOf('split', value, axis);
  const lengths = typeof sections === 'number' ? new Array<number>(sections).fill(value.shape[at] / sections) : sections;
  if (lengths.some((length) => !Number.isInteger(length)) || lengths.reduce((a, b) => a + b, 0) !== value.shape[at]) {
    throw new ShapeError('split', [value], `axis ${axis} of length ${value.shape[at]} does not divide into ${JSON.stringify(sections)}.`);
  }
  let start = 0;
  return lengths.map((length) => {
    const from = start;
    start += length;
    return sliceBlock(value, value.shape.map((_, i) => (i === at ? from : 0)), value.shape.map((own, i) => (i === at ? from + length : own)));
  });
}

/** `value` around a tensor: [before, after] for each axis. */
export function pad(x: TensorLike, widths: readonly (readonly [number, number])[], value = 0): Tensor {
  const inner = lift(x);
  const low = widths.map(([before]) => before);
  const high = widths.map(([, after]) => after);
  const padded = padBlock(inner, low, high);
  if (value === 0) return padded;
  return where(equal(padBlock(full(inner.shape, 1, 'int32'), low, high), 1), padded, value);
}

/** The tensors along a new axis. */
export function stack(list: readonly TensorLike[], axis = 0): Tensor {
  return concat(list.map((x) => expandDims(x, axis)), axis);
}
