import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assertClose } from '../../testing/close.js';
import { asCovariance } from './as-covariance.js';
import { afterAnswers } from './belief.js';

const five = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 25, maxLength: 25 });
const entries = (of: (i: number, j: number) => number): Float64Array => Float64Array.from({ length: 25 }, (_, at) => of(Math.floor(at / 5), at % 5));
const diagonal = (matrix: Float64Array): number[] => [0, 6, 12, 18, 24].map((at) => matrix[at]);

test('a covariance stays what it is', () => {
  fc.assert(
    fc.property(five, (factors) => {
      const covariance = entries((i, j) => [0, 1, 2, 3, 4].reduce((total, k) => total + factors[5 * i + k] * factors[5 * j + k], 0));
      assertClose([...asCovariance(covariance, 5)], [...covariance], 1e-6);
    }),
  );
});

test('what is no covariance keeps its diagonal, and no variance falls below zero by any answers', () => {
  fc.assert(
    fc.property(five, fc.shuffledSubarray([0, 1, 2, 3, 4]), (values, answered) => {
      const symmetric = entries((i, j) => (i === j ? Math.abs(values[6 * i]) : 20 * values[5 * Math.min(i, j) + Math.max(i, j)]));
      const covariance = asCovariance(symmetric, 5);
      assertClose(diagonal(covariance), diagonal(symmetric), 1e-9);
      const { covariance: left } = afterAnswers({ items: Int32Array.of(0, 1, 2, 3, 4), covariance, noise: 0.1 }, answered);
      assert.ok(diagonal(left).every((variance) => variance >= -1e-9), String(diagonal(left)));
    }),
  );
});

test('two items have at most in common what their variances allow', () => {
  assert.deepEqual([...asCovariance(Float64Array.of(1, 9, 9, 4), 2)], [1, 2, 2, 4]);
  assert.deepEqual([...asCovariance(Float64Array.of(0, 9, 9, 4), 2)], [0, 0, 0, 4]);
});
