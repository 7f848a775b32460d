import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ndarray } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { labelsOf, ratingsFrom, targetOf, type RatingTarget } from './targets.js';

const values: RatingTarget = { kind: 'values', mean: 3.5, deviation: 2, low: 1, high: 5 };
const levels: RatingTarget = { kind: 'levels', levels: [1, 2.5, 4] };

test('each kind says what a learner must give', () => {
  assert.deepEqual(targetOf(values), { kind: 'values', outputs: 1, errors: 'absolute' });
  assert.deepEqual(targetOf(levels), { kind: 'classes', ways: 3 });
  assert.deepEqual(targetOf({ kind: 'taken' }), { kind: 'classes', ways: 2, errors: 'logarithmic' });
});

test('values are standard deviations from the mean, and come back as ratings within the scale', () => {
  const labels = labelsOf(values, [1.5, 3.5, 4.5]);
  assert.deepEqual(labels, { data: Float32Array.of(-1, 0, 0.5), shape: [3, 1], dtype: 'float32' });
  assert.deepEqual([...ratingsFrom(values, labels)], [1.5, 3.5, 4.5]);
  assert.deepEqual([...ratingsFrom(values, ndarray([[-9], [9]]))], [1, 5]);
});

test('a level is the nearest one, and what comes back is the expected level', () => {
  assert.deepEqual(labelsOf(levels, [1, 1.7, 1.8, 2.5, 9]), { data: Int32Array.of(0, 0, 1, 1, 2), shape: [5], dtype: 'int32' });
  assertClose([...ratingsFrom(levels, ndarray([[0, 0, 0], [0, 50, 0], [Math.log(1), Math.log(2), Math.log(1)], [-1e9, -1e9, 3]]))], [2.5, 2.5, 2.5, 4]);
});

test('what is above zero is taken, and what comes back is the probability of that', () => {
  assert.deepEqual(labelsOf({ kind: 'taken' }, [0, 1, 3]), { data: Int32Array.of(0, 1, 1), shape: [3], dtype: 'int32' });
  assertClose([...ratingsFrom({ kind: 'taken' }, ndarray([[0, 0], [0, Math.log(3)], [1000, 0]]))], [0.5, 0.75, 0]);
});

test('of any logits, however large, the expected level lies between the lowest and the highest', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 3, maxLength: 3 }), (logits) => {
      const [rating] = ratingsFrom(levels, ndarray([logits]));
      assert.ok(rating >= 1 && rating <= 4, `${rating}`);
    }),
  );
});

test('no rows are no ratings', () => {
  assert.equal(ratingsFrom(values, { data: new Float32Array(0), shape: [0, 1], dtype: 'float32' }).length, 0);
  assert.deepEqual(labelsOf(levels, []).shape, [0]);
});
