import type { NdArray, Tensor, Tree } from '../../graph/index.js';

/** -E[advantage] under new probabilities, from the log-probabilities (N) that actions have now and had when drawn; the mean over rows whose `mask` (N) is one. */
export type OuterLoss = (now: Tensor, then: Tensor, advantages: Tensor, mask: Tensor) => Tensor;

/** The tasks of one iteration, whose data stay with who collected them. All answers are means over the tasks. */
export interface Batch {
  readonly gradient: (theta: Float32Array) => Promise<{ readonly gradient: Float32Array; readonly loss: number; readonly divergence: number }>;
  /** The Hessian of the divergence at the theta that the data were collected with, times `direction`. */
  readonly curvature: (direction: Float32Array) => Promise<Float32Array>;
  readonly evaluate: (theta: Float32Array) => Promise<{ readonly loss: number; readonly divergence: number }>;
}

/** What an outer step did, in numbers for metrics.jsonl. */
export type StepRecord = Readonly<Record<string, number>>;

/** How theta is moved by what was collected on a batch of tasks. */
export interface OuterRule {
  readonly name: string;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly loss: OuterLoss;
  /** Whether steps are as long as the curvature of the divergence lets them be, so that all of theta must show in it. */
  readonly byCurvature?: boolean;
  /** The state before the first step. */
  init(theta: Float32Array): Tree<NdArray>;
  step(theta: Float32Array, state: Tree<NdArray>, batch: Batch): Promise<{ readonly theta: Float32Array; readonly state: Tree<NdArray>; readonly record: StepRecord }>;
}
