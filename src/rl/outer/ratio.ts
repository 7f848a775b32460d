import { clip, exp, minimum, mul, neg, sub } from '../../graph/index.js';
import { meanOfRows } from '../../nn/index.js';
import type { OuterLoss } from './outer.js';

/** -mean(r A), r the ratio of new to old probability: what trust regions make small (Schulman et al. 2015, equation 14). */
export const ratioLoss: OuterLoss = (now, then, advantages, mask) => neg(meanOfRows(mul(exp(sub(now, then)), advantages), mask));

/** -mean(min(r A, clip(r, 1 - epsilon, 1 + epsilon) A)): nothing is gained beyond the clip (Schulman et al. 2017, equation 7). */
export function clippedRatioLoss(epsilon: number): OuterLoss {
  return (now, then, advantages, mask) => {
    const ratio = exp(sub(now, then));
    return neg(meanOfRows(minimum(mul(ratio, advantages), mul(clip(ratio, 1 - epsilon, 1 + epsilon), advantages)), mask));
  };
}
