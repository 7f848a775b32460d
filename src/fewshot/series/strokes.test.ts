import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldIn, key } from '../../random/index.js';
import type { HostTask } from '../../tasks/index.js';
import { strokes } from '../index.js';
import { followPen } from './pen.js';

/** The drawings of a set, each as points [x, y, drawn]. */
function drawingsOf({ x }: HostTask['support']): number[][][] {
  const [count, steps] = x.shape;
  return Array.from({ length: count }, (_, row) => Array.from({ length: steps }, (_, step) => [...x.data.subarray(3 * (row * steps + step), 3 * (row * steps + step) + 3)]));
}

test('a pen that follows lines gives each points by its length, its ends among them', () => {
  const into = new Float32Array(1 + 3 * 8);
  followPen([Float64Array.of(0, 0, 3, 0), Float64Array.of(0, 1, 0, 2)], 1, 8, into, 1);
  const points = Array.from({ length: 8 }, (_, i) => [...into.subarray(1 + 3 * i, 4 + 3 * i)]);
  assert.deepEqual(points, [[0, 0, 0], [0.75, 0, 1], [1.5, 0, 1], [2.25, 0, 1], [3, 0, 1], [0, 1, 0], [0, 1.5, 1], [0, 2, 1]]);
});

test('haste changes where points lie on a line, not its ends', () => {
  const into = new Float32Array(9);
  followPen([Float64Array.of(0, 0, 1, 0, 4, 0)], 2, 3, into, 0);
  assert.deepEqual([...into], [0, 0, 0, 1, 0, 1, 4, 0, 1]);
});

test('a task has drawings of 32 points near the middle of the paper, of two to four strokes', () => {
  const { support, query } = strokes({ ways: 5, shots: 2, queries: 3 }).sample('train', key(0));
  assert.deepEqual([support.x.shape, query.x.shape], [[10, 32, 3], [15, 32, 3]]);
  for (const points of [support, query].flatMap(drawingsOf)) {
    assert.ok(points.every(([x, y]) => Math.abs(x) < 2.2 && Math.abs(y) < 2.2));
    const starts = points.filter(([, , drawn]) => drawn === 0).length;
    assert.equal(points[0][2], 0);
    assert.ok(starts >= 2 && starts <= 4, `${starts} strokes`);
  }
});

test('the same seed and key give the same drawings, another seed another alphabet', () => {
  const task = (seed: number): HostTask => strokes({ seed, queries: 1 }).sample('test', key(3));
  assert.deepEqual(task(0), task(0));
  assert.notDeepEqual(task(0), task(1));
});

test('splits have 1000, 200 and 500 characters, and other numbers of points are drawn as asked', () => {
  assert.deepEqual(strokes().description.classes, { train: 1000, validation: 200, test: 500 });
  assert.deepEqual(strokes({ steps: 20 }).inputShape, [20, 3]);
  assert.throws(() => strokes({ steps: 7 }), /steps must be a whole number of points from 8 to 1024, got 7/);
});

test('drawings of one character resemble each other, yet points alone do not solve the task', () => {
  const family = strokes({ ways: 5, shots: 1, queries: 2 });
  let right = 0;
  const episodes = 200;
  for (let episode = 0; episode < episodes; episode++) {
    const { support, query } = family.sample('test', foldIn(key(9), episode));
    const known = drawingsOf(support).map((drawing) => drawing.flat());
    drawingsOf(query).forEach((drawing, q) => {
      const points = drawing.flat();
      const distances = known.map((other) => points.reduce((sum, value, i) => sum + (value - other[i]) ** 2, 0));
      if (distances.indexOf(Math.min(...distances)) === query.y.data[q]) right++;
    });
  }
  const accuracy = right / (10 * episodes);
  assert.ok(accuracy > 0.45 && accuracy < 0.7, `nearest neighbour ${accuracy}`);
});
