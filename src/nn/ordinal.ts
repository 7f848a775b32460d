import { add, concat, expandDims, matmul, ndarray, neg, sizeOf, softplus, sub, zeros, type NdArray, type Tensor } from '../graph/index.js';
import { headedBy, type Encoder, type WithHead } from './encoder.js';
import { truncatedNormal, type Initialiser } from './initialisers.js';
import { learner, type Learner } from './learner.js';

export type OrdinalParams = {
  /** Of the score, (D, 1). The thresholds are its bias. */
  readonly weight: Tensor;
  /** The lowest threshold, a scalar. */
  readonly first: Tensor;
  /** How far each of the others is above the one before it, (levels - 2), before softplus; absent where there are two levels. */
  readonly rises?: Tensor;
};

export interface OrdinalOptions {
  /** Of the weight. Default `truncatedNormal(0.01)`, so that all levels start about as probable. */
  readonly initialiser?: Initialiser;
}

/**
 * Levels that have an order, such as stars, from one score s = x w: log P(level <= k) / P(level > k) = t_k - s, for thresholds t that rise (McCullagh 1980,
 * "Regression models for ordinal data", equation 2.1: proportional odds). x (N, inputs) to log probabilities (N, levels), which serve as logits: their softmax is the probabilities.
 * @throws RangeError where `levels` is no whole number of at least 2.
 */
export function ordinalHead(inputs: number, levels: number, { initialiser = truncatedNormal(0.01) }: OrdinalOptions = {}): Learner<OrdinalParams> {
  if (!Number.isInteger(levels) || levels < 2) throw new RangeError(`levels must be a whole number of at least 2, got ${levels}.`);
  // At a score of zero all levels are as probable.
  const even = Array.from({ length: levels - 1 }, (_, k) => Math.log((k + 1) / (levels - 1 - k)));
  const rises = Float32Array.from(even.slice(1), (threshold, k) => Math.log(Math.expm1(threshold - even[k])));
  return learner<OrdinalParams>(
    (key) => ({ weight: initialiser(key, [inputs, 1]), first: ndarray(even[0]), ...(levels > 2 && { rises: ndarray(rises) }) }),
    (params, x) => {
      const below = sub(thresholds(params), matmul(x, params.weight));
      // sigmoid(a) - sigmoid(b), for a = b + softplus(r), is sigmoid(a) sigmoid(-b) sigmoid(r): its logarithm has no difference that could vanish.
      const ends = zeros([x.shape[0], 1]);
      const under = concat([neg(softplus(neg(below))), ends], 1);
      const over = concat([ends, neg(softplus(below))], 1);
      const logs = add(under, over);
      return params.rises ? add(logs, concat([zeros([1]), neg(softplus(neg(params.rises))), zeros([1])])) : logs;
    },
  );
}

/**
 * An ordinal head on an encoder's features, flattened: a learner of `levels` logits, for any algorithm of classes. Parameters are the encoder's with `head` beside them.
 * @throws RangeError where `levels` is no whole number of at least 2; TypeError at `init` where nothing can stand beside the encoder's parameters, or they have a `head` already.
 */
export function withOrdinalHead<P extends object>(features: Encoder<P>, levels: number, options?: OrdinalOptions): Learner<WithHead<P, OrdinalParams>> {
  return headedBy(features, ordinalHead(sizeOf(features.outputShape), levels, options));
}

/** (levels - 1), rising. */
function thresholds({ first, rises }: OrdinalParams): Tensor {
  return rises ? add(first, matmul(softplus(rises), sums(rises.shape[0]))) : expandDims(first, 0);
}

/** (count, count + 1): sums of the values before each place. */
function sums(count: number): NdArray {
  return ndarray(Float32Array.from({ length: count * (count + 1) }, (_, i) => Number(i % (count + 1) > Math.floor(i / (count + 1)))), [count, count + 1]);
}
