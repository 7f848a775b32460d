import { allocateWide } from '../dtype.js';
import { ShapeError } from '../errors.js';
import { ndarray } from '../ndarray.js';
import type { Primitive } from '../primitive.js';
import { sizeOf } from '../shape.js';
import { apply, type Tensor } from '../tensor.js';
import { add } from './arithmetic.js';
import { padBlock } from './window.js';

/** A constant table of positions along an axis; -1 stands for zeros. */
interface Table { readonly axis: number; readonly table: Int32Array }

/**
 * Copies along one axis by a constant table. Its transpose is a sum of gathers by the transposed tables, so
 * derivatives of any order need nothing else.
 */
export const gatherPrimitive: Primitive<Table> = {
  name: 'gather',
  infer([x], { axis, table }) {
    const length = x.shape[axis];
    const { least, most } = boundsOf(table);
    if (least < -1 || most >= length) throw new ShapeError('gather', [x], `an index is outside of 0 to ${length - 1}.`);
    return { shape: x.shape.map((own, i) => (i === axis ? table.length : own)), dtype: x.dtype };
  },
  vjp(cotangent, node) {
    const { axis, table } = node.attributes;
    const parts = transposedTables(table, node.inputs[0].shape[axis]).map((part) => gather(cotangent, part, axis));
    return [parts.reduce((total, part) => add(total, part))];
  },
  batch: ([x], _, node) => gather(x, node.attributes.table, node.attributes.axis + 1),
  evaluate([x], node) {
    const { axis, table } = node.attributes;
    const outer = sizeOf(x.shape.slice(0, axis));
    const inner = sizeOf(x.shape.slice(axis + 1));
    const data = allocateWide(x.dtype, sizeOf(node.shape));
    let to = 0;
    for (let o = 0; o < outer; o++) {
      for (const index of table) {
        const from = (o * x.shape[axis] + index) * inner;
        if (index >= 0) for (let i = 0; i < inner; i++) data[to + i] = x.data[from + i];
        to += inner;
      }
    }
    return { data, shape: node.shape, dtype: x.dtype };
  },
  expand([x], node) {
    // ONNX has no index that means zero: one row of zeros is appended and pointed at.
    const { axis, table } = node.attributes;
    if (boundsOf(table).least >= 0) return node as Tensor;
    const length = x.shape[axis];
    return gather(padBlock(x, x.shape.map(() => 0), x.shape.map((_, i) => Number(i === axis))), withoutNegative(table, length), axis);
  },
  lower(emit, [x], node) {
    const { axis, table } = node.attributes;
    return emit.node('Gather', [x, emit.constant(tableArray(table))], { axis });
  },
};

/** Tables are often large and shared: what is derived from one is kept with it. */
const derived = new WeakMap<Int32Array, { bounds?: Bounds; inOrder?: boolean; negative?: Int32Array; positive?: { readonly length: number; readonly table: Int32Array }; transposed?: Int32Array[]; array?: ReturnType<typeof ndarray> }>();

interface Bounds { readonly least: number; readonly most: number }

function derivedFrom(table: Int32Array) {
  const known = derived.get(table) ?? {};
  derived.set(table, known);
  return known;
}

/** An empty table has no index that is too small or too large. */
function boundsOf(table: Int32Array): Bounds {
  const known = derivedFrom(table);
  if (known.bounds) return known.bounds;
  let [least, most] = [0, -1];
  for (const index of table) {
    if (index < least) least = index;
    if (index > most) most = index;
  }
  return (known.bounds = { least, most });
}

/** Whether a table reads all that there is, in order. */
export function isInOrder(table: Int32Array, length: number): boolean {
  if (table.length !== length) return false;
  return (derivedFrom(table).inOrder ??= table.every((from, at) => from === at));
}

function tableArray(table: Int32Array) {
  return (derivedFrom(table).array ??= ndarray(table, [table.length]));
}

function withoutNegative(table: Int32Array, length: number): Int32Array {
  const known = derivedFrom(table);
  if (known.positive?.length !== length) {
    known.positive = { length, table: table.map((index) => (index < 0 ? length : index)) };
    derivedFrom(known.positive.table).negative = table;
  }
  return known.positive.table;
}

/** The table that was written for zeros before it pointed at a row of them, or itself. */
export function asWritten(table: Int32Array): Int32Array {
  return derived.get(table)?.negative ?? table;
}

/** For each source the places it was copied to, the first ones in one table, the second ones in the next. */
function transposedTables(table: Int32Array, length: number): Int32Array[] {
  const known = derivedFrom(table);
  if (known.transposed && known.transposed[0].length === length) return known.transposed;
  const tables: Int32Array[] = [];
  const used = new Int32Array(length);
  table.forEach((source, place) => {
    if (source < 0) return;
    const turn = used[source]++;
    (tables[turn] ??= new Int32Array(length).fill(-1))[source] = place;
  });
  return (known.transposed = tables.length ? tables : [new Int32Array(length).fill(-1)]);
}

export function gather(x: Tensor, table: Int32Array, axis: number): Tensor {
  return apply(gatherPrimitive, [x], { axis, table });
}
