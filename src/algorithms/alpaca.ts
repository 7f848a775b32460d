import { add, concat, exp, matmul, mul, ndarray, ones, sizeOf, sqrt, sub, transpose, type HostOf, type NdArray, type Tensor } from '../graph/index.js';
import { flatten, type NoParams, type Statistics } from '../nn/index.js';
import { oneOf } from '../nn/one-of.js';
import { encoderOf, type InputsOf, type Labelled, type ReaderOptions } from './amortised.js';
import type { PredictOptions } from './algorithm.js';
import { answerForm } from './answers.js';
import { believed, believedFurther, doubtOf, type Belief } from './bayesian-linear.js';
import type { Distributional } from './conditional-neural-process.js';
import { negativeLogLikelihood, type Gaussian, type Likelihood } from './gaussian.js';
import { rowsThatCount } from './linear-head.js';
import { logOf } from './regularised-head.js';
import { taskFeatures } from './task-features.js';

export type AlpacaOptions<E> = InputsOf<E> &
  // The loss is of the means, where they are to be trained and not the likelihood; the noise is not learned then.
  Pick<ReaderOptions<E>, 'loss' | 'queryStatistics'> & {
    /** Values to predict. */
    readonly outputs: number;
    /** What meta-training makes small where no loss is given. Default: as if errors had a normal distribution. */
    readonly likelihood?: Likelihood;
    /** What the prior learns of how sure it is: of each weight by itself, or of all together. Default 'diagonal'. */
    readonly precision?: 'diagonal' | 'full';
    /** What the precision of each weight starts at, in units of that of the noise. Default 1. */
    readonly lambda?: number;
    /** What the standard deviation of the noise starts at. Default 1. */
    readonly noise?: number;
  };

export type AlpacaTheta<E> = {
  readonly encoder: E;
  /** What the weights (D + 1, K), the last row that of a bias, are before any example. */
  readonly prior: {
    readonly mean: Tensor;
    /** Of a diagonal precision the logarithm (D + 1); of a full one R (D + 1, D + 1), for a covariance of R R^T. Both in units of the noise. */
    readonly spread: Tensor;
  };
  /** The logarithm of the variance of the noise of each output (K). */
  readonly logNoise: Tensor;
};

/** An algorithm that also says how what it predicts for different inputs varies together. */
export interface Covarying<Theta, Phi> extends Distributional<Theta, Phi> {
  /** The covariance (N, N) of what is believed of inputs x (N, ...), in units of the variance of the noise: knowing one tells of the others. */
  covariance(phi: Phi, x: Tensor, options?: PredictOptions): Tensor;
}

/** The belief is of what the weights are above the prior mean, in units of the prior. */
export type AlpacaPhi<E> = AlpacaTheta<E> & { readonly belief: Belief; readonly statistics: Statistics };

/**
 * Bayesian linear regression on the features of an encoder, from a meta-learned prior: ALPaCA (Harrison, Sharma and Pavone 2018, "Meta-learning priors for
 * efficient online Bayesian regression", equations 4 to 6 and algorithm 1). Without any example it predicts by the prior mean. For values only.
 *
 * The state of a task is D K + D D numbers, however many its examples: more of them are added to it. Meta-training makes the negative
 * log-likelihood of the query set small, where no other loss is given; `predict` gives the means.
 * @throws RangeError where `outputs`, `lambda` or `noise` makes no sense.
 */
export function alpaca<E = NoParams>(options: AlpacaOptions<E>): Covarying<AlpacaTheta<E>, AlpacaPhi<E>> {
  const { outputs, precision = 'diagonal', lambda = 1, noise = 1, loss, likelihood = negativeLogLikelihood, queryStatistics = 'query' } = options;
  const { rows: rowsOf } = answerForm({ outputs });
  const encoder = encoderOf(options);
  const weights = sizeOf(encoder.outputShape) + 1;
  const { start, whiten } = spreads[oneOf('precision', precision, ['diagonal', 'full'])](weights, logOf('lambda', lambda));
  const logNoise = 2 * logOf('noise', noise);
  const featuresOf = taskFeatures(encoder, queryStatistics);

  const inUnits = ({ prior }: AlpacaTheta<E>, labelled: Labelled): { z: Tensor; y: Tensor } => {
    const { features, targets, counts } = rowsThatCount(labelled);
    const x = concat([features, counts], 1);
    return { z: whiten(x, prior.spread), y: sub(targets, matmul(x, prior.mean)) };
  };
  const distributionOf = ({ prior, logNoise: log }: AlpacaTheta<E>, belief: Belief, features: Tensor): Gaussian => {
    const x = concat([features, ones([features.shape[0], 1])], 1);
    const z = whiten(x, prior.spread);
    return { mean: add(matmul(x, prior.mean), matmul(z, belief.mean)), deviation: mul(sqrt(add(doubtOf(belief, z), 1)), exp(mul(log, 0.5))) };
  };

  return {
    name: 'alpaca',
    settings: { precision, queryStatistics },
    innerSteps: 0,
    init: (key): HostOf<AlpacaTheta<E>> => ({
      encoder: encoder.init(key),
      prior: { mean: ndarray(new Float32Array(weights * outputs), [weights, outputs]), spread: start },
      logNoise: ndarray(new Float32Array(outputs).fill(logNoise)),
    }),
    adapt(theta, { support }, { key } = {}) {
      const { output, statistics } = encoder.forward(theta.encoder, support.x, { mask: support.mask, key });
      const { z, y } = inUnits(theta, { features: flatten(output), answers: rowsOf(support), mask: support.mask });
      return { ...theta, belief: believed(z, y), statistics };
    },
    extend(phi, { support }, { key } = {}) {
      const features = encoder.apply(phi.encoder, support.x, { mask: support.mask, statistics: phi.statistics, key });
      const { z, y } = inUnits(phi, { features: flatten(features), answers: rowsOf(support), mask: support.mask });
      return { ...phi, belief: believedFurther(phi.belief, z, y) };
    },
    distribution: (phi, x, { statistics, mask } = {}) => distributionOf(phi, phi.belief, flatten(encoder.apply(phi.encoder, x, { statistics, mask }))),
    covariance(phi, x, { statistics, mask } = {}) {
      const features = flatten(encoder.apply(phi.encoder, x, { statistics, mask }));
      const z = whiten(concat([features, ones([features.shape[0], 1])], 1), phi.prior.spread);
      return matmul(matmul(z, phi.belief.covariance), transpose(z));
    },
    predict: (phi, x, { statistics, mask } = {}) => distributionOf(phi, phi.belief, flatten(encoder.apply(phi.encoder, x, { statistics, mask }))).mean,
    statistics: ({ statistics }) => statistics,
    objective(theta, task, { key } = {}) {
      const { support, query } = task;
      const features = featuresOf(theta.encoder, task, key);
      const { z, y } = inUnits(theta, { features: flatten(features.support), answers: rowsOf(support), mask: support.mask });
      const predicted = distributionOf(theta, believed(z, y), flatten(features.query));
      return loss ? loss(predicted.mean, rowsOf(query), { mask: query.mask }) : likelihood(predicted, rowsOf(query), query.mask);
    },
  };
}

/** How each kind of prior starts, and takes features (N, D + 1) to units in which its weights are independent and of variance 1. */
const spreads: Record<'diagonal' | 'full', (weights: number, logLambda: number) => { start: NdArray; whiten: (x: Tensor, spread: Tensor) => Tensor }> = {
  diagonal: (weights, logLambda) => ({
    start: ndarray(new Float32Array(weights).fill(logLambda)),
    whiten: (x, logPrecision) => mul(x, exp(mul(logPrecision, -0.5))),
  }),
  full: (weights, logLambda) => ({
    start: ndarray(Float32Array.from({ length: weights * weights }, (_, i) => (i % (weights + 1) === 0 ? Math.exp(-logLambda / 2) : 0)), [weights, weights]),
    whiten: matmul,
  }),
};
