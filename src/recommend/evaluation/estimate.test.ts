import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { meanAbsoluteError, rootMeanSquaredError } from './index.js';
import { compare, estimateOf } from './estimate.js';

const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 30 }).map((list) => Float64Array.from(list));

test('errors by hand', () => {
  assert.equal(meanAbsoluteError([1, 4, 3], [2, 2, 3]), 1);
  assert.ok(Math.abs(rootMeanSquaredError([1, 4, 3], [2, 2, 3]) - Math.sqrt(5 / 3)) < 1e-12);
  assert.throws(() => meanAbsoluteError([], []), /at least one; got 0 scores of 0 ratings/);
});

test('an estimate is the mean of those who have a value, with 1.96 standard errors', () => {
  const { mean, ci95, users } = estimateOf(Float64Array.of(1, NaN, 3, 5))!;
  assert.deepEqual([mean, users], [3, 3]);
  assert.ok(Math.abs(ci95! - (1.96 * 2) / Math.sqrt(3)) < 1e-12);
  assert.deepEqual(estimateOf(Float64Array.of(2)), { mean: 2, users: 1 });
  assert.equal(estimateOf(Float64Array.of(NaN)), undefined);
});

test('a rater against itself is level, by zero', () => {
  fc.assert(
    fc.property(values, (own) => {
      const { advantage, outcome } = compare(own, own, 'low')!;
      assert.deepEqual([Math.abs(advantage.mean), advantage.ci95, outcome], [0, 0, 'level']);
    }),
  );
});

test('whoever is ahead of another is behind from the other side, by the same', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const count = Math.min(a.length, b.length);
      const [one, other] = [compare(a.subarray(0, count), b.subarray(0, count), 'low')!, compare(b.subarray(0, count), a.subarray(0, count), 'low')!];
      assert.ok(Math.abs(one.advantage.mean + other.advantage.mean) < 1e-9);
      assert.equal(other.outcome, { ahead: 'behind', level: 'level', behind: 'ahead' }[one.outcome]);
    }),
  );
});

test('low errors and high gains are an advantage, sure where the same users agree', () => {
  const easy = Float64Array.of(0.5, 1.5, 2.5);
  const worse = easy.map((value) => value + 0.1);
  assert.equal(compare(easy, worse, 'low')!.outcome, 'ahead');
  assert.equal(compare(easy, worse, 'high')!.outcome, 'behind');
  assert.equal(compare(Float64Array.of(1, 2), Float64Array.of(2, 1), 'low')!.outcome, 'level');
});
