import { add, concat, div, expandDims, matmul, maximum, mul, ones, randomNormal, sigmoid, split as splitAxis, squeeze, sum, type HostOf, type Tensor } from '../graph/index.js';
import { flatten, mlp, type MlpParams } from '../nn/index.js';
import { split, type Key } from '../random/index.js';
import type { Examples } from '../tasks/index.js';
import { valueRows } from './answers.js';
import type { ConditionalNeuralProcessOptions } from './conditional-neural-process.js';
import type { Gaussian } from './gaussian.js';

export type LatentParams = { readonly encoder: MlpParams; readonly head: MlpParams };

/** The latent path of a neural process: what a set of examples says of one vector z (size) that stands for the whole function. */
export interface LatentPath {
  init(key: Key): HostOf<LatentParams>;
  /** q(z | examples). */
  of(params: LatentParams, examples: Examples): Gaussian;
}

export interface LatentPathOptions extends Pick<ConditionalNeuralProcessOptions, 'inputs' | 'outputs' | 'hidden' | 'activation'> {
  /** Values of an encoding, and of the layer after the mean. */
  readonly width: number;
  /** Values of the latent variable. */
  readonly size: number;
}

/**
 * The mean of the encodings of the examples, and a network that makes means and deviations of it (Garnelo et al. 2018b; Kim et al. 2019, section 2);
 * deviations are 0.1 + 0.9 sigmoid, as in the code of the latter.
 */
export function latentPath({ inputs, outputs, width, hidden, activation, size }: LatentPathOptions): LatentPath {
  const encoder = mlp({ inputs: inputs + outputs, hidden, outputs: width, activation });
  const head = mlp({ inputs: width, hidden: [width], outputs: 2 * size, activation });
  return {
    init(key) {
      const [first, second] = split(key, 2);
      return { encoder: encoder.init(first), head: head.init(second) };
    },
    of(params, { x, y, mask }) {
      const each = encoder.apply(params.encoder, concat([flatten(x), valueRows(y, outputs)], 1));
      const counts = mask ?? ones([x.shape[0]]);
      const mean = div(matmul(counts, each), maximum(sum(counts), 1));
      const [centre, raw] = splitAxis(squeeze(head.apply(params.head, expandDims(mean, 0)), 0), 2);
      return { mean: centre, deviation: add(0.1, mul(0.9, sigmoid(raw))) };
    },
  };
}

/** A draw from a distribution by the key, as a function of its mean and deviation that has derivatives; without a key the mean. */
export function drawn({ mean, deviation }: Gaussian, key?: Tensor): Tensor {
  return key ? add(mean, mul(deviation, randomNormal(key, mean.shape))) : mean;
}
