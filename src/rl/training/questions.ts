import type { Adaptation } from '../agent.js';

/** What is asked of each chunk of tasks. The answer depends on the job, the question and the chunk alone, whoever gives it. */
export type Question = TrainingQuestion | AdaptQuestion;

/** Of the training tasks of an iteration, on what was collected on them with the parameters `behaviour`. */
export interface TrainingQuestion {
  /** How well did it go; what is the gradient of the objective at `theta`; the Hessian of the divergence at `behaviour` times `direction`; objective and divergence at `theta`. */
  readonly kind: 'collect' | 'gradient' | 'curvature' | 'evaluate';
  /** Iterations done before this one; with the seed it fixes the tasks. */
  readonly iteration: number;
  /** float32 (P). */
  readonly behaviour: Float32Array;
  /** float32 (P). Absent: as `behaviour`. */
  readonly theta?: Float32Array;
  /** float32 (P), of 'curvature'. */
  readonly direction?: Float32Array;
}

/** How agents do that adapt to tasks which are not trained on. */
export interface AdaptQuestion {
  readonly kind: 'adapt';
  readonly stream: 'validation' | 'test';
  /** float32 (P). */
  readonly theta: Float32Array;
  readonly rounds: number;
  /** Tasks, from the first on, whose episodes are wanted too. */
  readonly recorded: number;
}

/** Of the tasks of a chunk, in their order. */
export interface Answer {
  /** Mean returns, `[round][task]`: of 'collect'. */
  readonly returns?: readonly Float32Array[];
  /** float32 (P), summed over the tasks: of 'gradient' and 'curvature'. */
  readonly total?: Float32Array;
  /** Of each task: of 'gradient' and 'evaluate'. */
  readonly losses?: Float32Array;
  readonly divergences?: Float32Array;
  /** Of each task: of 'adapt'. */
  readonly adaptations?: readonly Adaptation[];
}
