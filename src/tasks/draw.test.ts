import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndarray, type NdArray } from '../graph/index.js';
import { key } from '../random/index.js';
import { drawTask, padExamples, type HostExamples, type HostTask } from './index.js';

const labels = (...y: number[]): NdArray => ndarray(Int32Array.from(y));
const examples = (rows: number, y: NdArray, mask?: number[]): HostExamples => ({ x: ndarray(new Float32Array(2 * rows), [rows, 2]), y, ...(mask ? { mask: ndarray(Float32Array.from(mask)) } : {}) });
const whole = examples(2, labels(0, 1));
const drawn = (task: Partial<HostTask>) => () => drawTask({ name: 'blobs', inputShape: [2], target: { kind: 'classes', ways: 2 }, sample: () => task as HostTask }, 'train', key(0));

test('a task that is one is given as it is', () => {
  const task = { support: whole, query: examples(3, labels(0, 1, 7), [1, 1, 0]) };
  assert.equal(drawn(task)(), task, 'what is masked may be anything');
});

test('a task whose labels are no classes, or whose rows do not belong together, is refused by family, set and row', () => {
  assert.throws(drawn({ support: whole, query: examples(2, labels(1, 2)) }), { name: 'RangeError', message: 'The query set of a train task of blobs has class 2 in row 1, and its classes are 0 to 1: number labels from 0.' });
  assert.throws(drawn({ support: examples(2, labels(-1, 0)), query: whole }), /support set[^]*class -1 in row 0/);
  assert.throws(drawn({ support: examples(3, labels(0, 1)), query: whole }), /has 3 rows of x, 2 of y: they belong together/);
  assert.throws(drawn({ support: examples(2, labels(0, 1), [1]), query: whole }), /2 of y and 1 of mask/);
  assert.throws(drawn({ support: whole }), /The query set of a train task of blobs is missing/);
  assert.throws(drawn({ support: examples(0, labels()), query: whole }), /has no rows: give at least one/);
});

test('inputs of another shape than the family says are refused, with both', () => {
  const wide = { ...whole, x: ndarray(new Float32Array(6), [2, 3]) };
  assert.throws(drawn({ support: whole, query: wide }), { name: 'RangeError', message: 'The query set of a train task of blobs has inputs of shape (3), and the family says inputShape (2): make them the same, as learners are made for what it says.' });
});

test('labels of classes that the task says it has not, and classes of another type, are refused', () => {
  const having = (...there: number[]) => ({ support: whole, query: examples(2, labels(0, 1), [1, 0]), classes: ndarray(Float32Array.from(there)) });
  assert.doesNotThrow(drawn({ ...having(1, 1, 0) }));
  assert.throws(drawn(having(1, 0, 0)), { name: 'RangeError', message: 'The support set of a train task of blobs comes with classes that leave out class 1, which row 1 has: give it a one, or leave the row out.' });
  assert.throws(drawn(having(1)), /comes with classes that leave out class 1/);
  assert.throws(drawn({ ...having(1, 1), classes: ndarray(Int32Array.of(1, 1)) }), /comes with classes that are no float32 host array \(W\)/);
  assert.throws(drawn({ ...having(1, 1), classes: [1, 1] as never }), /comes with classes that are no float32 host array \(W\)/);
});

test('labels in place of values are refused: by a loss of classes they would be learned from, unchecked', () => {
  const family = { name: 'blobs', inputShape: [2], target: { kind: 'values', outputs: 1 }, sample: () => ({ support: whole, query: whole }) } as const;
  assert.throws(() => drawTask(family, 'test', key(0)), { name: 'RangeError', message: "The support set of a test task of blobs has values of int32 (2): give float32 (2, 1), or say target: { kind: 'classes', ways } where they are labels." });
});

test('a mask or labels of another shape or type than the contract says are refused: broadcast, they would count each row many times', () => {
  const column = { ...whole, mask: ndarray([[1], [1]]) };
  assert.throws(drawn({ support: column, query: whole }), { name: 'RangeError', message: 'The support set of a train task of blobs has a mask of float32 (2, 1): give float32 (2), one for rows that count and zero for the others.' });
  assert.throws(drawn({ support: whole, query: { ...whole, mask: ndarray([true, true]) } }), /query set[^]*a mask of bool \(2\): give float32 \(2\)/);
  assert.throws(drawn({ support: examples(2, ndarray([0, 1])), query: whole }), /has labels of float32 \(2\): give the number of each row's class, int32 \(2\)/);
  assert.throws(drawn({ support: examples(2, ndarray(Int32Array.of(0, 1), [2, 1])), query: whole }), /has labels of int32 \(2, 1\)/);
});

test('examples whose rows do not belong together are not padded to some that do', () => {
  assert.throws(() => padExamples(examples(3, labels(0, 1)), 4), /3 rows of x, 2 of y/);
  assert.throws(() => padExamples(examples(2, labels(0, 1), [1]), 4), /1 of mask/);
});
