import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldIn, key, uniform } from '../../../random/index.js';
import type { Json } from '../../../training/index.js';
import { widthOf, type EnvironmentFamily } from '../../environment/index.js';
import { antDirection, halfCheetahDirection, halfCheetahVelocity, type Direction } from './index.js';

const directions: Direction[] = [{ direction: 1 }, { direction: -1 }];
const close = (found: number, expected: number): void => assert.ok(Math.abs(found - expected) < 1e-5, `${found} where ${expected} is expected`);

/** Two episodes that differ in nothing but their tasks: the rewards of the first, those of the second, what actions sum to squared. */
async function pairs<Task extends Json>(family: EnvironmentFamily<Task>, tasks: readonly Task[], steps = 10) {
  const environments = await family.make(tasks);
  const width = widthOf(family.actionSpace);
  environments.reset([key(4), key(4)]);
  const found: { first: number; second: number; effort: number }[] = [];
  for (let step = 0; step < steps; step++) {
    const action = [...uniform(foldIn(key(5), step), [width], -1, 1).data];
    const { rewards } = environments.step(Float32Array.from([...action, ...action]));
    found.push({ first: rewards[0], second: rewards[1], effort: action.reduce((sum, a) => sum + a * a, 0) });
  }
  return found;
}

test('forward and backward are rewarded oppositely but for the cost of control', async () => {
  for (const controlCost of [0.05, 0.3]) {
    const found = await pairs(halfCheetahDirection({ controlCost }), directions);
    for (const { first, second, effort } of found) close(first + second, -2 * controlCost * effort);
    assert.ok(found.some(({ first, second }) => Math.abs(first - second) > 0.1));
  }
});

test('the ant is rewarded for surviving and charged for control and contact, whichever way it has to run', async () => {
  const weights = { controlCost: 0, contactCost: 0, survivalReward: 0 };
  for (const { first, second } of await pairs(antDirection(weights), directions)) close(first + second, 0);
  for (const { first, second } of await pairs(antDirection({ ...weights, survivalReward: 0.5 }), directions)) close(first + second, 1);
  for (const { first, second, effort } of await pairs(antDirection({ ...weights, controlCost: 0.2 }), directions)) close(first + second, -0.4 * effort);
  const touched = await pairs(antDirection({ ...weights, contactCost: 1 }), directions, 15);
  assert.ok(touched.some(({ first, second }) => first + second < -0.5));
  assert.ok(touched.every(({ first, second }) => first + second <= 1e-6));
});

test('a velocity is rewarded by how near it is', async () => {
  const run = await pairs(halfCheetahDirection({ controlCost: 0 }), directions);
  const found = await pairs(halfCheetahVelocity({ controlCost: 0.05 }), [{ velocity: 0.3 }, { velocity: 1.5 }]);
  found.forEach(({ first, second, effort }, step) => {
    const velocity = run[step].first;
    close(first, -Math.abs(velocity - 0.3) - 0.05 * effort);
    close(second, -Math.abs(velocity - 1.5) - 0.05 * effort);
  });
});

test('tasks follow from their keys: both directions as often, velocities in their range', () => {
  const drawn = Array.from({ length: 400 }, (_, i) => foldIn(key(1), i));
  for (const family of [halfCheetahDirection(), antDirection()]) {
    const forward = drawn.filter((one) => family.sampleTask(one).direction === 1).length;
    assert.ok(forward > 160 && forward < 240, `${forward} of 400 are forward`);
    assert.deepEqual(family.sampleTask(drawn[3]), family.sampleTask(drawn[3]));
    assert.deepEqual(directions.map((task) => [family.kindOf?.(task), family.titleOf?.(task), family.tells?.of(task)]), [['forward', 'forward', [1]], ['backward', 'backward', [-1]]]);
  }
  const family = halfCheetahVelocity({ low: 1, high: 3 });
  const velocities = drawn.map((one) => family.sampleTask(one).velocity);
  assert.ok(velocities.every((velocity) => velocity >= 1 && velocity < 3) && Math.max(...velocities) > 2.9 && Math.min(...velocities) < 1.1);
  assert.deepEqual([family.titleOf?.({ velocity: 1.234 }), family.tells?.of({ velocity: 1.5 })], ['1.23 m/s', [1.5]]);
});

test('spaces have the sizes of the observations and actions, and horizons are those that were asked for', async () => {
  for (const [family, observed, acted] of [[halfCheetahDirection(), 17, 6], [halfCheetahVelocity(), 17, 6], [antDirection(), 27, 8]] as const) {
    assert.deepEqual([family.observationSpace.size, family.actionSpace.kind === 'box' && family.actionSpace.size, family.horizon], [observed, acted, 200]);
  }
  assert.equal((await halfCheetahDirection().make(directions)).reset([key(1), key(2)]).length, 2 * 17);
  assert.equal((await antDirection().make(directions)).reset([key(1), key(2)]).length, 2 * 27);
  assert.deepEqual(halfCheetahDirection({ horizon: 50 }).description, { horizon: 50, controlCost: 0.05 });
});

test('options and tasks that make no sense are errors that name them', () => {
  assert.throws(() => halfCheetahDirection({ horizon: 0 }), /horizon of an episode .* got 0/);
  assert.throws(() => halfCheetahDirection({ controlCost: -1 }), /controlCost must be a number of at least 0, got -1/);
  assert.throws(() => halfCheetahVelocity({ low: 2, high: 1 }), /got 2 and 1/);
  assert.throws(() => antDirection({ contactCost: NaN }), /contactCost must be a number of at least 0, got NaN/);
  assert.throws(() => antDirection().make([{ direction: 0 as 1 }]), /A task of ant-direction has the direction 1, forward, or -1, backward; got 0/);
  assert.throws(() => halfCheetahVelocity().make([{ velocity: Infinity }]), /finite velocity, got Infinity/);
});
