import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conv2d, mul, relu, square, sum, tensor, type NdArray, type Tensor } from '../../graph/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { assertClose } from '../../testing/close.js';
import { countNames } from '../../testing/count-names.js';
import { drawLike } from '../../testing/samples.js';
import { grad } from '../../transform/index.js';
import { runtimeFor } from '../devices.js';
import { compile } from '../index.js';
import { simplify } from '../simplify/index.js';
import { stayInBlocks } from './stay-in-blocks.js';
import { useBlocks } from './use-blocks.js';

const block = (await runtimeFor('cpu')).block ?? 16;

/** The kernels' gradients of two convolutions, of which the second has a stride. */
const gradients = (stride: number) => (x: Tensor, first: Tensor, second: Tensor) => {
  return grad(([a, b]: readonly Tensor[]) => mul(sum(square(conv2d(relu(conv2d(x, a, { padding: 1 })), b, { padding: 1, stride }))), 0.5))([first, second]);
};

const shapesOf = (size: number, window = 3) => [[12, size, size, block], [3, 3, block, 2 * block], [window, window, 2 * block, 2 * block]];

function namesOf(stride: number, size: number): Map<string, number> {
  const [x, first, second] = shapesOf(size).map((shape) => placeholder(shape, 'float32'));
  return countNames(stayInBlocks(useBlocks(simplify(gradients(stride)(x, first, second)), block), block));
}

for (const [size, title] of [[8, 'alike in size, whose rows and columns take turns,'], [9, 'of several sizes']] as const) {
  test(`parts ${title} are put together in blocks`, () => {
    const names = namesOf(2, size);
    // Only the images are brought there.
    assert.deepEqual(['intoBlocks', 'fromBlocks', 'concat', 'matmul'].map((name) => names.get(name) ?? 0), [1, 0, 1, 0]);
  });
}

test('parts come to what the interpreter says, for any stride and size', async () => {
  // A window of two reaches no position of the third residue of a stride of three.
  for (const [stride, size, window] of [[2, 8, 3], [2, 9, 3], [3, 9, 3], [3, 10, 3], [3, 9, 2], [3, 10, 2]] as const) {
    const host = drawLike(shapesOf(size, window).map((shape) => ({ shape })), 19).map((value, at) => (at === 0 ? value : { ...value, data: (value.data as Float64Array).map((weight) => weight / block) })) as [NdArray, NdArray, NdArray];
    assertClose(await compile(gradients(stride))(...host), gradients(stride)(...(host.map((value) => tensor(value)) as [Tensor, Tensor, Tensor])), 1e-3, 0.01);
  }
});
