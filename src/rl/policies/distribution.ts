import type { Tensor } from '../../graph/index.js';

/** What a policy draws its actions from. Per observation a policy gives `parameters` numbers (D), and an action is `width` numbers (A). */
export interface Distribution {
  readonly name: 'gaussian' | 'categorical';
  readonly parameters: number;
  readonly width: number;
  /** Draws one action: from the D numbers of `parameters` at `from` into the A of `actions` at `to`. `uniform` and `normal` give fresh draws. */
  sample(parameters: Float32Array, from: number, draw: Draw, actions: Float32Array, to: number): void;
  /** log p(action): (N, D) and (N, A) to (N). */
  logProbability(parameters: Tensor, actions: Tensor): Tensor;
  /** KL(p || q) of each row: (N, D) and (N, D) to (N). */
  divergence(p: Tensor, q: Tensor): Tensor;
  /** (N, D) to (N). */
  entropy(parameters: Tensor): Tensor;
}

/** Fresh draws of one row's own generator. */
export interface Draw {
  /** In [0, 1). */
  uniform(): number;
  /** Of the standard normal distribution. */
  normal(): number;
}
