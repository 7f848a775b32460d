import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrayOf, readFixture, type FixtureArray } from '../../testing/fixtures.js';
import { assertClose } from '../../testing/close.js';
import { keysOf, playedBy, tasksOf } from '../../testing/play.js';
import { cartPole, usualCart } from './cart-pole.js';
import { carts, farthest, steepest, type CartPhysics } from './carts.js';

interface Recorded {
  readonly physics: CartPhysics;
  readonly start: FixtureArray;
  readonly actions: FixtureArray;
  readonly states: FixtureArray;
  readonly terminated: FixtureArray;
}
const { cartPole: recorded } = readFixture('control.json') as { cartPole: Recorded[] };
const from = (...state: number[]) => carts([usualCart], () => state);

test('episodes of CartPole-v1 of Gymnasium come out alike, with its own and with other physics', () => {
  for (const { physics, start, actions, states, terminated } of recorded) {
    const environments = carts([physics], () => start.values);
    environments.reset(keysOf(0, 1));
    actions.values.forEach((action, step) => {
      const stepped = environments.step(Float32Array.of(action));
      assertClose([...stepped.observations], states.values.slice(4 * step, 4 * step + 4), 1e-6);
      assert.equal(stepped.terminated[0], terminated.values[step], `step ${step}`);
      assert.deepEqual([stepped.rewards[0], stepped.truncated[0]], [1, 0]);
    });
    assert.equal(arrayOf(states).shape[0], actions.values.length);
  }
  assert.ok(recorded.some(({ terminated, states }) => terminated.values.at(-1) === 1 && Math.abs(states.values.at(-4)!) > farthest), 'a cart leaves its track');
  assert.ok(recorded.some(({ terminated, states }) => terminated.values.at(-1) === 1 && Math.abs(states.values.at(-2)!) > steepest), 'a pole falls');
});

test('an episode ends beyond 2.4 metres or 12 degrees, and not at them', () => {
  // Without speed, position and angle stay for one step of Euler's method.
  const ends = (x: number, angle: number): boolean => {
    const environments = from(x, 0, angle, 0);
    environments.reset(keysOf(0, 1));
    return environments.step(Float32Array.of(1)).terminated[0] === 1;
  };
  for (const side of [1, -1]) {
    assert.equal(ends(side * 2.4, 0), false);
    assert.equal(ends(side * (2.4 + 1e-12), 0), true);
    assert.equal(ends(0, (side * 12 * 2 * Math.PI) / 360), false);
    assert.equal(ends(0, side * ((12 * 2 * Math.PI) / 360 + 1e-12)), true);
  }
});

test('a pole that stands straight is pushed over to the side that the cart comes from', () => {
  for (const choice of [0, 1]) {
    const environments = from(0, 0, 0, 0);
    environments.reset(keysOf(0, 1));
    const [, speed, , turning] = environments.step(Float32Array.of(choice)).observations;
    assert.ok(choice === 1 ? speed > 0 && turning < 0 : speed < 0 && turning > 0, `action ${choice}: speed ${speed}, turning ${turning}`);
  }
});

test('an actuator of -1 swaps left and right', () => {
  const start = [0.01, -0.02, 0.03, 0.04];
  const actions = [1, 0, 0, 1, 1, 1, 0, 1];
  const usual = playedBy(carts([usualCart], () => start), actions.map((action) => [action]));
  const swapped = playedBy(carts([{ ...usualCart, actuator: -1 }], () => start), actions.map((action) => [1 - action]));
  assert.deepEqual(swapped.observations, usual.observations);
});

test('tasks draw their physics from the ranges, all of them, and the same for the same key', () => {
  const family = cartPole({ gravity: [5, 15] });
  const tasks = tasksOf(family, 1, 500);
  const drawn = (name: keyof CartPhysics) => tasks.map((task) => task[name]);
  for (const [name, low, high] of [['length', 0.25, 0.75], ['poleMass', 0.05, 0.5], ['force', 5, 15], ['gravity', 5, 15]] as const) {
    assert.ok(drawn(name).every((value) => value >= low && value < high), name);
    assert.ok(Math.min(...drawn(name)) < low + 0.05 * (high - low) && Math.max(...drawn(name)) > high - 0.05 * (high - low), `${name} reaches its ends`);
  }
  assert.ok(drawn('cartMass').every((mass) => mass === 1));
  assert.deepEqual([...new Set(drawn('actuator'))].sort(), [-1, 1]);
  assert.deepEqual(tasksOf(family, 1, 5), tasks.slice(0, 5));
});

test('an episode starts within 0.05 of rest, by its key', () => {
  const environments = carts(new Array<CartPhysics>(200).fill(usualCart));
  const first = environments.reset(keysOf(1, 200)).slice();
  assert.ok(first.every((value) => Math.abs(value) <= 0.05));
  assert.ok(Math.max(...first) > 0.049 && Math.min(...first) < -0.049);
  assert.deepEqual(environments.reset(keysOf(1, 200)).slice(), first);
  assert.notDeepEqual(environments.reset(keysOf(2, 200)).slice(), first);
});

test('a scene has a picture for each observation, with cart and pole where they were', () => {
  const family = cartPole();
  const [task] = tasksOf(family, 3, 1);
  const episode = playedBy(carts([task]), new Array<number[]>(200).fill([1]));
  const { frames, still, left, right } = family.scene!(task, episode);
  assert.ok(episode.steps < 200);
  assert.equal(frames.length, episode.steps + 1);
  assert.ok(still.length > 0 && left < -farthest && right > farthest);
  const [, pole] = frames.at(-1)!;
  assert.ok(pole.kind === 'line');
  const [[x], [tipX, tipY]] = pole.points;
  assertClose(x, episode.observations.at(-4)!);
  assertClose(Math.hypot(tipX - x, tipY), 2 * task.length);
  assert.equal(Math.sign(tipX - x), Math.sign(episode.observations.at(-2)!));
});

test('options that make no sense are refused', () => {
  assert.throws(() => cartPole({ length: 0 }), /length must be a number above 0/);
  assert.throws(() => cartPole({ horizon: 0 }), /horizon of an episode must be a whole number of at least 1, got 0/);
  assert.throws(() => cartPole({ lenght: 1 } as object), /There is no lenght to vary here; there are length, poleMass, cartMass, gravity, force, actuator/);
});
