import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conv2d, reshape, sin, sum, tensor, transpose, type Tensor } from '../graph/index.js';
import { gather } from '../graph/primitives/gather.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { assertClose } from '../testing/close.js';
import { countNames } from '../testing/count-names.js';
import { drawLike } from '../testing/samples.js';
import { grad } from '../transform/index.js';
import { backwardKernelOf } from './backward-kernels.js';
import { chooseKernels } from './choose-kernels.js';
import { compile } from './index.js';
import { simplify } from './simplify/index.js';

const comingBack = (stride: number) => (x: Tensor, kernel: Tensor) => grad((at: Tensor) => sum(sin(conv2d(at, kernel, { padding: 1, stride }))))(x);

function namesOf(stride: number, shapes: readonly (readonly number[])[]): Map<string, number> {
  const [x, kernel] = shapes.map((shape) => placeholder(shape, 'float32'));
  return countNames(chooseKernels(simplify([comingBack(stride)(x, kernel)])));
}

const many = [[9, 10, 10, 3], [3, 3, 3, 5]];
const few = [[2, 4, 4, 3], [3, 3, 3, 64]];

test('what comes back through a convolution reads its kernel transposed, and no tap is transposed first', () => {
  for (const stride of [1, 2]) assert.equal(namesOf(stride, many).get('transpose'), undefined, `stride ${stride}`);
});

test('of few windows it is a product with all taps at once, and one that adds up what each position gets', () => {
  const names = namesOf(2, few);
  // The convolution itself is the third.
  assert.deepEqual(['matmul', 'concat', 'transpose'].map((name) => names.get(name)), [3, undefined, undefined]);
});

test('both come to what the interpreter says', async () => {
  for (const shapes of [many, few]) {
    for (const stride of [1, 2, 3]) {
      const host = drawLike(shapes.map((shape) => ({ shape })), 5);
      const f = comingBack(stride);
      assertClose(await compile(f)(host[0], host[1]), f(tensor(host[0]), tensor(host[1])), 1e-4);
    }
  }
});

test('only taps that are each transposed are told as such', () => {
  const kernel = placeholder([2, 2, 4, 4], 'float32');
  const some = (order: readonly number[]) => reshape(gather(reshape(transpose(kernel, order), [4, 4, 4]), Int32Array.of(2, 0), 0), [8, 4]);
  assert.deepEqual([...(backwardKernelOf(some([0, 1, 3, 2]))?.taps ?? [])], [2, 0]);
  assert.equal(backwardKernelOf(some([1, 0, 3, 2])), undefined);
  assert.equal(backwardKernelOf(some([3, 2, 1, 0])), undefined);
  assert.equal(backwardKernelOf(reshape(gather(reshape(kernel, [4, 4, 4]), Int32Array.of(2, 0), 0), [8, 4])), undefined);
});
