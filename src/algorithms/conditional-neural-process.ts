import { add, broadcastTo, concat, div, expandDims, matmul, maximum, ones, sum, type Tensor } from '../graph/index.js';
import { flatten, mlp, type MlpParams } from '../nn/index.js';
import { split } from '../random/index.js';
import type { Examples } from '../tasks/index.js';
import type { Algorithm, PredictOptions } from './algorithm.js';
import { requireCount } from '../nn/require-count.js';
import { valueRows } from './answers.js';
import { gaussianOf, negativeLogLikelihood, type Gaussian } from './gaussian.js';
import { pooled } from './pooled.js';

/** An algorithm that also says how sure it is of the values that it predicts. */
export interface Distributional<Theta, Phi> extends Algorithm<Theta, Phi> {
  /** Means and standard deviations (N, D) for inputs x (N, ...), the means those of `predict` told the same. */
  distribution(phi: Phi, x: Tensor, options?: PredictOptions): Gaussian;
}

export interface ConditionalNeuralProcessOptions {
  /** Values of an input; one of several axes is flattened. */
  readonly inputs: number;
  /** Values to predict. */
  readonly outputs: number;
  /** Values of what an example is encoded to. Default 128. */
  readonly width?: number;
  /** The hidden layers of the encoder. Default [128, 128, 128]. */
  readonly hidden?: readonly number[];
  /** The hidden layers of the decoder. Default [128, 128]. */
  readonly decoderHidden?: readonly number[];
  /** After each hidden layer. Default `relu`. */
  readonly activation?: (x: Tensor) => Tensor;
}

export type NeuralProcess = { readonly encoder: MlpParams; readonly decoder: MlpParams };

/** A task as the sum of its examples' encodings (width) and their number, a scalar. */
export type EncodedSum = NeuralProcess & { readonly total: Tensor; readonly count: Tensor };

/**
 * Conditional neural processes (Garnelo et al. 2018, equations 1 to 3): r_i = h(x_i, y_i), r their mean over the support set, and g(x, r) the mean and
 * deviation of a normal distribution of y. Adapting is a sum, and more examples are added to it. For values only.
 *
 * Meta-training makes the negative log-likelihood of all points of a task small, those of the support set too, as in the paper (equation 4) and
 * its code, which also has the least deviation of 0.1. `predict` gives the means.
 * @throws RangeError where sizes make no sense; ShapeError where a task has classes.
 */
export function conditionalNeuralProcess(options: ConditionalNeuralProcessOptions): Distributional<NeuralProcess, EncodedSum> {
  const { inputs, outputs, width = 128, hidden = [128, 128, 128], decoderHidden = [128, 128], activation } = options;
  requireCount({ inputs, outputs, width });
  const encoder = mlp({ inputs: inputs + outputs, hidden, outputs: width, activation });
  const decoder = mlp({ inputs: inputs + width, hidden: decoderHidden, outputs: 2 * outputs, activation });

  const encoded = (params: MlpParams, { x, y, mask }: Examples): Pick<EncodedSum, 'total' | 'count'> => {
    const each = encoder.apply(params, concat([flatten(x), valueRows(y, outputs)], 1));
    const counts = mask ?? ones([x.shape[0]]);
    return { total: matmul(counts, each), count: sum(counts) };
  };
  const adapt = (theta: NeuralProcess, { support }: { support: Examples }): EncodedSum => ({ ...theta, ...encoded(theta.encoder, support) });
  const distribution = ({ decoder: params, total, count }: EncodedSum, x: Tensor): Gaussian => {
    const mean = expandDims(div(total, maximum(count, 1)), 0);
    return gaussianOf(decoder.apply(params, concat([flatten(x), broadcastTo(mean, [x.shape[0], width])], 1)));
  };

  return {
    name: 'conditional neural process',
    settings: { width, hidden: hidden.join(' '), decoderHidden: decoderHidden.join(' ') },
    innerSteps: 0,
    init(key) {
      const [first, second] = split(key, 2);
      return { encoder: encoder.init(first), decoder: decoder.init(second) };
    },
    adapt,
    extend(phi, { support }) {
      const more = encoded(phi.encoder, support);
      return { ...phi, total: add(phi.total, more.total), count: add(phi.count, more.count) };
    },
    distribution,
    predict: (phi, x) => distribution(phi, x).mean,
    statistics: () => [],
    objective(theta, { support, query }) {
      const { x, y, mask } = pooled(support, query);
      return negativeLogLikelihood(distribution(adapt(theta, { support }), x), valueRows(y, outputs), mask);
    },
  };
}
