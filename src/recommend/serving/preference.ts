import { mul, slice, softmax, squeeze, sub, sum, tensor, type Tensor } from '../../graph/index.js';
import type { RatingTarget } from '../targets.js';

/** A learner's outputs (N, W) as one number for each item (N), to rank by: the value; the expected level; the logit of 'taken'. */
export function preferenceOf(target: RatingTarget, outputs: Tensor): Tensor {
  if (target.kind === 'values') return squeeze(outputs, 1);
  if (target.kind === 'levels') return sum(mul(softmax(outputs), tensor(target.levels)), 1);
  return squeeze(sub(slice(outputs, [null, [1, 2]]), slice(outputs, [null, [0, 1]])), 1);
}

/** A preference as a rating within the scale, or as the probability of 'taken': the same as `ratingsFrom` makes of the outputs. */
export function ratingOf(target: RatingTarget, preference: number): number {
  if (target.kind === 'values') return Math.min(target.high, Math.max(target.low, target.mean + target.deviation * preference));
  return target.kind === 'levels' ? preference : 1 / (1 + Math.exp(-preference));
}
