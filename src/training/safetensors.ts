import { getFloat16, setFloat16 } from '@petamoriken/float16';
import { allocate, type DType, type Storage } from '../graph/dtype.js';
import type { NdArray } from '../graph/ndarray.js';
import { formatShape, sizeOf } from '../graph/shape.js';

/** What a .safetensors file holds: arrays by name, and strings about them. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, NdArray>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Which float32 arrays are stored in 16 bits; they are read as float32 again. */
  readonly half?: (name: string) => boolean;
}

/** Where an array stands in a .safetensors file: bytes from the file's beginning. */
export interface Place {
  readonly type: StoredType;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

/** Thrown where bytes are not a .safetensors file that this library can read. */
export class SafetensorsError extends Error {
  override name = 'SafetensorsError';
}

type StoredType = DType | 'float16';

const names: Record<StoredType, string> = { float32: 'F32', int32: 'I32', bool: 'BOOL', float16: 'F16' };
const widths: Record<StoredType, number> = { float32: 4, int32: 4, bool: 1, float16: 2 };
const largestHeader = 100_000_000;

/** The bytes of a .safetensors file: header length (8 bytes, little-endian), JSON header, data. Equal input gives equal bytes. */
export function encodeSafetensors({ tensors, metadata, half = () => false }: Safetensors): Uint8Array {
  const typeOf = (name: string, { dtype }: NdArray): StoredType => (dtype === 'float32' && half(name) ? 'float16' : dtype);
  // Wide elements first, so that each array starts at a multiple of its own width.
  const entries = [...tensors].map(([name, array]) => [name, array, typeOf(name, array)] as const).sort(([, , a], [, , b]) => widths[b] - widths[a]);
  const header: [string, unknown][] = [['__metadata__', metadata]];
  let end = 0;
  for (const [name, { shape }, type] of entries) {
    const start = end;
    end += sizeOf(shape) * widths[type];
    header.push([name, { dtype: names[type], shape, data_offsets: [start, end] }]);
  }
  let json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const padded = Math.ceil(json.length / 8) * 8;
  json = new TextEncoder().encode(new TextDecoder().decode(json) + ' '.repeat(padded - json.length));

  const bytes = new Uint8Array(8 + padded + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(json, 8);
  let offset = 8 + padded;
  for (const [, { data }, type] of entries) {
    const stored = ofType(data, type);
    bytes.set(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), offset);
    offset += stored.byteLength;
  }
  return bytes;
}

/**
 * Reads a .safetensors file. Only F32, F16, I32 and BOOL are known.
 * @throws SafetensorsError, saying what is wrong, where the bytes are cut short or are not such a file.
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { placed, data, metadata } = parse(bytes);
  return { tensors: new Map(placed.map(({ name, type, shape, start, end }) => [name, read(data.subarray(start, end), type, shape)])), metadata };
}

/** Where the arrays of a .safetensors file stand. @throws SafetensorsError as `decodeSafetensors`. */
export function placesOf(bytes: Uint8Array): ReadonlyMap<string, Place> {
  const { placed, data } = parse(bytes);
  const begin = data.byteOffset - bytes.byteOffset;
  return new Map(placed.map(({ name, type, shape, start, end }) => [name, { type, shape, offset: begin + start, length: end - start }]));
}

function parse(bytes: Uint8Array): { placed: readonly Placed[]; data: Uint8Array; metadata: Record<string, string> } {
  if (bytes.length < 8) throw new SafetensorsError(`A .safetensors file has at least 8 bytes, this one has ${bytes.length}: it was cut short.`);
  const declared = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (declared > BigInt(largestHeader)) throw new SafetensorsError(`The header claims ${declared} bytes, more than ${largestHeader}: this is not a .safetensors file.`);
  const length = Number(declared);
  if (8 + length > bytes.length) {
    throw new SafetensorsError(`The header claims ${length} bytes, but only ${bytes.length - 8} follow: the file was cut short or is not a .safetensors file.`);
  }
  const { __metadata__: metadata = {}, ...entries } = parseHeader(bytes.subarray(8, 8 + length));
  if (!isRecord(metadata) || Object.values(metadata).some((value) => typeof value !== 'string')) {
    throw new SafetensorsError('__metadata__ must map names to strings.');
  }
  const data = bytes.subarray(8 + length);
  const placed = Object.entries(entries).map(([name, entry]) => place(name, entry));
  checkLayout(placed, data.length);
  return { placed, data, metadata: metadata as Record<string, string> };
}

interface Placed {
  readonly name: string;
  readonly type: StoredType;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new SafetensorsError(`The header is not JSON: ${(error as Error).message}.`);
  }
  if (!isRecord(header)) throw new SafetensorsError('The header must be a JSON object that maps names to arrays.');
  return header;
}

function place(name: string, entry: unknown): Placed {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  const known = (Object.keys(names) as StoredType[]).find((candidate) => names[candidate] === dtype);
  if (!known) throw new SafetensorsError(`${name} has the dtype ${JSON.stringify(dtype)}; only F32, F16, I32 and BOOL can be read.`);
  if (!isNaturals(shape)) throw new SafetensorsError(`${name} has the shape ${JSON.stringify(shape)}; a list of whole numbers is needed.`);
  if (!isNaturals(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    throw new SafetensorsError(`${name} has the offsets ${JSON.stringify(offsets)}; a start and an end are needed.`);
  }
  const [start, end] = offsets;
  const needed = sizeOf(shape) * widths[known];
  if (end - start !== needed) {
    throw new SafetensorsError(`${name}, ${dtype}${formatShape(shape)}, needs ${needed} bytes, but its offsets ${start} to ${end} span ${end - start}.`);
  }
  return { name, type: known, shape, start, end };
}

/** The arrays must cover the data without holes and without overlaps. */
function checkLayout(placed: readonly Placed[], length: number): void {
  let covered = 0;
  for (const { name, start, end } of [...placed].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== covered) throw new SafetensorsError(`${name} starts at byte ${start} of the data, but the array before it ends at ${covered}.`);
    covered = end;
  }
  if (covered > length) throw new SafetensorsError(`The arrays need ${covered} bytes of data, but ${length} are there: the file was cut short.`);
  if (covered < length) throw new SafetensorsError(`The arrays cover ${covered} bytes of data, but ${length} are there.`);
}

/** A copy, because the file's bytes need not be aligned. */
function read(bytes: Uint8Array, type: StoredType, shape: readonly number[]): NdArray {
  if (type === 'float16') {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return { data: Float32Array.from({ length: sizeOf(shape) }, (_, i) => getFloat16(view, 2 * i, true)), shape: [...shape], dtype: 'float32' };
  }
  const data = allocate(type, sizeOf(shape));
  new Uint8Array(data.buffer).set(bytes);
  return { data, shape: [...shape], dtype: type };
}

function ofType(data: Storage, type: StoredType): Storage | DataView {
  if (type === 'float16') {
    const view = new DataView(new ArrayBuffer(2 * data.length));
    data.forEach((value: number, i: number) => setFloat16(view, 2 * i, value, true));
    return view;
  }
  return data instanceof Float64Array ? (allocate(type, data.length).constructor as Float32ArrayConstructor).from(data) : data;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNaturals(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => Number.isSafeInteger(entry) && entry >= 0);
}
