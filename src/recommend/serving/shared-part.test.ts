import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, matmul, relu, tensor, add, type NdArray } from '../../graph/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { key, normal } from '../../random/index.js';
import { assertClose } from '../../testing/close.js';
import { sharedPart, withShared } from './shared-part.js';

const items = tensor(normal(key(0), [200, 8]));
const weight = tensor(normal(key(1), [8, 16]));
const head = placeholder([16, 1], 'float32');

test('what is the same for all is found where it meets what is not, and can be known', () => {
  const features = relu(matmul(items, weight));
  const output = add(matmul(features, head), 1);
  const shared = sharedPart(output, [head]);
  assert.deepEqual(shared, [features]);
  const given = withShared(output, [head], [tensor(evaluate(features) as NdArray)]);
  assert.deepEqual(sharedPart(given, [head]), []);
  assertClose(given.inputs[0].inputs[0], features);
});

test('constants, what is small, and what depends on all are no shared part', () => {
  assert.deepEqual(sharedPart(matmul(items, placeholder([8, 1], 'float32')), [head]), [], 'no input is on the way');
  assert.deepEqual(sharedPart(matmul(relu(tensor(normal(key(2), [4, 16]))), head), [head]), []);
  const own = placeholder([200, 16], 'float32');
  assert.deepEqual(sharedPart(matmul(relu(own), head), [own, head]), []);
});
