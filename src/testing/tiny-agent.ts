import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mean, mul, neg, ones, reshape, square, sub, sum, type Tensor } from '../graph/index.js';
import { foldIn, normal, uniform, type Key } from '../random/index.js';
import { grad } from '../transform/index.js';
import type { Actor, Agent, DrawnTask } from '../rl/agent.js';
import { box, type EnvironmentFamily } from '../rl/environment/index.js';
import type { OuterRule } from '../rl/outer/outer.js';
import { trpo } from '../rl/outer/index.js';
import { isFirst } from './is-first.js';

/** What a worker that builds the tiny agent should do beside. */
export interface TinyAgentOptions {
  readonly episodes?: number;
  /** What its mean is the sum of: 2. */
  readonly parts?: number;
  /** Chunks that are collected until the process kills itself, as often as it is started; or once, where `once` names a file that remembers. */
  readonly crashAfter?: number;
  readonly once?: string;
  /** A folder that gets a file named like the process. */
  readonly pids?: string;
  readonly fail?: string;
}

/** Actions and their advantages, of episodes before and after an inner step: (E) each. */
export interface TinyData {
  readonly support: { readonly actions: Tensor; readonly advantages: Tensor };
  readonly query: { readonly actions: Tensor; readonly advantages: Tensor; readonly behaviour: Tensor };
}

/** The means of some actions: only their sum counts. */
export interface TinyTheta {
  readonly parts: Tensor;
}

const innerLearningRate = 0.2;

/** A bandit of one pull: a task is a number in [-1, 1], and the reward minus the squared distance of the action from it. */
const family: EnvironmentFamily<number> = {
  name: 'guess',
  observationSpace: box(0, 0, 1),
  actionSpace: box(-Infinity, Infinity, 1),
  horizon: 1,
  description: {},
  sampleTask: (key) => uniform(key, [1], -1, 1).data[0],
  make: () => {
    throw new Error('The tiny agent plays by itself.');
  },
  kindOf: (task) => (task < 0 ? 'below' : 'above'),
  titleOf: (task) => `number ${task.toFixed(2)}`,
};

/** A Gaussian guess whose mean adapts by one step of policy gradients: the smallest agent that is one. What worker processes in tests build. */
export default function tinyAgent(options: TinyAgentOptions | null = {}): { agent: Agent<TinyTheta, TinyData>; outer: OuterRule } {
  const { episodes = 4, parts: count = 2, crashAfter = Infinity, once, pids, fail } = options ?? {};
  if (fail) throw new Error(fail);
  if (pids) writeFileSync(join(pids, `${process.pid}`), '');
  let collected = 0;
  const meanOf = ({ parts }: TinyTheta): Tensor => sum(parts);
  const surrogate = (theta: TinyTheta, { actions, advantages }: TinyData['support']): Tensor => neg(mean(mul(logProbability(meanOf(theta), actions), advantages)));
  const adapted = (theta: TinyTheta, { support }: TinyData): Tensor => {
    const { parts } = grad((at: TinyTheta) => surrogate(at, support))(theta);
    return meanOf({ parts: sub(theta.parts, mul(innerLearningRate, parts)) });
  };

  const actor: Actor<TinyData> = {
    async collect(theta, tasks) {
      if (++collected > crashAfter && (once === undefined || isFirst(once))) process.kill(process.pid, 'SIGKILL');
      const rounds = tasks.map((task) => play(theta, task, 2, episodes));
      const over = (round: number, of: 'actions' | 'advantages' | 'behaviour') => ({ data: Float32Array.from(rounds.flatMap((each) => Array.from(each[round][of]))), shape: [tasks.length, episodes], dtype: 'float32' as const });
      return {
        data: { support: { actions: over(0, 'actions'), advantages: over(0, 'advantages') }, query: { actions: over(1, 'actions'), advantages: over(1, 'advantages'), behaviour: over(1, 'behaviour') } },
        returns: [0, 1].map((round) => Float32Array.from(rounds, (each) => average(each[round].rewards))),
      };
    },
    adapt: async (theta, tasks, count) =>
      tasks.map((task) => {
        const rounds = play(theta, task, count, episodes);
        return {
          returns: rounds.map(({ rewards }) => rewards),
          episodes: rounds.map(({ actions, rewards }) => ({ steps: 1, observations: new Float32Array(2), actions: actions.slice(0, 1), rewards: rewards.slice(0, 1) })),
        };
      }),
    release: async () => undefined,
  };

  const agent: Agent<TinyTheta, TinyData> = {
    name: 'tiny',
    settings: { episodes, innerLearningRate },
    environment: family as EnvironmentFamily,
    rounds: 2,
    init: (key) => ({ parts: normal(key, [count], 2, 0.1) }),
    actor: () => actor,
    outputs: (theta, data) => mul(reshape(adapted(theta, data), [1, 1]), ones([episodes, 1])),
    drift: (now, { query }) => mul(0.5, mean(square(sub(reshape(now, [-1]), query.behaviour)))),
    objective(theta, data, loss) {
      const { actions, advantages, behaviour } = data.query;
      return loss(logProbability(adapted(theta, data), actions), logProbability(behaviour, actions), advantages, ones([episodes]));
    },
  };
  return { agent, outer: trpo({ maxDivergence: 0.05 }) };
}

/** The URL of this module. */
export const tinyAgentModule = import.meta.url;

/** Of a Gaussian of deviation one, but for a constant. */
function logProbability(mu: Tensor, actions: Tensor): Tensor {
  return mul(-0.5, square(sub(actions, mu)));
}

interface Round {
  readonly actions: Float32Array;
  readonly rewards: Float32Array;
  readonly advantages: Float32Array;
  readonly behaviour: Float32Array;
}

/** Rounds of guesses, an inner step after each. */
function play(theta: Float32Array, { task, key }: DrawnTask, count: number, episodes: number): Round[] {
  let [mu, left] = [theta[0] + theta[1], count];
  const rounds: Round[] = [];
  while (left-- > 0) {
    const own: Key = foldIn(key, 1 + rounds.length);
    const actions = Float32Array.from({ length: episodes }, (_, episode) => mu + normal(foldIn(own, episode), [1]).data[0]);
    const rewards = actions.map((action) => -((action - (task as number)) ** 2));
    const advantages = rewards.map((reward) => reward - average(rewards));
    rounds.push({ actions, rewards, advantages, behaviour: new Float32Array(episodes).fill(mu) });
    // The gradient of the surrogate in either part, which adds up to twice of it in their sum.
    mu += 2 * innerLearningRate * average(actions.map((action, i) => (action - mu) * advantages[i]));
  }
  return rounds;
}

function average(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
