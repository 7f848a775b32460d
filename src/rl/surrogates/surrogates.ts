import { arange, cast, exp, greaterEqual, matmul, mul, neg, reshape, sub, type Tensor } from '../../graph/index.js';
import { meanOfRows, type Loss } from '../../nn/index.js';
import type { Distribution } from '../policies/index.js';
import { experienceOf } from './experience.js';

/**
 * Score-function surrogates: losses of a policy's outputs (N, D) on steps of experience (N, A + 1 + D), whose derivatives estimate those of minus the expected return. All have
 * the same gradient where the policy is the one that acted; they differ in what their second derivatives, which a meta-gradient goes through, are worth.
 */

/**
 * -mean(log pi(a) A), as in REINFORCE (Williams 1992) and in MAML's first experiments. Its Hessian is not that of the expected return: it forgets that other parameters would have seen other steps.
 */
export function reinforce(distribution: Distribution): Loss {
  return (outputs, y, { mask } = {}) => {
    const { actions, advantages } = experienceOf(distribution, y);
    return neg(meanOfRows(mul(distribution.logProbability(outputs, actions), advantages), mask));
  };
}

/**
 * -mean(pi(a) / pi_then(a) A): low variance curvature (Rothfuss, Lee, Clavera, Asfour and Abbeel 2019, equation 5). Its Hessian has the terms of each step with itself and leaves out those of a step with
 * those before it: biased, with far less noise than DiCE. It is also the importance-weighted surrogate of trust regions, right for parameters near those that acted.
 */
export function lvc(distribution: Distribution): Loss {
  return (outputs, y, { mask } = {}) => {
    const { actions, advantages, behaviour } = experienceOf(distribution, y);
    const ratio = exp(sub(distribution.logProbability(outputs, actions), distribution.logProbability(behaviour, actions)));
    return neg(meanOfRows(mul(ratio, advantages), mask));
  };
}

/**
 * -mean((W_t - W_(t-1)) A_t) with W_t the product of pi(a) / pi_then(a) up to step t: DiCE (Foerster et al. 2018) with advantages (Farquhar, Whiteson and Foerster 2019, equation 10): derivatives of any order are unbiased.
 *
 * @param steps T: the rows are whole episodes of so many steps each, one after the other, padded where they ended before.
 * @throws RangeError where the rows are not so many times `steps`.
 */
export function dice(distribution: Distribution, steps: number): Loss {
  return (outputs, y, { mask } = {}) => {
    const rows = outputs.shape[0];
    if (rows % steps !== 0) throw new RangeError(`DiCE needs whole episodes of ${steps} steps, but got ${rows} rows.`);
    const { actions, advantages, behaviour } = experienceOf(distribution, y);
    const logRatio = sub(distribution.logProbability(outputs, actions), distribution.logProbability(behaviour, actions));
    const counted = mask ? mul(logRatio, mask) : logRatio;
    const upTo = reshape(matmul(reshape(counted, [-1, steps]), upToItself(steps)), [rows]);
    return neg(meanOfRows(mul(sub(exp(upTo), exp(sub(upTo, counted))), advantages), mask));
  };
}

/** (T, T): the matrix from steps to sums of the steps up to each. */
function upToItself(steps: number): Tensor {
  const index = arange(steps);
  return cast(greaterEqual(reshape(index, [1, steps]), reshape(index, [steps, 1])), 'float32');
}
