import { add, expandDims, relu, type HostOf, type Tensor } from '../../graph/index.js';
import { dense, initialisers, type DenseParams } from '../../nn/index.js';
import { split, type Key } from '../../random/index.js';

export type DecoderParams = { readonly task: DenseParams; readonly step: DenseParams; readonly out: DenseParams };

export interface DecoderSizes {
  /** Numbers that stand for a task. */
  readonly latent: number;
  /** Numbers of a step: observation and action. */
  readonly inputs: number;
  readonly width: number;
  readonly outputs: number;
}

/** What is said of every step of a trial, given what a task might be. */
export interface Decoder {
  init(key: Key): HostOf<DecoderParams>;
  /** C guesses of each of K tasks (K, C, L) and the steps of the trials (K, T, I) to what each guess says of each step: (K, C, T, outputs). */
  apply(params: DecoderParams, guesses: Tensor, steps: Tensor): Tensor;
}

/** One hidden layer of `width`, whose parts from guess and step are worked out once each and not for every pair. */
export function decoder({ latent, inputs, width, outputs }: DecoderSizes): Decoder {
  const initialiser = initialisers.fanInUniform;
  const [task, step, out] = [dense(latent, width, { bias: false, initialiser }), dense(inputs, width, { initialiser }), dense(width, outputs, { initialiser })];
  return {
    init(key) {
      const keys = split(key, 3);
      return { task: task.init(keys[0]), step: step.init(keys[1]), out: out.init(keys[2]) };
    },
    apply(params, guesses, steps) {
      const hidden = relu(add(expandDims(task.apply(params.task, guesses), 2), expandDims(step.apply(params.step, steps), 1)));
      return out.apply(params.out, hidden);
    },
  };
}
