import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { evaluate, eye, matmul, oneHot, pad, sub, tensor, transpose, type Tensor } from '../graph/index.js';
import { compile } from '../compile/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { plusDiagonal } from './ridge-head.js';
import { projectOntoSimplex } from './simplex.js';
import { split, svmDual } from './svm-dual.js';
import { svmHead } from './svm-head.js';

/** The projection as it is usually written, by sorting. */
function projectBySorting(v: readonly number[], size: number): number[] {
  let [total, threshold] = [0, -Infinity];
  [...v].sort((a, b) => b - a).forEach((value, i) => {
    total += value;
    if (value >= (total - size) / (i + 1)) threshold = (total - size) / (i + 1);
  });
  return v.map((value) => Math.max(value - threshold, 0));
}

/** The dual by plain projected gradient: slow, and nothing to get wrong. */
function solvePlainly(kernel: number[][], targets: number[][], C: number, iterations = 20000): number[][] {
  const rate = 1 / Math.max(...kernel.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)));
  let a = targets.map((row) => row.map(() => 0));
  for (let i = 0; i < iterations; i++) {
    a = a.map((row, n) => {
      const upper = targets[n].map((target) => C * target);
      const step = row.map((value, k) => value - rate * (kernel[n].reduce((sum, entry, m) => sum + entry * a[m][k], 0) - targets[n][k]));
      return projectBySorting(step.map((value, k) => upper[k] - value), C).map((b, k) => upper[k] - b);
    });
  }
  return a;
}

/** Rows of `ways` classes, relu of noise around a centre each, as encoders give them: their products are all positive. */
function problem(seed: number, ways: number, shots: number, features: number, scale = 1): { kernel: Tensor; targets: Tensor } {
  const centres = normal(key(seed), [ways, features]).data;
  const noise = normal(key(seed + 1), [ways * shots, features]).data;
  const x = Array.from({ length: ways * shots }, (_, n) => Array.from({ length: features }, (__, d) => scale * Math.max(0, centres[(n % ways) * features + d] + 0.7 * noise[n * features + d])));
  const labels = tensor(Array.from({ length: ways * shots }, (_, n) => n % ways), 'int32');
  return { kernel: plusDiagonal(matmul(tensor(x), transpose(tensor(x))), 1), targets: oneHot(labels, ways) };
}

const nested = (t: Tensor): number[][] => {
  const { data, shape } = evaluate(t);
  return Array.from({ length: shape[0] }, (_, n) => Array.from(data.slice(n * shape[1], (n + 1) * shape[1])));
};

const sizes = [[3, 1, 6], [5, 1, 64], [5, 5, 64], [4, 3, 5]] as const;
const bounds = [0.01, 0.1, 5].map(Math.fround);

test('the projection without sorting is that by sorting, ties included', () => {
  const values = fc.array(fc.oneof(fc.constantFrom(-1, 0, 0.5), fc.double({ min: -3, max: 3, noNaN: true }).map(Math.fround)), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(values, fc.constantFrom(0, 0.25, 1), (v, size) => {
      assertClose(projectOntoSimplex(tensor([v]), tensor([[size]])), [projectBySorting(v, size)], 1e-9);
    }),
  );
});

test('two orthogonal rows of two classes are known by hand', () => {
  // A row (a, -a) has k a^2 - a to make small: a = 1 / 2k, or the bound.
  const targets = tensor([[1, 0], [0, 1]]);
  const kernel = tensor([[2, 0], [0, 4]]);
  assertClose(svmDual({ kernel, targets, C: 5 }, 30), [[0.25, -0.25], [-0.125, 0.125]]);
  assertClose(svmDual({ kernel, targets, C: 0.125 }, 30), [[0.125, -0.125], [-0.125, 0.125]]);
  assertClose(svmDual({ kernel, targets, C: 0.0625 }, 30), [[0.0625, -0.0625], [-0.0625, 0.0625]]);
});

for (const [ways, shots, features] of sizes) {
  for (const C of bounds) {
    test(`${ways} ways of ${shots} with ${features} features and C ${C.toPrecision(1)}: the conditions of a solution hold`, () => {
      const { kernel, targets } = problem(ways * shots, ways, shots, features);
      const [a, k, y] = [svmDual({ kernel, targets, C }, 30), kernel, targets].map(nested);
      a.forEach((row, n) => {
        const slope = row.map((_, c) => k[n].reduce((sum, entry, m) => sum + entry * a[m][c], 0) - y[n][c]);
        const [upper, slack] = [y[n].map((target) => C * target), 1e-9 * C];
        assert.ok(Math.abs(row.reduce((sum, value) => sum + value, 0)) < slack, 'rows sum to zero');
        assert.ok(row.every((value, c) => value <= upper[c] + slack), 'none is above its bound');
        // Slopes are the same where variables are free, and not larger where they are held down.
        const free = row.map((value, c) => value < upper[c] - 1e-7 * C);
        const nu = Math.max(...slope.filter((_, c) => free[c]));
        assert.ok(slope.every((value, c) => (free[c] ? Math.abs(value - nu) < 1e-9 : value <= nu + 1e-9)), `row ${n}: ${slope.join()} for ${row.join()}`);
      });
    });
  }
}

test('the dual objective is that of many plain projected gradient steps', () => {
  for (const [ways, shots, features] of sizes) {
    const { kernel, targets } = problem(7, ways, shots, features, 0.3);
    const [k, y] = [kernel, targets].map(nested);
    for (const C of bounds) {
      const objective = (a: number[][]): number =>
        a.reduce((sum, row, n) => sum + row.reduce((part, value, c) => part + value * (0.5 * k[n].reduce((dot, entry, m) => dot + entry * a[m][c], 0) - y[n][c]), 0), 0);
      const plain = solvePlainly(k, y, C, ways * shots > 10 ? 2000 : 5000);
      assertClose(objective(nested(svmDual({ kernel, targets, C }, 30))), objective(plain), 1e-7);
      assertClose(svmDual({ kernel, targets, C }, 30), plain, 1e-4);
    }
  }
});

test('in float32, of features as large as a convolutional encoder gives, the solution is right to a thousandth', async () => {
  const given = problem(3, 5, 5, 256);
  const compiled = compile((kernel: Tensor, targets: Tensor) => svmDual({ kernel, targets, C: 0.1 }, 30));
  assertClose(await compiled(evaluate(given.kernel), evaluate(given.targets)), svmDual({ ...given, C: 0.1 }, 30), 1e-3);
  await compiled.release();
});

test('iterations alone come near the solution, and the bounds that they find make it exact', () => {
  const given = { ...problem(5, 5, 5, 64), C: 0.1 };
  const exact = svmDual(given, 200);
  assertClose(split(given, 30), exact, 1e-3);
  assert.throws(() => assertClose(split(given, 10), exact, 1e-6));
  assertClose(svmDual(given, 30), exact, 1e-9);
});

test('rows that do not count change no iteration', () => {
  const { kernel, targets } = problem(5, 3, 2, 8);
  const wider = { kernel: plusDiagonal(pad(sub(kernel, eye(6)), [[1, 0], [1, 0]]), 1), targets: pad(targets, [[1, 0], [0, 0]]), C: 0.1 };
  for (const solve of [split, svmDual]) assertClose(solve(wider, 4), pad(solve({ kernel, targets, C: 0.1 }, 4), [[1, 0], [0, 0]]), 1e-9);
});

test('weights are sums of features by the dual variables, and logits have no bias but for absent classes', () => {
  const algorithm = svmHead({ inputs: 2, ways: 3, C: 5, ridge: 1, scale: 1 });
  const theta = tensorsOf(algorithm.init(key(0)));
  const { weight, bias } = algorithm.adapt(theta, { support: { x: tensor([[1, 0], [0, 2]]), y: tensor([0, 1], 'int32') } }).memory;
  // Products 1 and 4 with a ridge of 1: a = 1/4 and 1/10.
  assertClose(weight, [[0.25, -0.25, 0], [-0.2, 0.2, 0]]);
  assertClose(bias, [0, 0, -1e9]);
});
