import type { HostOf, NdArray } from '../../graph/index.js';
import type { Examples, HostTask } from '../../tasks/index.js';
import { rowsAt } from '../rows.js';

/** A task without one of its classes, and the queries of that class: inputs that belong to none of the others. */
export interface HeldOut {
  readonly task: HostTask;
  readonly outsiders: NdArray;
}

/** Takes the class of this label out of a task; it must be the last that the task has, so that the others keep theirs. Sets with padding keep their shape, and its rows are padding then. */
export function holdOut({ support, query, classes }: HostTask, label: number): HeldOut {
  const others = (examples: HostOf<Examples>): HostOf<Examples> => {
    const rows = countedRows(examples).filter((row) => examples.y.data[row] !== label);
    if (!examples.mask) return { x: rowsAt(examples.x, rows), y: rowsAt(examples.y, rows) };
    const mask = new Float32Array(examples.mask.data.length);
    for (const row of rows) mask[row] = 1;
    return { ...examples, mask: { ...examples.mask, data: mask } };
  };
  const outside = countedRows(query).filter((row) => query.y.data[row] === label);
  const left = classes && { ...classes, data: (classes.data as Float32Array).map((there, way) => (way === label ? 0 : there)) };
  return { task: { support: others(support), query: others(query), ...(left ? { classes: left } : {}) }, outsiders: rowsAt(query.x, outside) };
}

/** The inputs of the rows that are no padding. */
export function countedInputs(examples: HostOf<Examples>): NdArray {
  return examples.mask ? rowsAt(examples.x, countedRows(examples)) : examples.x;
}

function countedRows({ x, mask }: HostOf<Examples>): number[] {
  return Array.from({ length: x.shape[0] }, (_, row) => row).filter((row) => mask?.data[row] !== 0);
}
