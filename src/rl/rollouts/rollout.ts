import type { NdArray } from '../../graph/index.js';

/**
 * Episodes of M tasks, E of each, as they went, padded to T steps. Float32, on the host.
 */
export interface Rollout {
  readonly tasks: number;
  readonly episodes: number;
  readonly steps: number;
  /** (M, E, T, O): before each step. */
  readonly observations: NdArray;
  /** (M, E, O): after the last step of each. */
  readonly last: NdArray;
  /** (M, E, T, A): as drawn, not clipped. */
  readonly actions: NdArray;
  /** (M, E, T, D): what they were drawn from. */
  readonly behaviour: NdArray;
  /** (M, E, T). */
  readonly rewards: NdArray;
  /** (M, E, T): one for steps that were taken. */
  readonly mask: NdArray;
  /** (M, E): one where the episode came to an end of its own, zero where it was cut off. */
  readonly terminated: NdArray;
}
