import { add, div, maximum, mean, mul, reshape, rsqrt, sameShape, ShapeError, square, sub, sum, type Tensor } from '../graph/index.js';
import { normalise } from '../graph/primitives/normalise.js';
import { onesInitialiser, zerosInitialiser } from './initialisers.js';
import { learner, type Learner, type NoParams } from './learner.js';
import { oneOf } from './one-of.js';
import { channelMoments, normaliseBy } from './normalise.js';
import type { Key } from '../random/index.js';

/** A factor and a summand for each channel, (C) each; they start at one and zero. */
export type NormParams = { readonly scale: Tensor; readonly shift: Tensor };

/** Whether a parameter is the scale or the shift of a normalisation, by its path. */
export const isAffine = (path: string): boolean => /(^|\.)(scale|shift)$/.test(path);

/** How activations are normalised. */
export type Normalisation = 'batch' | 'layer' | 'group' | 'none';

export interface NormOptions {
  /** Added to the variance: a finite number of at least 0. Default 1e-5, as PyTorch's. */
  readonly epsilon?: number;
}

/**
 * Batch normalisation (Ioffe and Szegedy 2015) of x (N, ..., C): statistics of each channel over all other axes, with
 * biased variance, from the rows of x that count, or those of the context. There are no running averages: which rows
 * the statistics come from is said with each call.
 */
export function batchNorm(channels: number, { epsilon = 1e-5 }: NormOptions = {}): Learner<NormParams> {
  requireSizes('batchNorm', channels, epsilon);
  return learner<NormParams>(affine(channels), ({ scale, shift }, x, { mask, statistics }) => {
    requireChannels('batchNorm', x, channels);
    if (statistics?.length === 0) {
      throw new RangeError('There are fewer batch statistics than batch normalisations; give those that `statistics` of the same learner returns.');
    }
    const moments = statistics ? statistics[0] : channelMoments(x, mask);
    // By its own statistics an array of images is normalised in one node, which knows its derivatives.
    const isOne = !statistics && !mask && x.rank > 2 && [scale, shift].every(({ shape }) => sameShape(shape, [channels]));
    const output = isOne ? normalise(x, scale, shift, epsilon) : normaliseBy(x, moments, scale, shift, epsilon);
    return { output, statistics: [moments] };
  });
}

/** Layer normalisation (Ba et al. 2016) over the last axis of x (..., C), for each row and position by itself. */
export function layerNorm(channels: number, { epsilon = 1e-5 }: NormOptions = {}): Learner<NormParams> {
  requireSizes('layerNorm', channels, epsilon);
  return learner<NormParams>(affine(channels), ({ scale, shift }, x) => {
    requireChannels('layerNorm', x, channels);
    const centred = sub(x, mean(x, -1, { keepDims: true }));
    const variance = mean(square(centred), -1, { keepDims: true });
    return add(mul(mul(centred, rsqrt(add(variance, epsilon))), scale), shift);
  });
}

/**
 * Group normalisation (Wu and He 2018) of x (N, ..., C): over all positions that count and the channels of a group, for each row by
 * itself. `groups` must divide `channels`; one group normalises the whole layer.
 */
export function groupNorm(channels: number, groups: number, { epsilon = 1e-5 }: NormOptions = {}): Learner<NormParams> {
  requireSizes('groupNorm', channels, epsilon);
  if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
    throw new RangeError(`groupNorm: ${channels} channels cannot be divided into ${groups} equal groups.`);
  }
  return learner<NormParams>(affine(channels), ({ scale, shift }, x, { mask }) => {
    requireChannels('groupNorm', x, channels);
    const grouped = reshape(x, [x.shape[0], -1, groups, channels / groups]);
    const average = mask && mask.rank > 1 ? meanOfPositions(mask) : (values: Tensor) => mean(values, [1, 3], { keepDims: true });
    const centred = sub(grouped, average(grouped));
    const variance = average(square(centred));
    return add(mul(reshape(mul(centred, rsqrt(add(variance, epsilon))), x.shape), scale), shift);
  });
}

/** The mean of values (N, positions, groups, channels) over the positions that count and the channels, for each row and group. */
function meanOfPositions(mask: Tensor): (values: Tensor) => Tensor {
  const weights = reshape(mask, [mask.shape[0], -1, 1, 1]);
  const count = maximum(sum(weights, 1, { keepDims: true }), 1);
  return (values) => div(sum(mean(mul(values, weights), 3, { keepDims: true }), 1, { keepDims: true }), count);
}

/**
 * The normalisation of a kind. 'group' has 32 channels a group, or half the channels where they are fewer than 64.
 * @throws RangeError where the kind is none of these.
 */
export function normalisation(kind: Normalisation, channels: number): Learner<NormParams | NoParams> {
  switch (oneOf('normalisation', kind, ['batch', 'layer', 'group', 'none'])) {
    case 'batch':
      return batchNorm(channels);
    case 'layer':
      return layerNorm(channels);
    case 'group':
      return groupNorm(channels, groupsFor(channels));
    case 'none':
      return learner<NoParams>(() => ({}), (_, x) => x);
  }
}

function groupsFor(channels: number): number {
  const groups = Math.max(2, Math.floor(channels / 32));
  return channels % groups === 0 ? groups : 1;
}

/** @throws RangeError where the channels are not a whole number of at least 1, or the variance would be made negative or no number. */
function requireSizes(layer: string, channels: number, epsilon: number): void {
  if (!Number.isInteger(channels) || channels < 1) throw new RangeError(`${layer}: channels must be a whole number of at least 1, got ${channels}.`);
  if (!(epsilon >= 0 && epsilon < Infinity)) throw new RangeError(`${layer}: epsilon must be a finite number of at least 0, got ${epsilon}.`);
}

/** One channel would be broadcast to many, and many to one. */
function requireChannels(layer: string, x: Tensor, channels: number): void {
  const [last] = x.shape.slice(-1);
  if (last !== channels) throw new ShapeError(layer, [x], `it normalises ${channels} channels, but ${last === undefined ? 'a scalar has none' : `the last axis has ${last}`}.`);
}

function affine(channels: number) {
  return (key: Key) => ({ scale: onesInitialiser(key, [channels]), shift: zerosInitialiser(key, [channels]) });
}
