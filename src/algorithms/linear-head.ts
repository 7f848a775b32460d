import { add, expandDims, matmul, mul, ones, sum, zeros, type HostOf, type Tensor } from '../graph/index.js';
import { onlyClasses, type DenseParams } from '../nn/index.js';
import type { Algorithm } from './algorithm.js';
import { answerable } from './answerable.js';
import { amortised, encoderOf, type Labelled, type Reader, type ReaderOptions, type ReaderPhi, type ReaderTheta } from './amortised.js';
import { answerForm } from './answers.js';

/** A support set as a solver sees it. Padding is rows of zeros in every part, so that it adds nothing to any sum over rows. */
export interface Rows {
  /** float32 (N, D). */
  readonly features: Tensor;
  /** float32 (N, K): one-hot classes, or values. */
  readonly targets: Tensor;
  /** float32 (N, 1): one for rows that count, which is also the feature that belongs to a bias. */
  readonly counts: Tensor;
}

/** How the weights of a linear head are found: `S` is what is meta-trained of that. */
export interface LinearSolver<S> {
  /** What S starts at. */
  readonly start: HostOf<S>;
  /** The weights (D, K), and a bias (K) where there is one, as a differentiable function of the rows. */
  fit(solver: S, rows: Rows): DenseParams;
}

export type LinearTheta<E, S> = ReaderTheta<E, S>;
export type LinearPhi<E, S> = ReaderPhi<E, S, Required<DenseParams>>;

/**
 * An algorithm that adapts by solving for a linear head on the features of an encoder. A class without support has the logit of an absent one, and queries of it no part in meta-training.
 *
 * More examples, or classes, are solved for together with the features that phi keeps, without encoding these again.
 */
export function linearHead<E, S>(name: string, settings: Algorithm['settings'], options: ReaderOptions<E>, solver: LinearSolver<S>): Algorithm<LinearTheta<E, S>, LinearPhi<E, S>> {
  const form = answerForm(options);
  const reader: Reader<S, Required<DenseParams>> = {
    init: () => solver.start,
    read(learned, labelled) {
      const rows = rowsThatCount(labelled);
      const { weight, bias = zeros([form.width]) } = solver.fit(learned, rows);
      // Classes are one-hot: their sums over the rows say which ones have support.
      return { weight, bias: options.ways === undefined ? bias : onlyClasses(bias, sum(rows.targets, 0)) };
    },
    answer: (_, { weight, bias }, features) => add(matmul(features, weight), bias),
    ...(options.ways !== undefined && { answerable: (query, labelled) => answerable(query, sum(rowsThatCount(labelled).targets, 0)) }),
  };
  return { name, settings: { ...settings, queryStatistics: options.queryStatistics ?? 'query' }, ...amortised(reader, encoderOf(options), form, options) };
}

/** Labelled rows without what masked rows hold. */
export function rowsThatCount({ features, answers, mask }: Labelled): Rows {
  if (!mask) return { features, targets: answers, counts: ones([features.shape[0], 1]) };
  const counts = expandDims(mask, 1);
  return { features: mul(features, counts), targets: mul(answers, counts), counts };
}
