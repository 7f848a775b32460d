import { allocate, type DType, type Storage } from '../graph/dtype.js';
import type { NdArray } from '../graph/ndarray.js';
import { formatShape, sizeOf } from '../graph/shape.js';

/** What a .safetensors file holds: arrays by name, and strings about them. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, NdArray>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Thrown where bytes are not a .safetensors file that this library can read. */
export class SafetensorsError extends Error {
  override name = 'SafetensorsError';
}

const names: Record<DType, string> = { float32: 'F32', int32: 'I32', bool: 'BOOL' };
const widths: Record<DType, number> = { float32: 4, int32: 4, bool: 1 };
const largestHeader = 100_000_000;

/** The bytes of a .safetensors file: header length (8 bytes, little-endian), JSON header, data. Equal input gives equal bytes. */
export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  // Wide elements first, so that each array starts at a multiple of its own width.
  const entries = [...tensors].sort(([, a], [, b]) => widths[b.dtype] - widths[a.dtype]);
  const header: [string, unknown][] = [['__metadata__', metadata]];
  let end = 0;
  for (const [name, { dtype, shape }] of entries) {
    const start = end;
    end += sizeOf(shape) * widths[dtype];
    header.push([name, { dtype: names[dtype], shape, data_offsets: [start, end] }]);
  }
  let json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const padded = Math.ceil(json.length / 8) * 8;
  json = new TextEncoder().encode(new TextDecoder().decode(json) + ' '.repeat(padded - json.length));

  const bytes = new Uint8Array(8 + padded + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(json, 8);
  let offset = 8 + padded;
  for (const [, { data, dtype }] of entries) {
    const stored = ofWidth(data, dtype);
    bytes.set(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), offset);
    offset += stored.byteLength;
  }
  return bytes;
}

/**
 * Reads a .safetensors file. Only F32, I32 and BOOL are known.
 * @throws SafetensorsError, saying what is wrong, where the bytes are cut short or are not such a file.
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
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
  const tensors = new Map(placed.map(({ name, dtype, shape, start, end }) => [name, read(data.subarray(start, end), dtype, shape)]));
  return { tensors, metadata: metadata as Record<string, string> };
}

interface Placed {
  readonly name: string;
  readonly dtype: DType;
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
  const known = (Object.keys(names) as DType[]).find((candidate) => names[candidate] === dtype);
  if (!known) throw new SafetensorsError(`${name} has the dtype ${JSON.stringify(dtype)}; only F32, I32 and BOOL can be read.`);
  if (!isNaturals(shape)) throw new SafetensorsError(`${name} has the shape ${JSON.stringify(shape)}; a list of whole numbers is needed.`);
  if (!isNaturals(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    throw new SafetensorsError(`${name} has the offsets ${JSON.stringify(offsets)}; a start and an end are needed.`);
  }
  const [start, end] = offsets;
  const needed = sizeOf(shape) * widths[known];
  if (end - start !== needed) {
    throw new SafetensorsError(`${name}, ${dtype}${formatShape(shape)}, needs ${needed} bytes, but its offsets ${start} to ${end} span ${end - start}.`);
  }
  return { name, dtype: known, shape, start, end };
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
function read(bytes: Uint8Array, dtype: DType, shape: readonly number[]): NdArray {
  const data = allocate(dtype, sizeOf(shape));
  new Uint8Array(data.buffer).set(bytes);
  return { data, shape: [...shape], dtype };
}

function ofWidth(data: Storage, dtype: DType): Storage {
  return data instanceof Float64Array ? (allocate(dtype, data.length).constructor as Float32ArrayConstructor).from(data) : data;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNaturals(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => Number.isSafeInteger(entry) && entry >= 0);
}
