import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldIn, key } from '../random/index.js';
import type { HostTask } from '../tasks/index.js';
import { lines, sinusoid, steps } from './index.js';

const families = [sinusoid, lines, steps];

/** The points of a task, from left to right. */
function pointsOf({ support, query }: HostTask): [x: number, y: number][] {
  const xs = [...support.x.data, ...query.x.data];
  const ys = [...support.y.data, ...query.y.data];
  return xs.map((x, i): [number, number] => [x, ys[i]]).sort(([a], [b]) => a - b);
}

const tasksOf = (family: (typeof families)[0], count: number): HostTask[] => {
  const drawn = family({ shots: 20, queries: 20 });
  return Array.from({ length: count }, (_, i) => drawn.sample('train', foldIn(key(4), i)));
};

test('all curves have the same shapes, so that they mix', () => {
  for (const family of families) {
    const { inputShape, target, sample } = family({ shots: 3, queries: 4 });
    assert.deepEqual([inputShape, target], [[1], { kind: 'values', outputs: 1 }]);
    const { support, query } = sample('test', key(1));
    assert.deepEqual([support.x.shape, support.y.shape, query.x.shape, query.y.shape], [[3, 1], [3, 1], [4, 1], [4, 1]]);
    assert.ok([support, query].every(({ x, y }) => x.dtype === 'float32' && y.dtype === 'float32'));
  }
});

test('the points of a line lie on one, of the slopes and intercepts that are written down', () => {
  const seen: [number, number][] = tasksOf(lines, 200).map((task) => {
    const points = pointsOf(task);
    const [[left, low], [right, high]] = [points[0], points[points.length - 1]];
    const slope = (high - low) / (right - left);
    const intercept = low - slope * left;
    for (const [x, y] of points) assert.ok(Math.abs(slope * x + intercept - y) < 1e-5);
    assert.ok(Math.abs(slope) < 1.0001 && Math.abs(intercept) < 2.0001);
    return [slope, intercept];
  });
  for (const [axis, half] of [[0, 1], [1, 2]] as const) {
    assert.ok(Math.min(...seen.map((each) => each[axis])) < -0.9 * half && Math.max(...seen.map((each) => each[axis])) > 0.9 * half);
  }
});

test('a step has one level left of its place and one right of it, in the ranges that are written down', () => {
  for (const task of tasksOf(steps, 200)) {
    const points = pointsOf(task);
    const changes = points.flatMap(([x, y], i) => (i > 0 && y !== points[i - 1][1] ? [[points[i - 1][0], x]] : []));
    assert.ok(changes.length <= 1);
    for (const [before, after] of changes) assert.ok(after > -3 && before < 3);
    assert.ok(points.every(([, y]) => Math.abs(y) <= 3.5));
  }
});

test('no kind of curve outweighs the others: the mean square of y is about the same', () => {
  for (const family of families) {
    const ys = tasksOf(family, 1500).flatMap((task) => pointsOf(task).map(([, y]) => y));
    const square = ys.reduce((total, y) => total + y * y, 0) / ys.length;
    assert.ok(square > 3.8 && square < 4.6, `${family.name}: ${square}`);
  }
});

test('the number of points may vary: sets are then padded to one of a few sizes and masked', () => {
  const varied = sinusoid({ shots: [1, 10], queries: 5 });
  const tasks = Array.from({ length: 100 }, (_, i) => varied.sample('train', foldIn(key(2), i)));
  const counts = new Set(tasks.map(({ support }) => Array.from(support.mask!.data).reduce((total, each) => total + each)));
  assert.equal(counts.size, 10);
  assert.deepEqual([...new Set(tasks.map(({ support }) => support.x.shape[0]))].sort((a, b) => a - b), [2, 3, 5, 10]);
  assert.ok(tasks.every(({ query }) => query.mask === undefined));
});
