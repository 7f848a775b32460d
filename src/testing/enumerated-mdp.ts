import { matmul, type NdArray, type Tensor } from '../graph/index.js';
import { learner } from '../nn/index.js';
import type { HostExamples } from '../tasks/index.js';

/**
 * A decision process so small that all its trajectories can be written down: two states, from which the third ends the episode, two actions, three steps. Expectations over what a policy does
 * are sums over them, without noise.
 */
const start = [0.7, 0.3];
/** [state][action][next state]. */
const next = [[[0.6, 0.3, 0.1], [0.2, 0.8, 0]], [[0.5, 0.25, 0.25], [0, 0.4, 0.6]]];
/** [state][action]. */
const rewards = [[1, -0.5], [0.3, 2]];
const horizon = 3;
const [states, actions] = [0, 1].map(() => [0, 1]);

/** Steps of an episode at most. */
export const enumeratedSteps = horizon;

/** One of the ways in which an episode can go. */
export interface Trajectory {
  /** Under the policy that it was enumerated with. */
  readonly probability: number;
  readonly states: readonly number[];
  readonly actions: readonly number[];
  readonly rewards: readonly number[];
}

/** A policy that has a logit for each state and action. Observations are states, one-hot. */
export const tablePolicy = learner<{ readonly logits: Tensor }>(
  () => ({ logits: arrayOf([0, 0, 0, 0], [2, 2]) }),
  ({ logits }, x) => matmul(x, logits),
);

/** float64 values that count as float32 in graphs, where the interpreter keeps their digits. */
export function arrayOf(values: readonly number[], shape: readonly number[]): NdArray {
  return { data: Float64Array.from(values), shape, dtype: 'float32' };
}

/** pi(a | s) as [state][action] of logits in that order. */
export function policyOf(logits: readonly number[]): number[][] {
  return states.map((s) => {
    const weights = actions.map((a) => Math.exp(logits[2 * s + a]));
    return weights.map((weight) => weight / (weights[0] + weights[1]));
  });
}

/** The value of each action, [step][state][action], by going backwards from the last step. */
export function actionValues(logits: readonly number[]): number[][][] {
  const policy = policyOf(logits);
  const values: number[][][] = [];
  let after = [0, 0];
  for (let step = 0; step < horizon; step++) {
    const following = after;
    const q = states.map((s) => actions.map((a) => rewards[s][a] + states.reduce((sum, to) => sum + next[s][a][to] * following[to], 0)));
    after = states.map((s) => actions.reduce((sum, a) => sum + policy[s][a] * q[s][a], 0));
    values.unshift(q);
  }
  return values;
}

/** J: the expected return of a policy. */
export function expectedReturn(logits: readonly number[]): number {
  const policy = policyOf(logits);
  const [first] = actionValues(logits);
  return states.reduce((sum, s) => sum + start[s] * actions.reduce((value, a) => value + policy[s][a] * first[s][a], 0), 0);
}

/** The gradient of J by the policy gradient theorem (Sutton et al. 2000, theorem 1): the sum of d_t(s) dpi(a | s) Q_t(s, a). */
export function policyGradient(logits: readonly number[]): number[] {
  const policy = policyOf(logits);
  const gradient = [0, 0, 0, 0];
  let visited = start;
  for (const q of actionValues(logits)) {
    const here = visited;
    for (const s of states) {
      for (const a of actions) {
        for (const b of actions) gradient[2 * s + b] += here[s] * policy[s][a] * ((a === b ? 1 : 0) - policy[s][b]) * q[s][a];
      }
    }
    visited = states.map((to) => states.reduce((sum, s) => sum + here[s] * actions.reduce((all, a) => all + policy[s][a] * next[s][a][to], 0), 0));
  }
  return gradient;
}

/** All trajectories that a policy can make. */
export function trajectoriesOf(logits: readonly number[]): Trajectory[] {
  const policy = policyOf(logits);
  const all: Trajectory[] = [];
  const grow = (so: Trajectory, s: number): void => {
    if (s === 2 || so.states.length === horizon) return void all.push(so);
    for (const a of actions) {
      const taken = { states: [...so.states, s], actions: [...so.actions, a], rewards: [...so.rewards, rewards[s][a]] };
      // Where it stands after the last step is nobody's business.
      if (taken.states.length === horizon) grow({ ...taken, probability: so.probability * policy[s][a] }, s);
      else next[s][a].forEach((chance, to) => chance > 0 && grow({ ...taken, probability: so.probability * policy[s][a] * chance }, to));
    }
  };
  for (const s of states) grow({ probability: start[s], states: [], actions: [], rewards: [] }, s);
  return all;
}

/** The rewards from a step on. */
export function returnToGo({ rewards: own }: Trajectory, step: number): number {
  return own.slice(step).reduce((a, b) => a + b, 0);
}

/**
 * All trajectories of a policy as rows of experience, whole episodes padded to three steps. Surrogates are means over the steps taken and linear in the advantages: these are weighed by the
 * trajectory's probability, so that the mean is the expectation of the sum over the steps of an episode.
 * @param advantage of a step of a trajectory. Default: its return-to-go.
 */
export function enumeratedExamples(logits: readonly number[], advantage: (trajectory: Trajectory, step: number) => number = returnToGo): HostExamples {
  const trajectories = trajectoriesOf(logits);
  const taken = trajectories.reduce((sum, { states: own }) => sum + own.length, 0);
  const rows = trajectories.flatMap((trajectory) =>
    Array.from({ length: horizon }, (_, step) => {
      if (step >= trajectory.states.length) return { x: [0, 0], y: [0, 0, 0, 0], mask: 0 };
      const s = trajectory.states[step];
      const weighed = taken * trajectory.probability * advantage(trajectory, step);
      return { x: states.map((other) => (other === s ? 1 : 0)), y: [trajectory.actions[step], weighed, ...logits.slice(2 * s, 2 * s + 2)], mask: 1 };
    }),
  );
  return {
    x: arrayOf(rows.flatMap(({ x }) => x), [rows.length, 2]),
    y: arrayOf(rows.flatMap(({ y }) => y), [rows.length, 4]),
    mask: arrayOf(rows.map(({ mask }) => mask), [rows.length]),
  };
}
