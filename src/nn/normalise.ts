import { add, div, maximum, mean, mul, reshape, rsqrt, square, sub, sum, type Tensor } from '../graph/index.js';
import type { Statistics } from './learner.js';

/** Mean and (biased) variance of each channel. */
export type Moments = Statistics[number];

/**
 * The moments of each channel of x (N, ..., C) over all axes but the last, (C) each. Rows whose `mask` (N) is zero are
 * left out; or positions, where the mask has their axes too (N, ...).
 */
export function channelMoments(x: Tensor, mask?: Tensor): Moments {
  const axes = Array.from({ length: x.rank - 1 }, (_, axis) => axis);
  if (!mask) {
    const centre = mean(x, axes);
    // A pass less over images. It is exact only where deviations are not small against the mean, which rows of features
    // (a year, a price) need not keep to; those are small, so centring them costs nothing.
    const variance = x.rank > 2 ? maximum(sub(mean(square(x), axes), square(centre)), 0) : mean(square(sub(x, centre)), axes);
    return { mean: centre, variance };
  }
  const weights = reshape(mask, [...mask.shape, ...new Array<number>(x.rank - mask.rank).fill(1)]);
  const positions = x.size / (mask.size * x.shape[x.rank - 1]);
  const count = mul(maximum(sum(mask), 1), positions);
  const centre = div(sum(mul(x, weights), axes), count);
  return { mean: centre, variance: div(sum(mul(square(sub(x, centre)), weights), axes), count) };
}

/**
 * (x - mean) / sqrt(variance + epsilon) * scale + shift, with everything of a channel's size folded into one factor and
 * one summand first: passes over x are what costs.
 */
export function normalise(x: Tensor, { mean, variance }: Moments, scale: Tensor, shift: Tensor, epsilon: number): Tensor {
  const factor = mul(scale, rsqrt(add(variance, epsilon)));
  return add(mul(x, factor), sub(shift, mul(mean, factor)));
}
