import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../compile/index.js';
import { ndarray, tensor, toNested, type Tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { cosine, scaled, squaredEuclidean } from './distances.js';

const [x, y] = [normal(key(1), [4, 5]), normal(key(2), [3, 5])];
const rows = (array: typeof x): number[][] => toNested(array) as number[][];
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((total, value, i) => total + value * b[i], 0);

test('squared Euclidean distances and cosines are those of their definition', () => {
  assertClose(squaredEuclidean.between(tensor(x), tensor(y)), rows(x).map((a) => rows(y).map((b) => a.reduce((total, value, i) => total + (value - b[i]) ** 2, 0))));
  assertClose(cosine.between(tensor(x), tensor(y)), rows(x).map((a) => rows(y).map((b) => 1 - dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)))));
});

test('squared distances far from zero are exact in float32, where the squares themselves are not', async () => {
  const compiled = compile((a: Tensor, b: Tensor) => squaredEuclidean.between(a, b));
  assertClose(await compiled(ndarray([[4001, 30000], [4003, 30002]]), ndarray([[4000, 30000], [4002, 30001]])), [1, 2, 13, 2], 1e-3);
  await compiled.release();
});

test('a row of zeros has no direction: its cosine distance to all is one', () => {
  assertClose(cosine.between(tensor([[0, 0]]), tensor([[1, 2], [0, 0]])), [1, 1]);
});

test('a distance with a learned factor is the same distance by another name', () => {
  const { name, scale, between } = scaled(cosine, 10);
  assert.deepEqual([name, scale, between], ['scaled cosine', 10, cosine.between]);
  for (const wrong of [0, -1, NaN, Infinity]) assert.throws(() => scaled(cosine, wrong), /factor of a distance must be a finite number above 0/);
});
