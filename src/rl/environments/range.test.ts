import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkedRange, endsOf, within } from './range.js';

test('a draw stands for a number of the range, from its lower end on', () => {
  assert.deepEqual([0, 0.5, 0.999].map((draw) => within(4, draw)), [4, 4, 4]);
  assert.deepEqual([0, 0.5].map((draw) => within([2, 6], draw)), [2, 4]);
  assert.deepEqual([0, 0.33, 0.34, 0.67, 0.999].map((draw) => within({ among: [7, 8, 9] }, draw)), [7, 7, 8, 9, 9]);
});

test('a range has ends', () => {
  assert.deepEqual([endsOf(3), endsOf([1, 2]), endsOf({ among: [5, -1, 2] })], [[3, 3], [1, 2], [-1, 5]]);
});

test('ranges that make no sense are refused, with what they are', () => {
  for (const range of [NaN, Infinity, [1], [2, 1], [0, 1], { among: [] }, { among: [1, 0] }]) {
    assert.throws(() => checkedRange('mass', range as number, 0), /mass must be a number above 0, a range \[low, high\] of them, or one of a few, \{ among: \[\.\.\.\] \}; got/);
  }
  for (const range of [1, [1, 1], [0.5, 2], { among: [3] }]) assert.equal(checkedRange('mass', range as number, 0), range);
  assert.throws(() => checkedRange('actuator', [-1, NaN]), /actuator must be a finite number/);
  assert.deepEqual(checkedRange('actuator', [-1, 0]), [-1, 0]);
});
