import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import { keysOf, playedBy, tasksOf } from '../../testing/play.js';
import type { Environments } from '../environment/index.js';
import { bernoulliBandit, gaussianBandit } from './bandits.js';

const bernoulli = bernoulliBandit();
const gaussian = gaussianBandit({ deviation: 2 });
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const varianceOf = (values: readonly number[]): number => meanOf(values.map((value) => (value - meanOf(values)) ** 2));

/** Rewards of many first pulls of one arm. */
const pulls = (environments: Environments, arm: number): number[] => {
  environments.reset(keysOf(arm, environments.rows));
  return [...environments.step(new Float32Array(environments.rows).fill(arm)).rewards];
};

test('an arm of a Bernoulli bandit gives 1 as often as its probability says, and else 0', () => {
  const task = { probabilities: [0, 0.2, 0.7, 1] };
  const environments = bernoulliBandit({ arms: 4 }).make(new Array(4000).fill(task)) as Environments;
  task.probabilities.forEach((probability, arm) => {
    const rewards = pulls(environments, arm);
    assert.ok(rewards.every((reward) => reward === 0 || reward === 1));
    assert.ok(Math.abs(meanOf(rewards) - probability) <= 4 * Math.sqrt((probability * (1 - probability)) / 4000), `${meanOf(rewards)} for ${probability}`);
  });
});

test('an arm of a Gaussian bandit gives its mean and noise of the known deviation', () => {
  const environments = gaussian.make(new Array(4000).fill({ means: [-1, 0, 3, 0, 0] })) as Environments;
  const rewards = pulls(environments, 2);
  assert.ok(Math.abs(meanOf(rewards) - 3) < (4 * 2) / Math.sqrt(4000));
  assert.ok(Math.abs(varianceOf(rewards) - 4) < 0.4);
});

test('probabilities are uniform in [0, 1] and means standard normal', () => {
  const probabilities = tasksOf(bernoulli, 1, 1000).flatMap((task) => task.probabilities);
  const means = tasksOf(gaussian, 1, 1000).flatMap((task) => task.means);
  assert.deepEqual([probabilities.length, means.length], [5000, 5000]);
  assert.ok(probabilities.every((value) => value >= 0 && value < 1));
  assertClose([meanOf(probabilities), varianceOf(probabilities)], [1 / 2, 1 / 12], 0.017);
  assertClose([meanOf(means), varianceOf(means)], [0, 1], 0.08);
});

test('nothing is to be seen, and no pull ends the episode', () => {
  const { observations, steps } = playedBy(bernoulli.make(tasksOf(bernoulli, 2, 3)) as Environments, Array.from({ length: 100 }, (_, i) => [i % 5]));
  assert.equal(steps, 100);
  assert.equal(bernoulli.horizon, 100);
  assert.ok(observations.every((value) => value === 0));
});

test('an episode is drawn as bars that grow with the pulls of each arm', () => {
  const task = { probabilities: [0.1, 0.9] };
  const family = bernoulliBandit({ arms: 2, pulls: 4 });
  const { frames, still } = family.scene!(task, playedBy(family.make([task]) as Environments, [[1], [0], [1], [1]]));
  const heights = frames.map((shapes) => shapes.map((shape) => (shape.kind === 'polygon' ? Math.max(...shape.points.map(([, y]) => y)) : NaN)));
  assert.deepEqual(heights, [[0, 0], [0, 0.25], [0.25, 0.25], [0.25, 0.5], [0.25, 0.75]]);
  assert.deepEqual(frames[0].map((shape) => shape.tone), ['agent', 'goal']);
  assert.deepEqual(still.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : [])), ['0.10', '0.90']);
});

test('tasks are told and titled by their arms', () => {
  assert.deepEqual(bernoulli.tells!.of({ probabilities: [0.1, 0.2, 0.3, 0.4, 0.5] }), [0.1, 0.2, 0.3, 0.4, 0.5]);
  assert.equal(bernoulli.tells!.size, 5);
  assert.equal(gaussian.titleOf!({ means: [-1, 0.256] }), 'arms -1.00, 0.26');
  assert.deepEqual(gaussian.description, { arms: 5, pulls: 100, deviation: 2 });
});

test('bandits that make no sense are refused', () => {
  assert.throws(() => bernoulliBandit({ arms: 0 }), /whole number of at least 1 arms, got 0/);
  assert.throws(() => gaussianBandit({ pulls: 1.5 }), /whole number of at least 1 pulls, got 1.5/);
  assert.throws(() => gaussianBandit({ deviation: 0 }), /deviation .* above 0, got 0/);
});
