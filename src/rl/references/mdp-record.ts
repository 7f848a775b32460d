import type { Random } from '../environment/index.js';
import { gamma } from './draws.js';
import type { Model } from './planning.js';

/** What was seen of a tabular MDP, and what can be believed of it before: flat Dirichlet transitions, mean rewards of Normal(m, 1), and standard normal noise on them. */
export interface MdpRecord {
  /** (S, A): how often an action was taken in a state. */
  readonly counts: Float64Array;
  learn(state: number, action: number, reward: number, next: number): void;
  /** The mean of the posterior. */
  believed(): Model;
  /** One draw of the posterior. */
  sample(random: Random): Model;
}

/** @param priorMean the m that mean rewards are believed to be drawn around. */
export function mdpRecord(states: number, actions: number, priorMean: number): MdpRecord {
  const pairs = states * actions;
  const counts = new Float64Array(pairs);
  const sums = new Float64Array(pairs);
  const moves = new Float64Array(pairs * states);
  const meanOf = (pair: number): number => (priorMean + sums[pair]) / (1 + counts[pair]);
  return {
    counts,
    learn(state, action, reward, next) {
      const pair = state * actions + action;
      counts[pair]++;
      sums[pair] += reward;
      moves[pair * states + next]++;
    },
    believed: () => ({
      states,
      actions,
      means: counts.map((_, pair) => meanOf(pair)),
      transitions: moves.map((count, i) => (1 + count) / (states + counts[Math.floor(i / states)])),
    }),
    sample(random) {
      const transitions = moves.map((count) => gamma(1 + count, random));
      for (let pair = 0; pair < pairs; pair++) {
        const row = transitions.subarray(pair * states, (pair + 1) * states);
        const sum = row.reduce((total, draw) => total + draw, 0);
        row.forEach((draw, to) => (row[to] = draw / sum));
      }
      return { states, actions, means: counts.map((count, pair) => random.normal(meanOf(pair), 1 / Math.sqrt(1 + count))), transitions };
    },
  };
}
