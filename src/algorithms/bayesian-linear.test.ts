import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { concat, evaluate, eye, inverse, matmul, mul, slice, sub, sum, tensor, transpose, zeros, type Tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { believed, believedByRows, believedByWeights, believedFurther, doubtOf } from './bayesian-linear.js';
import { plusDiagonal, ridge } from './ridge-head.js';

const drawn = (seed: number, ...shape: number[]): Tensor => tensor(normal(key(seed), shape));
const size = { min: 1, max: 9 };

test('a weight seen once is known by hand', () => {
  // precision 1 + 2^2, mean 2 y / 5
  for (const form of [believed, believedByRows, believedByWeights]) assertClose(form(tensor([[2]]), tensor([[3]])), { mean: tensor([[1.2]]), covariance: tensor([[0.2]]) });
});

test('whichever system is solved, the covariance is (I + z^T z)^-1 and the mean that of ridge regression', () => {
  fc.assert(
    fc.property(fc.integer(size), fc.integer(size), fc.integer({ min: 1, max: 3 }), fc.nat(1000), (rows, weights, outputs, seed) => {
      const [z, y] = [drawn(seed, rows, weights), drawn(seed + 1, rows, outputs)];
      const expected = { mean: ridge(z, y, tensor(1)), covariance: inverse(plusDiagonal(matmul(transpose(z), z), 1)) };
      for (const form of [believed, believedByRows, believedByWeights]) assertClose(form(z, y), expected, 1e-9);
    }),
    { numRuns: 30 },
  );
});

test('rows that come later, one by one or together, tell what they had told at once', () => {
  fc.assert(
    fc.property(fc.integer(size), fc.integer(size), fc.integer(size), fc.nat(1000), (first, more, weights, seed) => {
      const [z, y] = [drawn(seed, first + more, weights), drawn(seed + 1, first + more, 2)];
      const rowsOf = (from: number, to: number): [Tensor, Tensor] => [slice(z, [[from, to]]), slice(y, [[from, to]])];
      const all = believed(z, y);
      const start = believed(...rowsOf(0, first));
      assertClose(believedFurther(start, ...rowsOf(first, first + more)), all, 1e-9);
      let one = start;
      for (let row = first; row < first + more; row++) one = believedFurther(one, ...rowsOf(row, row + 1));
      assertClose(one, all, 1e-9);
    }),
    { numRuns: 20 },
  );
});

test('rows of zeros tell nothing', () => {
  const [z, y] = [drawn(1, 4, 3), drawn(2, 4, 1)];
  const padded = [concat([zeros([2, 3]), z]), concat([zeros([2, 1]), y])] as const;
  assertClose(believed(...padded), believed(z, y), 1e-12);
  assertClose(believed(zeros([2, 3]), zeros([2, 1])), { mean: zeros([3, 1]), covariance: eye(3) }, 0);
  assertClose(believedFurther(believed(z, y), zeros([1, 3]), zeros([1, 1])), believed(z, y), 1e-12);
});

test('the doubt of a row is its quadratic form in the covariance, and never less than none', () => {
  const belief = believed(drawn(3, 5, 3), drawn(4, 5, 1));
  const rows = drawn(5, 2, 3);
  assertClose(doubtOf(belief, rows), sum(mul(matmul(rows, belief.covariance), rows), 1, { keepDims: true }));
  assert.deepEqual([...evaluate(doubtOf({ ...belief, covariance: sub(0, eye(3)) }, rows)).data], [0, 0]);
});
