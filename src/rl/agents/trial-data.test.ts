import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndarray, type NdArray } from '../../graph/index.js';
import { assertClose } from '../../testing/close.js';
import { trialData } from './trial-data.js';

const steps = 4;
const [rewards, values] = [Float32Array.of(1, 0, 2, 1, 3, -1, 0, 0), Float32Array.of(0.5, 0.2, 1, 0.1, 1, 0.5, 9, 9)];
const mask = Float32Array.of(1, 1, 1, 1, 1, 1, 0, 0);
const array = (data: Float32Array): NdArray => ndarray(data, [2, 1, steps]);
const none = ndarray(new Float32Array(2));
const played = {
  rollout: { tasks: 2, episodes: 1, steps, observations: none, last: none, actions: none, behaviour: none, rewards: array(rewards), mask: array(mask), terminated: ndarray(new Float32Array(2), [2, 1]) },
  told: none, values, returns: [], lengths: [], ends: [],
};
/** 1 + gamma + ... of the steps left. */
const left = (gamma: number) => [3, 2, 1, 0].map((last) => Array.from({ length: last + 1 }, (_, i) => gamma ** i).reduce((a, b) => a + b));

test('with lambda of one, targets are the discounted rewards to come, through the episodes of the trial, as a mean over the steps left', () => {
  const { targets } = trialData(played, { discount: 0.5, lambda: 1 });
  const toCome = [1 + 0.5 ** 2 * 2 + 0.5 ** 3, 0.5 * 2 + 0.5 ** 2, 2 + 0.5, 1, 3 - 0.5, -1];
  assertClose([...targets.data.slice(0, 6)], toCome.map((value, i) => value / left(0.5)[i % steps]), 1e-6);
});

test('with lambda of zero, targets are a reward and the next value, which is zero after the last', () => {
  const { targets } = trialData(played, { discount: 0.9, lambda: 0 });
  const share = left(0.9);
  const worth = [...values].map((value, i) => value * share[i % steps]);
  const next = [worth[1], worth[2], worth[3], 0, worth[5], 0];
  assertClose([...targets.data.slice(0, 6)], next.map((after, i) => (rewards[i] + 0.9 * after) / share[i % steps]), 1e-6);
});

test('advantages have mean zero and deviation one over the steps that were taken, and are zero at others', () => {
  const { advantages } = trialData(played, { discount: 0.9, lambda: 0.8 });
  const taken = [...advantages.data.slice(0, 6)];
  assertClose(taken.reduce((a, b) => a + b), 0, 1e-6, 1);
  assertClose(taken.reduce((total, one) => total + one * one, 0) / 6, 1, 1e-5);
  assert.deepEqual([...advantages.data.slice(6)].map(Math.abs), [0, 0]);
});
