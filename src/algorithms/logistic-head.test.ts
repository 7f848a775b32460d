import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../compile/index.js';
import { add, evaluate, matmul, mul, ndarray, sigmoid, square, sub, sum, tensor, transpose, type Tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { valueAndGrad } from '../transform/index.js';
import { logistic, logisticByColumns, logisticByRows, logisticHead } from './logistic-head.js';

const labels = tensor([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0]]);

/** The derivative of the sum of negative log probabilities plus lambda / 2 |w|^2. */
const slopeOf = (x: Tensor, y: Tensor, w: Tensor, lambda: number): Tensor => add(mul(w, lambda), matmul(transpose(x), sub(sigmoid(matmul(x, w)), y)));

test('the first Newton step from zero is known by hand', () => {
  // The slope is -x / 2, the curvature x^2 / 4 + lambda.
  for (const form of [logistic, logisticByRows, logisticByColumns]) assertClose(form(tensor([[2]]), tensor([[1]]), tensor(3), 1), [[1 / (1 + 3)]]);
});

for (const columns of [3, 8]) {
  for (const lambda of [0.1, 1]) {
    test(`of 5 rows with ${columns} features and lambda ${lambda}, the regularised likelihood is flat where Newton's steps end`, () => {
      const x = tensor(normal(key(columns), [5, columns], 0, 2));
      const w = logistic(x, labels, tensor(lambda), 10);
      assert.ok(evaluate(slopeOf(x, labels, w, Math.fround(lambda))).data.every((value) => Math.abs(value) < 1e-9));
      const rough = evaluate(slopeOf(x, labels, logistic(x, labels, tensor(lambda), 5), Math.fround(lambda))).data;
      assert.ok(rough.every((value) => Math.abs(value) < 0.02), `after the 5 steps of the default: ${rough.join()}`);
    });
  }

  test(`of 5 rows with ${columns} features, both systems make the same steps`, () => {
    const x = tensor(normal(key(columns), [5, columns]));
    assertClose(logisticByRows(x, labels, tensor(0.5), 3), logisticByColumns(x, labels, tensor(0.5), 3), 1e-9);
  });
}

test('where all is certain, so that float32 has no curvature left, weights and derivatives stay finite', async () => {
  const program = compile((x: Tensor, y: Tensor) => valueAndGrad((rows: Tensor) => sum(square(logistic(rows, y, tensor(1e-6), 30))))(x));
  const found = await program(ndarray([200, 0, 0, 200], [2, 2]), ndarray([1, 0, 0, 1], [2, 2]));
  assert.ok(found.every(({ data }) => data.every(Number.isFinite)), found.map(({ data }) => data.join()).join(' and '));
  await program.release();
});

test('the logits are those of each class against the rest, with a bias', () => {
  const algorithm = logisticHead({ inputs: 1, ways: 2, newtonSteps: 12, lambda: 0.2 });
  const theta = tensorsOf(algorithm.init(key(0)));
  const support = { x: tensor([[1], [3], [4]]), y: tensor([0, 1, 1], 'int32') };
  const { weight, bias } = algorithm.adapt(theta, { support }).memory;
  const x = tensor([[1, 1], [3, 1], [4, 1]]);
  const w = evaluate(logistic(x, tensor([[1, 0], [0, 1], [0, 1]]), tensor(0.2), 12)).data;
  assertClose([weight, bias], [tensor([[w[0], w[1]]]), tensor([w[2], w[3]])]);
});
