import { add, concat, div, exp, mul, slice, split, square, sub, sum, zeros, type Tensor } from '../../graph/index.js';

/** What is thought of a task: independent normal distributions of L numbers that stand for it, (..., L). */
export interface Belief {
  readonly mean: Tensor;
  readonly logVariance: Tensor;
}

/** A belief from its numbers (..., 2L): means, then logarithms of variances. */
export function beliefOf(numbers: Tensor): Belief {
  const [mean, logVariance] = split(numbers, 2, -1);
  return { mean, logVariance };
}

/** KL(p || q), summed over the last axis: (..., L) to (...). */
export function beliefDivergence(p: Belief, q: Belief): Tensor {
  const apart = add(exp(p.logVariance), square(sub(p.mean, q.mean)));
  return mul(sum(sub(add(div(apart, exp(q.logVariance)), sub(q.logVariance, p.logVariance)), 1), -1), 0.5);
}

/** By how much each step changed the belief of K trials: KL of the belief (K, T, L) from that of the step before, and at first from the standard normal distribution; (K, T). */
export function surprise(belief: Belief): Tensor {
  const before = (x: Tensor): Tensor => {
    const [trials, steps, width] = x.shape;
    const first = zeros([trials, 1, width]);
    return steps === 1 ? first : concat([first, slice(x, [null, [0, steps - 1]])], 1);
  };
  return beliefDivergence(belief, { mean: before(belief.mean), logVariance: before(belief.logVariance) });
}

/** Draws from the belief, by standard normal `noise` of its shape. */
export function drawnFrom({ mean, logVariance }: Belief, noise: Tensor): Tensor {
  return add(mean, mul(exp(mul(logVariance, 0.5)), noise));
}
