import { add, div, maximum, mean, mul, reshape, rsqrt, square, sub, sum, type Tensor } from '../graph/index.js';
import { momentsOf } from '../graph/primitives/normalise.js';
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
    // Rows of features (a year, a price) may deviate little from their mean; those are small, so centring them costs nothing.
    if (x.rank > 2) return momentsOf(x);
    const centre = mean(x, axes);
    return { mean: centre, variance: mean(square(sub(x, centre)), axes) };
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
export function normaliseBy(x: Tensor, { mean, variance }: Moments, scale: Tensor, shift: Tensor, epsilon: number): Tensor {
  const factor = mul(scale, rsqrt(add(variance, epsilon)));
  return add(mul(x, factor), sub(shift, mul(mean, factor)));
}
