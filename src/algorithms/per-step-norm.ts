import { add, leavesOf, mapWithPath, maximum, mul, ndarray, pathsOf, square, squeeze, sub, sum, take, tensor, type HostOf, type NdArray, type Shape, type Tensor } from '../graph/index.js';
import type { Statistics } from '../nn/index.js';
import { isAffine } from '../nn/norm.js';
import { stopGradient } from '../transform/index.js';
import type { Adapting } from './inner-loop.js';

/** The affine parameters of a learner, a row for each number of steps from 0: (steps + 1, C), by their path. They start as copies of its own. */
export function affineOfSteps(params: unknown, steps: number): Record<string, NdArray> {
  const leaves = leavesOf<NdArray>(params);
  return Object.fromEntries(pathsOf(params).flatMap((path, i) => (isAffine(path) ? [[path, repeated(leaves[i], steps + 1)]] : [])));
}

/** Parameters with the affine ones of this number of steps; beyond the last it stays with that. */
export function withAffineOf<P>(params: P, affine: Adapting, step: number): P {
  return mapWithPath((leaf, path) => (affine[path] ? rowOf(affine[path], step) : leaf), params) as P;
}

/**
 * Running statistics are kept in tens. An outer optimiser such as Adam moves a value by at most its rate an iteration, and statistics of ten and more would otherwise take ten thousand
 * iterations to arrive.
 */
const unit = 10;

/** The running statistics of each normalisation in tens, a row for each number of steps from 0: (steps + 1, C) each. */
export type RunningStatistics = readonly { readonly mean: Tensor; readonly variance: Tensor }[];

/** Means of zero and variances of one, for each scale that a learner has. */
export function initialStatistics(params: unknown, steps: number): HostOf<RunningStatistics> {
  const leaves = leavesOf<NdArray>(params);
  const filled = (shape: Shape, value: number): NdArray => repeated(ndarray(new Float32Array(shape[0]).fill(value), [...shape]), steps + 1);
  return pathsOf(params).flatMap((path, i) => (/(^|\.)scale$/.test(path) ? [{ mean: filled(leaves[i].shape, 0), variance: filled(leaves[i].shape, 1 / unit) }] : []));
}

/** The running statistics of this number of steps; beyond the last it stays with those. */
export function statisticsOf(running: RunningStatistics, step: number): Statistics {
  return running.map(({ mean, variance }) => ({ mean: mul(rowOf(mean, step), unit), variance: mul(rowOf(variance, step), unit) }));
}

/** Statistics to normalise with. What follows the batches by an optimiser's steps may go past a variance of zero, which has no root. */
export function withoutNegative(running: Statistics): Statistics {
  return running.map(({ mean, variance }) => ({ mean, variance: maximum(variance, 0) }));
}

/**
 * A scalar that is zero and whose gradient by the running statistics, both in tens, is their distance from these: whatever descends it follows the statistics of the
 * batches, so that a moving average needs no state beside the parameters.
 * @throws TypeError where the learner's scales are not those of its normalisations over the batch, one by one in the order of use.
 */
export function tracking(running: Statistics, batch: Statistics): Tensor {
  const channels = (statistics: Statistics): string => `[${statistics.map(({ mean }) => mean.size).join(', ')}]`;
  if (channels(running) !== channels(batch)) {
    throw new TypeError(
      `Statistics of each step need a learner whose scales are those of its normalisations over the batch, in the order of use; this one has scales of ${channels(running)} channels and normalises ${channels(batch)} over the batch. Use batch normalisation, or perStepStatistics: false.`,
    );
  }
  const apart = (from: Tensor, to: Tensor): Tensor => mul(sum(square(sub(from, stopGradient(to)))), 0.5 / unit ** 2);
  const total = running.map(({ mean, variance }, i) => add(apart(mean, batch[i].mean), apart(variance, batch[i].variance))).reduce((a, b) => add(a, b), tensor(0));
  return sub(total, stopGradient(total));
}

function rowOf(rows: Tensor, step: number): Tensor {
  return squeeze(take(rows, [Math.min(step, rows.shape[0] - 1)]), 0);
}

function repeated({ data, shape }: NdArray, times: number): NdArray {
  return ndarray(Float32Array.from({ length: times * data.length }, (_, i) => data[i % data.length]), [times, ...shape]);
}
