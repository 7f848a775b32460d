import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, matmul, mul, relu, sum, tanh, tensor, type Tensor } from '../graph/index.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { grad } from '../transform/index.js';
import { graphDigest } from './graph-digest.js';

const digest = (f: (x: Tensor, y: Tensor) => Tensor): string => graphDigest(f(placeholder([2, 2], 'float32', 'x'), placeholder([2, 2], 'float32', 'y')));
const kept = tensor([[1, 2], [3, 4]]);

test('graphs of the same code have the same digest, also where one was traced after others', () => {
  const f = (x: Tensor, y: Tensor): Tensor => add(matmul(relu(x), kept), mul(y, 0.5));
  assert.equal(digest(f), digest(f));
  // A constant that is made anew has a later number than one that was kept.
  assert.equal(digest((x, y) => add(matmul(relu(x), tensor([[1, 2], [3, 4]])), mul(y, 0.5))), digest(f));
  const gradient = (x: Tensor, y: Tensor): Tensor => grad((at: Tensor) => sum(relu(matmul(at, y))))(x);
  assert.equal(digest(gradient), digest(gradient));
});

test('another operation, input, constant or attribute is another digest', () => {
  const all = [
    (x: Tensor, y: Tensor) => add(relu(x), y),
    (x: Tensor, y: Tensor) => add(tanh(x), y),
    (x: Tensor, y: Tensor) => add(relu(y), x),
    (x: Tensor, y: Tensor) => add(relu(x), mul(y, 2)),
    (x: Tensor, y: Tensor) => add(relu(x), mul(y, 3)),
    (x: Tensor) => sum(x, 1),
    (x: Tensor, y: Tensor) => sum(x, 0),
  ].map(digest);
  assert.equal(new Set(all).size, all.length);
});
