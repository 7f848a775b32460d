import type { MetricName } from '../../training/index.js';
import type { Asked, AskedTask } from '../settings/index.js';
import type { Estimate } from '../test-result.js';

/** What all cells of a comparison have in common. */
export interface Conditions {
  readonly task: AskedTask;
  /** TASK as it was written, for messages. */
  readonly written: string;
  /** Seconds of training. */
  readonly time: number;
  readonly seed: number;
  readonly episodes: number;
  readonly workers?: number;
}

interface CellBase {
  readonly name: string;
  /** Where its result is kept. */
  readonly file: string;
  readonly asked: Asked;
}

/** One row of a comparison: an algorithm to meta-train and test, the pretraining that conventional ways share, or one of these. */
export type Cell = CellBase &
  (
    | { readonly kind: 'algorithm'; /** Its run folder. */ readonly folder: string }
    | { readonly kind: 'pretraining'; /** Where what is pretrained is kept. */ readonly folder: string }
    | { readonly kind: 'conventional'; /** The folder of the pretraining. */ readonly pretraining: string }
  );

/** What a cell came to. */
export interface CellResult extends Partial<Estimate> {
  readonly name: string;
  readonly kind: Cell['kind'];
  readonly metric?: MetricName;
  readonly protocol?: 'transductive' | 'inductive';
  /** One query at a time, where that is another number. */
  readonly inductive?: Estimate;
  readonly kinds?: Readonly<Record<string, Estimate>>;
  /** Query examples of each class, or points. */
  readonly queries?: number;
  /** Steps of adaptation at test; 0 where it is no loop. */
  readonly steps?: number;
  /** The step size that did best on validation tasks, of a conventional way. */
  readonly learningRate?: number;
  readonly trainingSeconds: number;
  readonly iterations: number;
  readonly adaptationMilliseconds?: number;
  /** Numbers that adapting changes or makes. */
  readonly adaptingParameters?: number;
  /** Numbers that were trained. */
  readonly parameters?: number;
  /** Of the whole process tree, while the cell was last worked on; absent where the system does not tell. */
  readonly peakBytes?: number;
  /** The metric on validation tasks over the time of training. */
  readonly validation?: readonly { readonly seconds: number; readonly mean: number }[];
  /** Its run folder, below that of the comparison, which so can be moved. */
  readonly run?: string;
}

/** A cell that could not be finished. */
export interface FailedCell {
  readonly name: string;
  readonly kind: Cell['kind'];
  readonly error: string;
}

/** From the main process to the process of a cell. */
export type CellRequest = { readonly type: 'cell'; readonly cell: Cell; readonly conditions: Conditions } | { readonly type: 'stop' };

/** Back. */
export type CellReply = { readonly type: 'done'; readonly result: CellResult } | { readonly type: 'failed'; readonly message: string } | { readonly type: 'stopped' };
