import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapTree, ShapeError, zeros, type NdArray } from '../graph/index.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { key } from '../random/index.js';
import { conv1dEncoder, conv4, mlp, resnet12, resnet7, type Learner } from './index.js';

const inputShape = [32, 32, 1];
const networks: readonly (readonly [string, Learner<never>, readonly number[]])[] = [
  ['conv4', conv4({ inputShape, channels: 2, ways: 2 }), [4, 28, 28, 1]],
  ['conv4', conv4({ inputShape, channels: 2, ways: 2, pooling: 'max' }), [4, 16, 64, 1]],
  ['resnet7', resnet7({ inputShape, channels: [2, 2], ways: 2 }), [4, 28, 28, 1]],
  ['resnet12', resnet12({ inputShape, channels: [2, 2], ways: 2 }), [4, 28, 28, 3]],
  ['conv1d', conv1dEncoder({ inputShape: [20, 2], channels: 2 }), [4, 2, 20]],
  ['mlp', mlp({ inputs: 3, outputs: 1 }), [4, 2]],
] as unknown as never;

test('a network that is applied to inputs of another shape than it was made for says so, with both shapes', () => {
  for (const [name, network, shape] of networks) {
    const theta = mapTree((leaf: NdArray) => placeholder(leaf.shape, leaf.dtype), network.init(key(0)) as never) as never;
    assert.throws(
      () => network.apply(theta, zeros(shape)),
      (error: Error) => error instanceof ShapeError && error.message.startsWith(`${name} of float32(${shape.join(', ')}): it was made for `) && /, and these have (\(\d+(, \d+)*\)|\d+): make it /.test(error.message),
      name,
    );
  }
});
