import { cast, exp, logSoftmax, mul, oneHot, reshape, sub, sum } from '../../graph/index.js';
import type { Distribution } from './distribution.js';

/** One of `count` choices, of probabilities softmax(parameters). An action is the number of the choice, as a float. */
export function categorical(count: number): Distribution {
  return {
    name: 'categorical',
    parameters: count,
    width: 1,
    sample(parameters, from, draw, actions, to) {
      let highest = -Infinity;
      for (let i = 0; i < count; i++) highest = Math.max(highest, parameters[from + i]);
      let total = 0;
      for (let i = 0; i < count; i++) total += Math.exp(parameters[from + i] - highest);
      if (Number.isNaN(total)) {
        // Of no probabilities no choice: who acts is to notice.
        actions[to] = NaN;
        return;
      }
      let left = draw.uniform() * total;
      let choice = 0;
      for (; choice < count - 1; choice++) {
        left -= Math.exp(parameters[from + choice] - highest);
        if (left < 0) break;
      }
      actions[to] = choice;
    },
    logProbability: (parameters, actions) => sum(mul(logSoftmax(parameters), oneHot(cast(reshape(actions, [-1]), 'int32'), count)), 1),
    divergence(p, q) {
      const [logP, logQ] = [logSoftmax(p), logSoftmax(q)];
      return sum(mul(exp(logP), sub(logP, logQ)), 1);
    },
    entropy(parameters) {
      const logs = logSoftmax(parameters);
      return mul(sum(mul(exp(logs), logs), 1), -1);
    },
  };
}
