import type { NdArray, Tree } from '../graph/index.js';
import type { TestSession } from './test-session.js';

/** What changes from iteration to iteration. */
export interface Position {
  /** Iterations done. */
  readonly iteration: number;
  /** float32 (P). */
  readonly theta: Float32Array;
  /** The optimiser's state, for theta as one flat vector. */
  readonly optimizer: Tree<NdArray>;
}

export interface Stepped extends Pick<Position, 'theta' | 'optimizer'> {
  /** The mean objective over the tasks of the meta-batch. */
  readonly loss: number;
  /** Of the mean gradient. */
  readonly norm: number;
  /** Further numbers of the iteration, for metrics.jsonl. */
  readonly record?: Readonly<Record<string, number>>;
}

/** One iteration of meta-training, ready to run: all that the training loop need not know of what is learned. */
export interface OuterStep {
  /** Worker processes in use. */
  readonly workers: number;
  /** As a session's, where there is one that measures test tasks, too. */
  readonly curves?: TestSession['curves'];
  /** @throws NonFiniteError, naming what is to blame, where a loss or gradient is not finite. */
  run(position: Position, signal?: AbortSignal): Promise<Stepped>;
  close(): Promise<void>;
}
