import { add, div, exp, mul, slice, square, sub, sum, type Tensor } from '../../graph/index.js';
import type { Distribution } from './distribution.js';

const logRoot2Pi = 0.5 * Math.log(2 * Math.PI);

/** Independent normal distributions of `width` numbers; their parameters are the means, then the logarithms of the standard deviations. */
export function gaussian(width: number): Distribution {
  const means = (parameters: Tensor): Tensor => slice(parameters, [null, [0, width]]);
  const logDeviations = (parameters: Tensor): Tensor => slice(parameters, [null, [width, 2 * width]]);
  return {
    name: 'gaussian',
    parameters: 2 * width,
    width,
    sample(parameters, from, draw, actions, to) {
      for (let i = 0; i < width; i++) actions[to + i] = parameters[from + i] + Math.exp(parameters[from + width + i]) * draw.normal();
    },
    logProbability(parameters, actions) {
      const logs = logDeviations(parameters);
      const standard = mul(sub(actions, means(parameters)), exp(mul(logs, -1)));
      return sum(sub(mul(square(standard), -0.5), add(logs, logRoot2Pi)), 1);
    },
    divergence(p, q) {
      const [logP, logQ] = [logDeviations(p), logDeviations(q)];
      const apart = add(exp(mul(logP, 2)), square(sub(means(p), means(q))));
      return sum(add(sub(logQ, logP), sub(div(apart, mul(exp(mul(logQ, 2)), 2)), 0.5)), 1);
    },
    entropy: (parameters) => sum(add(logDeviations(parameters), 0.5 + logRoot2Pi), 1),
  };
}
