import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tensor } from '../graph/index.js';
import { grad } from '../transform/index.js';
import { assertClose } from '../testing/close.js';
import { binaryCrossEntropy, crossEntropy, huber, meanSquaredError } from './index.js';

test('meanSquaredError is the mean over all values of the rows that count', () => {
  const prediction = tensor([[1, 2], [3, 4], [100, 100]]);
  const target = tensor([[1, 1], [1, 4], [0, 0]]);
  assertClose(meanSquaredError(prediction, target), (0 + 1 + 4 + 0 + 1e4 + 1e4) / 6);
  assertClose(meanSquaredError(prediction, target, { mask: tensor([1, 1, 0]) }), 5 / 4);
});

test('a mask that is no number for each row is refused, not broadcast', () => {
  for (const loss of [meanSquaredError, huber, binaryCrossEntropy]) assert.throws(() => loss(tensor([1, 2]), tensor([0, 1]), { mask: tensor([[1], [1]]) }), /^ShapeError: meanOfRows of float32\(2\) and float32\(2, 1\): the mask has one number for each row/);
});

test('a set with no row that counts has loss zero', () => {
  assertClose(meanSquaredError(tensor([[1]]), tensor([[0]]), { mask: tensor([0]) }), 0);
});

test('crossEntropy is the mean negative log of the softmax at the class', () => {
  const logits = tensor([[0, Math.log(3)], [Math.log(4), 0]]);
  assertClose(crossEntropy(logits, tensor([1, 0], 'int32')), -(Math.log(3 / 4) + Math.log(4 / 5)) / 2);
});

test('absent classes have probability zero and no gradient', () => {
  const logits = tensor([[1, 2, 50]]);
  const options = { classes: tensor([1, 1, 0]) };
  const target = tensor([0], 'int32');
  assertClose(crossEntropy(logits, target, options), Math.log(1 + Math.E));
  const p = 1 / (1 + Math.exp(-1));
  assertClose(grad((x: typeof logits) => crossEntropy(x, target, options))(logits), [-p, p, 0]);
});

test('crossEntropy is finite for logits of any size', () => {
  assertClose(crossEntropy(tensor([[1000, -1000]]), tensor([1], 'int32')), 2000);
});

test('binaryCrossEntropy is the negative log of the sigmoid', () => {
  const logits = tensor([0.5, -2]);
  const expected = (Math.log(1 + Math.exp(-0.5)) + Math.log(1 + Math.exp(-2))) / 2;
  assertClose(binaryCrossEntropy(logits, tensor([1, 0])), expected);
  assertClose(binaryCrossEntropy(logits, tensor([1, 0], 'int32')), expected);
});

test('huber is quadratic near and linear far', () => {
  assertClose(huber(tensor([0.5, -3]), tensor([0, 0])), (0.125 + 2.5) / 2);
  assertClose(huber(tensor([3]), tensor([0]), { delta: 2 }), 4);
});

test('predictions and targets of different shapes are refused, not broadcast', () => {
  assert.throws(() => meanSquaredError(tensor([[1], [2]]), tensor([1, 2])), /\(2, 1\).*\(2\).*same shape/s);
  assert.throws(() => crossEntropy(tensor([[1, 2]]), tensor([1])), /int32 classes/);
});

test('huber of a distance that is none is refused', () => {
  assert.throws(() => huber(tensor([1]), tensor([2]), { delta: 0 }), /huber: delta must be a positive number, got 0/);
});
