import type { HostOf, NdArray } from '../../graph/index.js';
import type { Examples, HostTask } from '../../tasks/index.js';

/** A task without one of its classes, and the queries of that class: inputs that belong to none of the others. */
export interface HeldOut {
  readonly task: HostTask;
  readonly outsiders: NdArray;
}

/** Takes the class of this label out of a task; it must be the last, so that the others keep theirs. Padding goes with it. */
export function holdOut({ support, query }: HostTask, label: number): HeldOut {
  const counts = ({ mask }: HostOf<Examples>, row: number): boolean => mask?.data[row] !== 0;
  const others = (examples: HostOf<Examples>): HostOf<Examples> => {
    const rows = rowsOf(examples, (row) => counts(examples, row) && examples.y.data[row] !== label);
    return { x: chosen(examples.x, rows), y: chosen(examples.y, rows) };
  };
  const outside = rowsOf(query, (row) => counts(query, row) && query.y.data[row] === label);
  return { task: { support: others(support), query: others(query) }, outsiders: chosen(query.x, outside) };
}

function rowsOf({ x }: HostOf<Examples>, wanted: (row: number) => boolean): number[] {
  return Array.from({ length: x.shape[0] }, (_, row) => row).filter(wanted);
}

function chosen({ data, shape, dtype }: NdArray, rows: readonly number[]): NdArray {
  const size = data.length / shape[0];
  const kept = new (data.constructor as Float32ArrayConstructor)(rows.length * size);
  rows.forEach((row, i) => kept.set(data.subarray(row * size, (row + 1) * size) as Float32Array, i * size));
  return { data: kept, shape: [rows.length, ...shape.slice(1)], dtype };
}
