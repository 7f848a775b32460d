import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import { keysOf, playedBy, tasksOf } from '../../testing/play.js';
import type { Environments } from '../environment/index.js';
import { nav2dObstacles, type ObstacleCourse } from './nav2d-obstacles.js';

const family = nav2dObstacles();
const made = (...tasks: ObstacleCourse[]) => family.make(tasks) as Environments;
/** A disc that comes down the line x = 0.2, from y = 0.45. */
const course: ObstacleCourse = { x: 0.4, y: 0, discs: [{ x: 0.2, y: 0.45, vx: 0, vy: -0.15 }] };

test('observed are the position, and where each disc is from there and goes', () => {
  const { observations } = playedBy(made(course), [[0.1, 0], [0, 0.05]]);
  assertClose([...observations.subarray(0, 6)], [0, 0, 0.2, 0.45, 0, -0.15]);
  assertClose([...observations.subarray(6, 12)], [0.1, 0, 0.1, 0.3, 0, -0.15]);
  assertClose([...observations.subarray(12)], [0.1, 0.05, 0.1, 0.1, 0, -0.15]);
});

test('a step that ends in a disc costs 1 more than the distance, in two discs 2', () => {
  // The point waits at (0.2, 0) from the second step on; the disc is there in the third, and in the other one's in the fourth, too.
  const way = [[0.1, 0], [0.1, 0], [0, 0], [0, 0]];
  const distances = [0.3, 0.2, 0.2, 0.2];
  const once = playedBy(made(course), way).rewards;
  assertClose([...once], distances.map((distance, i) => -distance - (i === 2 ? 1 : 0)), 1e-6);
  const twice = playedBy(made({ ...course, discs: [...course.discs, { x: 0.2, y: 0.01, vx: 0, vy: 0 }] }), way).rewards;
  assertClose([...twice], distances.map((distance, i) => -distance - [0, 1, 2, 1][i]), 1e-6);
});

test('the goal ends the episode as in nav2d', () => {
  const { steps } = playedBy(made({ ...course, x: 0.3 }), new Array<number[]>(100).fill([0.1, 0]));
  assert.equal(steps, 3);
});

test('tasks have goals in the square and as many discs as are asked for; in every episode of a task these go the same ways', () => {
  const tasks = tasksOf(nav2dObstacles({ obstacles: 5 }), 1, 200);
  for (const { x, y, discs } of tasks) assert.ok(Math.abs(x) <= 0.5 && Math.abs(y) <= 0.5 && discs.length === 5);
  const way = new Array<number[]>(30).fill([0.01, 0.02]);
  const environments = made(...tasksOf(family, 2, 3));
  assert.deepEqual(playedBy(environments, way, 1), playedBy(environments, way, 2));
});

test('a row that is begun anew begins its discs anew, and leaves the others', () => {
  const environments = made(...tasksOf(family, 3, 2));
  const first = environments.reset(keysOf(0, 2)).slice();
  for (let i = 0; i < 3; i++) environments.step(Float32Array.of(0.1, 0, 0, 0.1));
  const later = environments.step(Float32Array.of(0, 0, 0, 0)).observations.slice();
  const anew = environments.reset(keysOf(0, 1), [1]);
  assert.deepEqual(anew.slice(0, 14), later.slice(0, 14));
  assert.deepEqual(anew.slice(14), first.slice(14));
  assert.notDeepEqual(later.slice(14), first.slice(14));
});

test('a scene moves the discs to where they were observed', () => {
  const { frames, still } = family.scene!(course, playedBy(made(course), [[0.1, 0], [0.1, 0]]));
  assert.equal(frames.length, 3);
  const discs = frames.map((shapes) => shapes.find(({ tone }) => tone === 'obstacle')!);
  assertClose(discs.map((disc) => (disc.kind === 'circle' ? disc.y : NaN)), [0.45, 0.3, 0.15]);
  assert.ok(still.some(({ tone }) => tone === 'goal'));
});

test('options that make no sense are refused', () => {
  assert.throws(() => nav2dObstacles({ obstacles: 0 }), /obstacles must be a whole number of at least 1, got 0; without any, use nav2d/);
  assert.throws(() => nav2dObstacles({ radius: 0.3 }), /radius of a disc must be above 0 and at most 0.2, got 0.3/);
  assert.throws(() => nav2dObstacles({ speed: 0.2 }), /speed of a disc must be from 0 to 0.1/);
  assert.throws(() => nav2dObstacles({ cost: -1 }), /cost of a collision must be a number of at least 0/);
});
