import type { HostTask } from '../../tasks/index.js';
import { widthOf, writeInputs, type InputColumn } from './inputs.js';
import { targetOf, type TargetColumn } from './target.js';
import type { TableTask } from './tasks.js';

/** How rows were prepared for a learner of a family, in the order of its inputs. */
export interface TableFormat {
  readonly task: string;
  readonly target: TargetColumn;
  readonly inputs: readonly InputColumn[];
}

/** A task's rows as a learner wants them. */
export interface PreparedTask {
  /** Inputs of each row, one row after the other. */
  readonly inputs: Float32Array;
  /** Of each row, the standardised value or the class. */
  readonly targets: Float32Array;
  /** The classes that it has rows of; none where targets are values. */
  readonly classes: ReadonlySet<number>;
}

/** How many inputs a row makes. */
export function inputWidth({ inputs }: TableFormat): number {
  return inputs.reduce((sum, input) => sum + widthOf(input), 0);
}

export function prepare({ rows }: TableTask, format: TableFormat): PreparedTask {
  const width = inputWidth(format);
  const inputs = new Float32Array(rows.length * width);
  rows.forEach((row, index) => {
    let at = index * width;
    for (const input of format.inputs) {
      writeInputs(input, row, inputs, at);
      at += widthOf(input);
    }
  });
  const targets = Float32Array.from(rows, (row) => targetOf(row, format.target));
  return { inputs, targets, classes: new Set(format.target.kind === 'classes' ? targets : []) };
}

/** Some rows of a task as labelled examples. */
export function examplesOf({ inputs, targets }: PreparedTask, rows: readonly number[], kind: TargetColumn['kind']): HostTask['support'] {
  const width = inputs.length / targets.length;
  const x = new Float32Array(rows.length * width);
  rows.forEach((row, at) => x.set(inputs.subarray(row * width, (row + 1) * width), at * width));
  const own = rows.map((row) => targets[row]);
  return {
    x: { data: x, shape: [rows.length, width], dtype: 'float32' },
    y: kind === 'classes' ? { data: Int32Array.from(own), shape: [rows.length], dtype: 'int32' } : { data: Float32Array.from(own), shape: [rows.length, 1], dtype: 'float32' },
  };
}
