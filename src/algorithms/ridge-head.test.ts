import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { add, evaluate, matmul, mul, sub, tensor, transpose } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { r2d2, ridge, ridgeByColumns, ridgeByRows } from './ridge-head.js';

test('ridge regression of one row is known by hand', () => {
  // w = x y / (|x|^2 + lambda) = (3, 4) 2 / (25 + 5)
  const expected = [[0.2], [0.8 / 3]];
  for (const form of [ridge, ridgeByRows, ridgeByColumns]) assertClose(form(tensor([[3, 4]]), tensor([[2]]), tensor(5)), expected);
});

test('the solution meets the normal equations, whichever system is solved', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 3 }), fc.nat(1000), (rows, columns, outputs, seed) => {
      const x = tensor(normal(key(seed), [rows, columns]));
      const y = tensor(normal(key(seed + 1), [rows, outputs]));
      const lambda = tensor(0.5);
      const w = ridge(x, y, lambda);
      const slope = add(matmul(transpose(x), sub(matmul(x, w), y)), mul(w, lambda));
      assert.ok(evaluate(slope).data.every((value) => Math.abs(value) < 1e-10));
      assertClose(ridgeByRows(x, y, lambda), w, 1e-9);
      assertClose(ridgeByColumns(x, y, lambda), w, 1e-9);
    }),
    { numRuns: 30 },
  );
});

test('on values without an encoder r2d2 is ridge regression with a bias, scaled and shifted by what is learned', () => {
  const algorithm = r2d2({ inputs: 2, outputs: 1, lambda: 1e-6 });
  const theta = tensorsOf(algorithm.init(key(0)));
  const support = { x: tensor([[0, 0], [1, 0], [0, 1], [2, 3]]), y: tensor([[1], [3], [0], [2]]) }; // y = 1 + 2 a - b
  const x = tensor([[5, 1], [-1, 4]]);
  assertClose(algorithm.predict(algorithm.adapt(theta, { support }), x), [10, -5], 1e-5);
  const moved = { ...theta, network: { ...theta.network, logScale: tensor(Math.log(3)), bias: tensor(0.5) } };
  assertClose(algorithm.predict(algorithm.adapt(moved, { support }), x), [30.5, -14.5], 1e-5);
  assertClose(algorithm.objective(theta, { support, query: { x, y: tensor([[10], [-4]]) } }), 0.5, 1e-4);
});

test('classes are regressed as one-hot targets', () => {
  const algorithm = r2d2({ inputs: 2, ways: 2, lambda: 1, scale: 1 });
  const theta = tensorsOf(algorithm.init(key(0)));
  const x = tensor([[1, 0], [0, 2]]);
  const phi = algorithm.adapt(theta, { support: { x, y: tensor([0, 1], 'int32') } });
  const weights = ridge(tensor([[1, 0, 1], [0, 2, 1]]), tensor([[1, 0], [0, 1]]), tensor(1));
  assertClose(algorithm.predict(phi, x), matmul(tensor([[1, 0, 1], [0, 2, 1]]), weights));
});
