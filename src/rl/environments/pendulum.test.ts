import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import { readFixture, type FixtureArray } from '../../testing/fixtures.js';
import { keysOf, playedBy, tasksOf } from '../../testing/play.js';
import { pendulum, usualPendulum } from './pendulum.js';
import { pendulums, type PendulumPhysics } from './pendulums.js';

interface Recorded {
  readonly physics: PendulumPhysics;
  readonly start: FixtureArray;
  readonly actions: FixtureArray;
  readonly states: FixtureArray;
  readonly rewards: FixtureArray;
}
const { pendulum: recorded } = readFixture('control.json') as { pendulum: Recorded[] };
const after = (start: readonly number[], torque: number, physics = usualPendulum) => {
  const environments = pendulums([physics], () => start);
  environments.reset(keysOf(0, 1));
  return environments.step(Float32Array.of(torque));
};

test('episodes of Pendulum-v1 of Gymnasium come out alike, with its own and with other physics', () => {
  for (const { physics, start, actions, states, rewards } of recorded) {
    const environments = pendulums([physics], () => start.values);
    environments.reset(keysOf(0, 1));
    actions.values.forEach((action, step) => {
      const { observations, rewards: got, terminated, truncated } = environments.step(Float32Array.of(action));
      const [angle, speed] = states.values.slice(2 * step, 2 * step + 2);
      assertClose([...observations], [Math.cos(angle), Math.sin(angle), speed], 1e-6);
      assertClose(got[0], rewards.values[step], 1e-6);
      assert.deepEqual([terminated[0], truncated[0]], [0, 0]);
    });
  }
  assert.ok(recorded.some(({ actions }) => actions.values.some((torque) => Math.abs(torque) > 2)), 'a torque is clipped');
});

test('torque is clipped to 2 and speed to 8, either way', () => {
  for (const side of [1, -1]) {
    assert.deepEqual(after([1, 0], 5 * side).observations.slice(), after([1, 0], 2 * side).observations.slice());
    assert.deepEqual(after([1, 0], 5 * side).rewards.slice(), after([1, 0], 2 * side).rewards.slice());
    assert.notDeepEqual(after([1, 0], 1.9 * side).observations.slice(), after([1, 0], 2 * side).observations.slice());
    assert.equal(after([side * Math.PI * 0.5, 7.99 * side], 2 * side).observations[2], 8 * side);
  }
});

test('a step costs angle^2 + 0.1 speed^2 + 0.001 torque^2 of where it began, the angle between -pi and pi', () => {
  assertClose(after([0, 0], 0).rewards[0], 0);
  assertClose(after([0.5, 2], 1).rewards[0], -(0.25 + 0.4 + 0.001));
  for (const turns of [-3, 1, 40]) assertClose(after([0.5 + 2 * Math.PI * turns, 0], 0).rewards[0], -0.25);
  assertClose(after([Math.PI, 0], 0).rewards[0], -(Math.PI ** 2));
});

test('an actuator of -1 turns the other way, at the same cost', () => {
  const [usual, swapped] = [after([1, 0.5], 1.5), after([1, 0.5], -1.5, { ...usualPendulum, actuator: -1 })];
  assert.deepEqual([swapped.observations, swapped.rewards], [usual.observations, usual.rewards]);
});

test('a weak actuator turns less', () => {
  const gained = (actuator: number): number => after([0, 0], 2, { ...usualPendulum, actuator }).observations[2];
  assertClose(gained(0.5), gained(1) / 2);
});

test('tasks draw their physics from the ranges, and episodes start anywhere at speeds within 1', () => {
  const tasks = tasksOf(pendulum({ actuator: [0.5, 1] }), 1, 300);
  for (const { length, mass, gravity, actuator } of tasks) {
    assert.ok(length >= 0.75 && length < 1.25 && mass >= 0.75 && mass < 1.25 && gravity === 10 && actuator >= 0.5 && actuator < 1);
  }
  const starts = pendulums(tasks).reset(keysOf(2, 300));
  const column = (i: number) => [...starts].filter((_, at) => at % 3 === i);
  for (const i of [0, 1, 2]) assert.ok(Math.min(...column(i)) < -0.97 && Math.max(...column(i)) > 0.97 && column(i).every((value) => Math.abs(value) <= 1));
});

test('a scene has a picture for each observation, upright where the angle is zero', () => {
  const family = pendulum();
  const physics = { ...usualPendulum, length: 0.8 };
  const { frames, trail } = family.scene!(physics, playedBy(pendulums([physics], () => [0, 0]), [[2], [2], [2]]));
  assert.equal(frames.length, 4);
  const tip = (i: number) => {
    const [rod] = frames[i];
    assert.ok(rod.kind === 'line');
    return rod.points[1];
  };
  assertClose([...tip(0)], [0, 0.8]);
  // A positive torque turns against the clock.
  assert.ok(tip(3)[0] < 0);
  assertClose(Math.hypot(...tip(3)), 0.8);
  assert.deepEqual(trail!.at(-1), tip(3));
});

test('options that make no sense are refused', () => {
  assert.throws(() => pendulum({ mass: [2, 1] }), /mass must be a number above 0, a range \[low, high\] of them/);
  assert.throws(() => pendulum({ horizon: 1.5 }), /whole number of at least 1, got 1.5/);
});
