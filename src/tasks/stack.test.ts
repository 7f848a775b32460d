import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndarray } from '../graph/ndarray.js';
import { stackTasks, type HostTask } from './index.js';

const set = (from: number) => ({ x: ndarray([[from], [from + 1]]), y: ndarray([0, 1], [2], 'int32'), mask: ndarray([1, 0]) });
const task = (from: number): HostTask => ({ support: set(from), query: set(from + 10), classes: ndarray([1, 1]) });

test('tasks are stacked along a new first axis, in order', () => {
  const stacked = stackTasks([task(0), task(2), task(4)]);
  assert.deepEqual(stacked.support.x.shape, [3, 2, 1]);
  assert.deepEqual([...stacked.support.x.data], [0, 1, 2, 3, 4, 5]);
  assert.deepEqual([...stacked.query.x.data], [10, 11, 12, 13, 14, 15]);
  assert.deepEqual(stacked.support.y, { data: Int32Array.of(0, 1, 0, 1, 0, 1), shape: [3, 2], dtype: 'int32' });
  assert.deepEqual(stacked.support.mask!.shape, [3, 2]);
  assert.deepEqual(stacked.classes!.shape, [3, 2]);
});

test('what no task has, the stack has not', () => {
  const { x, y } = set(0);
  assert.deepEqual(Object.keys(stackTasks([{ support: { x, y }, query: { x, y } }]).support), ['x', 'y']);
});

test('tasks that differ in shape or masks are refused by name and number', () => {
  const { x, y } = set(0);
  const odd = { ...task(0), support: { ...set(0), x: ndarray([[1], [2], [3]]) } };
  assert.throws(() => stackTasks([task(0), odd]), /support.x is float32\(2, 1\) in task 0 and float32\(3, 1\) in task 1/);
  assert.throws(() => stackTasks([task(0), { ...task(0), query: { x, y } }]), /query.mask is float32\(2\) in task 0 and missing in task 1/);
  assert.throws(() => stackTasks([{ ...task(0), query: { x, y } }, task(0)]), /task 1 has query.mask, task 0 has not/);
  assert.throws(() => stackTasks([]), /at least one task/);
});
