import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classesOf } from './classes.js';

const told = (parts: (string | number)[][], most = 5, known?: string[]) => classesOf(parts.map((classes) => ({ classes })), most, known);

test('numbers are their own labels, names are numbered as they come, over all parts', () => {
  assert.deepEqual(told([[3, 1, 3]]), { present: [{ label: 1, name: 1, examples: 1 }, { label: 3, name: 3, examples: 2 }], labels: Int32Array.of(3, 1, 3) });
  assert.deepEqual(told([['dog', 'cat'], ['dog', 'ant']]), {
    present: [{ label: 0, name: 'dog', examples: 2 }, { label: 1, name: 'cat', examples: 1 }, { label: 2, name: 'ant', examples: 1 }],
    labels: Int32Array.of(0, 1, 0, 2),
  });
});

test('where classes are the same in all tasks, numbers have their names', () => {
  assert.deepEqual(told([[1, 0]], 3, ['low', 'mid', 'high']).present.map(({ name }) => name), ['low', 'mid']);
});

test('labels out of range, too many classes, one class, and numbers among names are refused', () => {
  assert.throws(() => told([[0, 5]]), /an example of class 5, and this run tells apart the classes 0 to 4/);
  assert.throws(() => told([[...'abcdef']]), /of 6 classes, and this run tells apart at most 5/);
  assert.throws(() => told([['a'], ['a']]), /one class, "a": give examples of at least two/);
  assert.throws(() => told([['a', 'b'], [1]]), /all numbers or all names: "a" and 1/);
});
