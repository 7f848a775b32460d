import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import { keysOf, playedBy, tasksOf } from '../../testing/play.js';
import type { Environments } from '../environment/index.js';
import { nav2d } from './nav2d.js';

const family = nav2d();
const made = (...goals: { x: number; y: number }[]) => family.make(goals) as Environments;

test('a point that goes straight at a fixed speed is where the closed form has it, and rewarded by minus its distance', () => {
  const goal = { x: 0.3, y: -0.4 };
  const { observations, rewards } = playedBy(made(goal), new Array<number[]>(50).fill([0.03, 0.01]));
  rewards.forEach((reward, i) => {
    const [x, y] = [0.03 * (i + 1), 0.01 * (i + 1)];
    assertClose([observations[2 * i + 2], observations[2 * i + 3]], [x, y], 1e-6);
    assertClose(reward, -Math.hypot(goal.x - x, goal.y - y), 1e-6);
  });
  assert.equal(rewards.length, 50);
});

test('velocities are clipped to 0.1, each part by itself', () => {
  const { observations } = playedBy(made({ x: 0.5, y: 0.5 }), [[5, -0.05], [-0.02, -9], [Infinity, 0.1]]);
  assertClose([...observations], [0, 0, 0.1, -0.05, 0.08, -0.15, 0.18, -0.05]);
});

test('an episode ends nearer than 0.01 to the goal, and not elsewhere', () => {
  const ends = (way: number): number => {
    const environments = made({ x: 0.05, y: 0 });
    environments.reset(keysOf(0, 1));
    return environments.step(Float32Array.of(way, 0)).terminated[0];
  };
  // 2^-9 less and more than 0.01, and as much: float32 has no 0.04.
  assert.deepEqual([0.04 - 2 ** -12, 0.04 + 2 ** -12, 0.05, 0.06 - 2 ** -12, 0.06 + 2 ** -12].map(ends), [0, 1, 1, 1, 0]);
});

test('the best that can be done, straight to the goal, gives the return that it should', () => {
  const { rewards, steps } = playedBy(made({ x: 0.45, y: 0.2 }), new Array<number[]>(100).fill([0.09, 0.04]));
  assert.equal(steps, 5);
  assertClose(rewards.reduce((sum, reward) => sum + reward, 0), -(4 + 3 + 2 + 1) * Math.hypot(0.09, 0.04), 1e-6);
});

test('goals are uniform in [-0.5, 0.5]^2, the same for the same key', () => {
  const goals = tasksOf(family, 1, 4000);
  for (const axis of ['x', 'y'] as const) {
    const values = goals.map((goal) => goal[axis]);
    const mean = values.reduce((a, b) => a + b) / 4000;
    assert.ok(values.every((value) => value >= -0.5 && value < 0.5));
    assert.ok(Math.abs(mean) < 0.02, `mean ${mean}`);
    assert.ok(Math.abs(values.reduce((a, b) => a + b * b, 0) / 4000 - 1 / 12) < 0.004);
  }
  assert.deepEqual(tasksOf(family, 1, 3), goals.slice(0, 3));
});

test('rows do not touch each other: a row alone does what it does among others', () => {
  const goals = tasksOf(family, 2, 5);
  const together = made(...goals);
  const apart = goals.map((goal) => made(goal));
  together.reset(keysOf(0, 5));
  for (const one of apart) one.reset(keysOf(0, 1));
  for (let step = 0; step < 20; step++) {
    const actions = Float32Array.from({ length: 10 }, (_, i) => 0.1 * Math.sin(step + i));
    const { observations, rewards } = together.step(actions);
    apart.forEach((one, i) => {
      const alone = one.step(actions.slice(2 * i, 2 * i + 2));
      assert.deepEqual([[...observations.slice(2 * i, 2 * i + 2)], rewards[i]], [[...alone.observations], alone.rewards[0]]);
    });
  }
});

test('what is told of a task is its goal, and its title says so', () => {
  const goal = { x: 0.25, y: -0.5 };
  assert.deepEqual(family.tells!.of(goal), [0.25, -0.5]);
  assert.equal(family.titleOf!(goal), 'goal (0.25, -0.50)');
});

test('a scene shows goal and point, one picture for each observation, and the way', () => {
  const episode = playedBy(made({ x: 0.5, y: 0 }), [[0.1, 0], [0.1, 0], [0, 0.1]]);
  const { still, frames, trail } = family.scene!({ x: 0.5, y: 0 }, episode);
  assert.ok(still.some((shape) => shape.tone === 'goal' && shape.kind === 'circle' && shape.x === 0.5));
  assert.equal(frames.length, 4);
  assertClose(trail!.flat(), [0, 0, 0.1, 0, 0.2, 0, 0.2, 0.1]);
  assert.ok(frames[3].some((shape) => shape.tone === 'agent' && shape.kind === 'circle' && Math.abs(shape.y - 0.1) < 1e-6));
});

test('a horizon that makes no sense is refused', () => {
  assert.throws(() => nav2d({ horizon: 0 }), /whole number of at least 1, got 0/);
  assert.equal(nav2d({ horizon: 7 }).horizon, 7);
});
