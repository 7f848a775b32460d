import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import { keysOf, playedBy, tasksOf } from '../../testing/play.js';
import type { Environments } from '../environment/index.js';
import { nav2dSparse } from './nav2d-sparse.js';

const family = nav2dSparse();

test('goals lie on the upper half of the unit circle, all over it', () => {
  const goals = tasksOf(family, 1, 1000);
  for (const { x, y } of goals) {
    assertClose(Math.hypot(x, y), 1, 1e-12);
    assert.ok(y >= 0);
  }
  const angles = goals.map(({ x, y }) => Math.atan2(y, x));
  const mean = angles.reduce((a, b) => a + b) / 1000;
  assert.ok(Math.abs(mean - Math.PI / 2) < 0.1, `the mean angle is ${mean}`);
  assert.ok(Math.min(...angles) < 0.02 && Math.max(...angles) > Math.PI - 0.02);
});

test('a step is rewarded by 1 minus the distance near the goal, and by nothing elsewhere; the goal ends nothing', () => {
  const { rewards, steps } = playedBy(family.make([{ x: 1, y: 0 }]) as Environments, new Array<number[]>(20).fill([0.07, 0]));
  assert.equal(steps, 20);
  rewards.forEach((reward, i) => {
    const distance = Math.abs(1 - 0.07 * (i + 1));
    assertClose(reward, distance <= 0.2 ? 1 - distance : 0, 1e-6);
  });
  assert.ok(rewards.some((reward) => reward > 0.9) && rewards[0] === 0 && rewards[19] === 0);
});

test('distance and radius can be others', () => {
  const other = nav2dSparse({ distance: 2, within: 0.5, horizon: 60 });
  assertClose(Math.hypot(...other.tells!.of(other.sampleTask(keysOf(3, 1)[0]))), 2);
  const { rewards } = playedBy(other.make([{ x: 0, y: 2 }]) as Environments, new Array<number[]>(16).fill([0, 0.1]));
  assert.deepEqual([rewards[13] > 0, rewards[15] > 0.55], [false, true]);
  assert.throws(() => nav2dSparse({ within: 0 }), /within must be a number above 0, got 0/);
  assert.throws(() => nav2dSparse({ distance: Infinity }), /distance must be a number above 0/);
});

test('a scene shows where rewards are given, one picture for each observation', () => {
  const episode = playedBy(family.make([{ x: 1, y: 0 }]) as Environments, [[0.1, 0], [0.1, 0]]);
  const { still, frames, right } = family.scene!({ x: 1, y: 0 }, episode);
  assert.deepEqual(still, [{ kind: 'circle', x: 1, y: 0, radius: 0.2, tone: 'goal', hollow: true }]);
  assert.ok(frames.length === 3 && right >= 1.2);
});
