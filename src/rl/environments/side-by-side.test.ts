import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keysOf, tasksOf } from '../../testing/play.js';
import type { Environments, EnvironmentFamily } from '../environment/index.js';
import { cartPole, nav2d, nav2dObstacles, nav2dSparse, pendulum } from './index.js';

const families: readonly EnvironmentFamily[] = [nav2d(), nav2dSparse(), nav2dObstacles(), cartPole(), pendulum()];
const made = (family: EnvironmentFamily, rows: number) => family.make(tasksOf(family, 1, rows)) as Environments;
const widthOf = ({ actionSpace }: EnvironmentFamily) => (actionSpace.kind === 'box' ? actionSpace.size : 1);
const actionsAt = (family: EnvironmentFamily, rows: number, step: number) =>
  Float32Array.from({ length: rows * widthOf(family) }, (_, i) => (family.actionSpace.kind === 'box' ? 0.1 * Math.sin(step + 7 * i) : Number(Math.sin(step + 7 * i) > 0)));

for (const family of families) {
  test(`${family.name}: the same keys and actions give the same bits, in whatever row`, () => {
    const run = (order: readonly number[]) => {
      const environments = family.make(order.map((i) => tasksOf(family, 1, 4)[i])) as Environments;
      const width = family.observationSpace.size;
      const told = (array: Float32Array, per: number) => order.map((_, i) => [...array.slice(order.indexOf(i) * per, (order.indexOf(i) + 1) * per)]);
      const seen = [told(environments.reset(order.map((i) => keysOf(2, 4)[i])), width)];
      for (let step = 0; step < 10; step++) {
        const actions = actionsAt(family, 4, step);
        const own = Float32Array.from(order.flatMap((i) => [...actions.slice(i * widthOf(family), (i + 1) * widthOf(family))]));
        const { observations, rewards } = environments.step(own);
        seen.push(told(observations, width), told(rewards, 1));
      }
      return seen;
    };
    assert.deepEqual(run([2, 0, 3, 1]), run([0, 1, 2, 3]));
  });

  test(`${family.name}: rows that are begun anew leave the others as they are`, () => {
    const environments = made(family, 3);
    const width = family.observationSpace.size;
    const first = environments.reset(keysOf(4, 3)).slice();
    for (let step = 0; step < 4; step++) environments.step(actionsAt(family, 3, step));
    const later = environments.step(actionsAt(family, 3, 4)).observations.slice();
    const anew = environments.reset([keysOf(4, 3)[2], keysOf(4, 3)[0]], [2, 0]).slice();
    assert.deepEqual(anew.slice(0, width), first.slice(0, width));
    assert.deepEqual(anew.slice(width, 2 * width), later.slice(width, 2 * width));
    assert.deepEqual(anew.slice(2 * width), first.slice(2 * width));
    // They go on from there, and not from what the array of observations held.
    const next = environments.step(actionsAt(family, 3, 0)).observations.slice();
    environments.reset(keysOf(4, 3));
    assert.deepEqual(next.slice(0, width), environments.step(actionsAt(family, 3, 0)).observations.slice(0, width));
  });

  test(`${family.name}: observations have the width of their space, rewards are finite, and nothing is allocated anew`, () => {
    const environments = made(family, 5);
    const observations = environments.reset(keysOf(1, 5));
    const stepped = environments.step(actionsAt(family, 5, 0));
    assert.equal(observations.length, 5 * family.observationSpace.size);
    assert.ok(stepped.rewards.every(Number.isFinite));
    assert.equal(environments.step(actionsAt(family, 5, 1)), stepped);
    assert.equal(environments.reset(keysOf(1, 5)), observations);
    assert.equal(stepped.observations, observations);
    assert.ok(stepped.truncated.every((flag) => flag === 0));
  });

  test(`${family.name}: tasks and options survive JSON`, () => {
    const [task] = tasksOf(family, 1, 1);
    assert.deepEqual(JSON.parse(JSON.stringify(task)), task);
    assert.deepEqual(JSON.parse(JSON.stringify(family.description)), family.description);
    assert.equal(family.tells!.of(task).length, family.tells!.size);
    assert.ok(family.titleOf!(task).length > 0);
  });
}

test('the wrong number of keys or actions, and rows that are not there, are refused', () => {
  const environments = made(nav2d(), 3);
  assert.throws(() => environments.reset(keysOf(1, 2)), /A reset of 3 of 3 rows takes as many keys, got 2/);
  assert.throws(() => environments.reset(keysOf(1, 1), [3]), /There is no row 3 to reset: rows are numbered from 0 to 2/);
  assert.throws(() => environments.step(new Float32Array(3)), /A step of 3 rows takes actions \(3, 2\), 6 numbers, got 3/);
});
