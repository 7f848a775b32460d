import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keysOf, playedBy, tasksOf } from '../../testing/play.js';
import { nav2d, nav2dObstacles, pendulum } from '../environments/index.js';
import { checked } from './checked.js';
import type { Environments, EnvironmentFamily } from './environment.js';
import { box, discrete } from './space.js';
import { told } from './told.js';

const plain = nav2d();
const oracle = told(plain);

test('observations end with what tells the task, and are otherwise the same', () => {
  const tasks = tasksOf(plain, 1, 3);
  const [own, seen] = [plain.make(tasks) as Environments, oracle.make(tasks) as Environments];
  const expected = (observations: Float32Array) => Float32Array.from(tasks.flatMap(({ x, y }, row) => [...observations.slice(2 * row, 2 * row + 2), x, y]));
  assert.deepEqual(seen.reset(keysOf(1, 3)), expected(own.reset(keysOf(1, 3))));
  const actions = Float32Array.of(0.1, 0, 0, 0.1, -0.1, 0.05);
  for (let step = 0; step < 3; step++) {
    const [left, right] = [own.step(actions), seen.step(actions)];
    assert.deepEqual(right.observations, expected(left.observations));
    assert.deepEqual([right.rewards, right.terminated, right.truncated], [left.rewards, left.terminated, left.truncated]);
  }
  assert.deepEqual(seen.reset(keysOf(1, 1), [1]), expected(own.reset(keysOf(1, 1), [1])));
});

test('its observation space is as wide as its observations, the own bounds first', () => {
  assert.deepEqual([oracle.observationSpace.size, told(pendulum()).observationSpace.high], [4, [1, 1, 8, Infinity, Infinity, Infinity]]);
  assert.deepEqual([oracle.name, oracle.description.told, oracle.horizon], ['nav2d, told', true, 100]);
});

test('a scene is that of the family', () => {
  const family = nav2dObstacles();
  const tasks = tasksOf(family, 2, 2);
  const way = [[0.1, 0.05], [0, 0.1]];
  const scenes = [family, told(family)].map((one) => one.scene!(tasks[0], playedBy(one.make(tasks) as Environments, way)));
  assert.deepEqual(scenes[1], scenes[0]);
  assert.equal(told({ ...plain, scene: undefined }).scene, undefined);
});

test('environments that are made later are told, too, and closed', async () => {
  let closed = 0;
  const slow: EnvironmentFamily<{ x: number; y: number }> = { ...plain, make: async (tasks) => ({ ...(await plain.make(tasks)), close: () => closed++ }) };
  const environments = await told(slow).make(tasksOf(plain, 1, 2));
  assert.equal(environments.reset(keysOf(1, 2)).length, 8);
  environments.close!();
  assert.equal(closed, 1);
});

test('a family that tells nothing is refused, and one that tells another number than it says', () => {
  assert.throws(() => told(pendulum({ length: 1, mass: 1, actuator: 1 })), /nothing to tell an oracle about pendulum: its tasks do not differ, or the family has no `tells`/);
  assert.throws(() => told({ ...plain, tells: { size: 3, of: () => [1, 2] } }).make(tasksOf(plain, 1, 1)), /nav2d tells a task in 3 numbers, but gave 2: 1, 2/);
});

test('a family that is an object of a class keeps its functions, and what they stand on', () => {
  class Doors implements EnvironmentFamily<{ door: number }> {
    readonly name = 'doors';
    readonly observationSpace = box(0, 0);
    readonly actionSpace = discrete(2);
    readonly horizon = 1;
    readonly description = {};
    readonly tells = { size: 1, of: ({ door }: { door: number }) => [door] };
    readonly #first = 1;
    sampleTask() {
      return { door: this.#first };
    }
    make(tasks: readonly unknown[]): Environments {
      const [observations, rewards, none] = [new Float32Array(tasks.length), new Float32Array(tasks.length), new Uint8Array(tasks.length)];
      return { rows: tasks.length, reset: () => observations, step: () => ({ observations, rewards, terminated: none, truncated: none }) };
    }
    titleOf({ door }: { door: number }) {
      return `door ${door - this.#first + 1}`;
    }
    kindOf({ door }: { door: number }) {
      return door === this.#first ? 'the first' : 'another';
    }
  }
  for (const family of [checked(new Doors()), told(new Doors()), checked(told(checked(new Doors())))]) {
    const task = family.sampleTask(keysOf(1, 1)[0]);
    assert.deepEqual([task, family.titleOf!(task), family.kindOf!(task), family.scene], [{ door: 1 }, 'door 1', 'the first', undefined]);
    assert.equal((family.make([task]) as Environments).rows, 1);
  }
});
