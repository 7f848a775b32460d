import { allocate, type DType, type Storage } from './dtype.js';
import { formatShape, shapeFault, sizeOf, type Shape } from './shape.js';

/** Data on the host: a typed array and its row-major shape. What goes into and comes out of compiled functions. */
export interface NdArray {
  readonly data: Storage;
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Numbers nested to any depth, all rows of one level equally long. */
export type Nested = number | boolean | readonly Nested[];

/**
 * A host array from nested numbers, or from a typed array and a shape (default: one axis).
 *
 * The dtype defaults to that of the typed array, `bool` of a Uint8Array; nested booleans give `bool`, other numbers `float32`.
 * @throws RangeError where rows differ in length, the shape does not hold the data or bytes that are to be bool are neither 0 nor 1; TypeError where values are no numbers.
 */
export function ndarray(values: Nested | Storage, shape?: Shape, dtype?: DType): NdArray {
  if (ArrayBuffer.isView(values)) return fromTyped(values as Storage, shape ?? [(values as Storage).length], dtype);
  const found: number[] = [];
  for (let level: Nested = values; Array.isArray(level); level = level[0]) {
    found.push(level.length);
    if (level.length === 0) break;
  }
  const flat: (number | boolean)[] = [];
  flatten(values, found, 0, flat);
  const kind = dtype ?? (typeof flat[0] === 'boolean' ? 'bool' : 'float32');
  const data = allocate(kind, flat.length);
  for (let i = 0; i < flat.length; i++) data[i] = kind === 'bool' ? Number(Number(flat[i]) !== 0) : Number(flat[i]);
  return fromTyped(data, shape ?? found, kind);
}

const kinds = ['Float32Array', 'Float64Array', 'Int32Array', 'Uint8Array'];

function fromTyped(data: Storage, shape: Shape, dtype?: DType): NdArray {
  const fault = shapeFault(shape);
  if (fault) throw new RangeError(fault);
  if (sizeOf(shape) !== data.length) {
    throw new RangeError(`An array of shape ${formatShape(shape)} has ${sizeOf(shape)} elements, but ${data.length} were given.`);
  }
  const held = data[Symbol.toStringTag] as string;
  if (!kinds.includes(held)) throw new TypeError(`Host arrays are made of a Float32Array, Float64Array, Int32Array or Uint8Array, got ${held}; convert it, as in Float32Array.from(values).`);
  const own: DType = data instanceof Int32Array ? 'int32' : data instanceof Uint8Array ? 'bool' : 'float32';
  if (own === 'bool' && dtype === undefined) requireBits(data as Uint8Array);
  if (dtype === undefined || (dtype === own && own !== 'bool')) return { data, shape: [...shape], dtype: own };
  const converted = allocate(dtype, data.length);
  for (let i = 0; i < data.length; i++) converted[i] = dtype === 'bool' ? Number(data[i] !== 0) : data[i];
  return { data: converted, shape: [...shape], dtype };
}

/** The runtime's operations on bool know no other bytes than 0 and 1: each makes something else of those of an image. */
function requireBits(bytes: Uint8Array): void {
  const at = bytes.findIndex((byte) => byte > 1);
  if (at >= 0) throw new RangeError(`A Uint8Array is taken as bool, zeros and ones, and this one has ${bytes[at]} at ${at}. For numbers give the dtype: ndarray(bytes, shape, 'float32').`);
}

function flatten(value: Nested, shape: readonly number[], depth: number, into: (number | boolean)[]): void {
  if (!Array.isArray(value)) {
    if (depth !== shape.length) throw new RangeError(`Rows differ in depth: a number stands at depth ${depth} where others are ${shape.length} deep.`);
    if (typeof value !== 'number' && typeof value !== 'boolean') throw new TypeError(`Expected numbers or booleans, nested in lists or in a typed array, got ${value === null ? 'null' : typeof value}.`);
    into.push(value);
    return;
  }
  if (value.length !== shape[depth]) {
    throw new RangeError(`Rows differ in length: one has ${value.length} entries at depth ${depth} where the first has ${shape[depth] ?? 'a number'}.`);
  }
  for (const entry of value) flatten(entry, shape, depth + 1, into);
}

/** The array as nested lists, for printing and comparing. */
export function toNested(array: NdArray): Nested {
  const build = (depth: number, offset: number, stride: number): Nested => {
    if (depth === array.shape.length) return array.dtype === 'bool' ? array.data[offset] !== 0 : array.data[offset];
    const step = stride / array.shape[depth];
    return Array.from({ length: array.shape[depth] }, (_, i) => build(depth + 1, offset + i * step, step));
  };
  return build(0, 0, array.data.length);
}

export function isNdArray(value: unknown): value is NdArray {
  return typeof value === 'object' && value !== null && 'data' in value && 'shape' in value && 'dtype' in value && ArrayBuffer.isView((value as NdArray).data);
}
