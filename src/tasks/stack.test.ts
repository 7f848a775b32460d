import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndarray } from '../graph/ndarray.js';
import { stackTasks, type HostExamples, type HostTask } from './index.js';

const set = (from: number): HostExamples => ({ x: ndarray([[from], [from + 1]]), y: ndarray([0, 1], [2], 'int32'), mask: ndarray([1, 0]) });
const task = (from: number): HostTask => ({ support: set(from), query: set(from + 10), classes: ndarray([1, 1]) });
const bare = (from: number): HostTask => {
  const { x, y } = set(from);
  return { support: { x, y }, query: { x, y } };
};

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
  const stacked = stackTasks([bare(0), bare(2)]);
  assert.deepEqual(Object.keys(stacked), ['support', 'query']);
  assert.deepEqual(Object.keys(stacked.support), ['x', 'y']);
});

test('sets of fewer rows are padded to the most, and only these sets get masks', () => {
  const long = { ...bare(5), support: { x: ndarray([[1], [2], [3]]), y: ndarray([0, 1, 1], [3], 'int32') } };
  const { support, query } = stackTasks([bare(7), long]);
  assert.deepEqual(support.x, ndarray([[[7], [8], [0]], [[1], [2], [3]]]));
  assert.deepEqual(support.y, ndarray([0, 1, 0, 0, 1, 1], [2, 3], 'int32'));
  assert.deepEqual(support.mask, ndarray([[1, 1, 0], [1, 1, 1]]));
  assert.equal(query.mask, undefined);
});

test('a task without masks among some with masks has all its rows and all classes', () => {
  const { support, classes } = stackTasks([bare(0), { ...task(0), classes: ndarray([1, 0]) }]);
  assert.deepEqual(support.mask, ndarray([[1, 1], [1, 0]]));
  assert.deepEqual(classes, ndarray([[1, 1], [1, 0]]));
});

test('tasks that differ in a row or in their head are refused by name and number', () => {
  const wide = { ...task(0), support: { ...set(0), x: ndarray([[1, 1], [2, 2]]) } };
  assert.throws(() => stackTasks([task(0), wide]), /support.x is float32\(2, 1\) in task 0 and float32\(2, 2\) in task 1/);
  const values = { ...task(0), query: { ...set(0), y: ndarray([0.5, 1]) } };
  assert.throws(() => stackTasks([task(0), values]), /query.y is int32\(2\) in task 0 and float32\(2\) in task 1/);
  assert.throws(() => stackTasks([task(0), { ...task(0), classes: ndarray([1, 1, 1]) }]), /classes is float32\(2\) in task 0 and float32\(3\) in task 1/);
  assert.throws(() => stackTasks([]), /at least one task/);
});
