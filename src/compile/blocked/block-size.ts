import { conv2d } from '../../graph/ops/images.js';
import { mean } from '../../graph/ops/statistics.js';
import { add, mul, sub } from '../../graph/primitives/arithmetic.js';
import { relu, sin } from '../../graph/primitives/functions.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { ancestors } from '../../graph/walk.js';
import { grad } from '../../transform/grad.js';
import { fuse } from '../fuse.js';
import { lower } from '../lower.js';
import { encodeModel } from '../onnx.js';
import type { Runtime } from '../runtime.js';
import { simplify } from '../simplify/index.js';
import { intoBlocks } from './primitives.js';
import { stayInBlocks } from './stay-in-blocks.js';
import { useBlocks } from './use-blocks.js';

/** Several blocks of any size. */
const channels = 64;
const filters = 32;

/** How many channels the runtime's kernels for this processor take together; undefined where it has none, or where they are not known to do what we ask of them. */
export async function blockSize(runtime: Runtime): Promise<number | undefined> {
  try {
    const rows = placeholder([2, channels], 'float32', 'Two positions of an image');
    const [data] = await run(runtime, [rows], [intoBlocks(rows, 1, [1, 2])], (at) => at);
    // After a block of the first position comes the first channel of the second.
    const size = data.indexOf(channels);
    if (size <= 1) return undefined;
    // Those of processors with AVX-512 are what all tests run on.
    return (process.arch === 'x64' && size === 16) || (await isRight(runtime, size)) ? size : undefined;
  } catch {
    return undefined;
  }
}

/** Whether all that is done on blocks comes to what it does in rows: a convolution of grey images, and what a convolution with a stride makes of it, scaled, shifted and cut off, with their gradients before and after a step. */
export async function isRight(runtime: Runtime, block: number): Promise<boolean> {
  // The first layer of the latter is convolved whole (`mostWhole`).
  return (await isRightOf(37, runtime, block)) && isRightOf(21, runtime, block);
}

async function isRightOf(images: number, runtime: Runtime, block: number): Promise<boolean> {
  const inputs = [[images, 12, 12, 1], [3, 3, 1, filters], [filters], [3, 3, filters, filters], [filters], [filters]].map((shape) => placeholder(shape, 'float32'));
  const [x, ...weights] = inputs;
  const loss = ([first, bias, second, scale, shift]: readonly Tensor[]) => {
    const layer = relu(add(conv2d(x, first, { padding: 1 }), bias));
    return mean(sin(relu(add(mul(conv2d(layer, second, { padding: 1, stride: 2 }), scale), shift))));
  };
  const after = (at: readonly Tensor[]) => loss(grad(loss)(at).map((slope, i) => sub(at[i], slope)));
  const outputs = simplify([...grad(loss)(weights), ...grad(after)(weights)]);
  const blocked = stayInBlocks(useBlocks(outputs, block), block);
  const names = new Set(ancestors(blocked).map(({ primitive }) => primitive.name));
  if (!['layerOfPixels', 'scaledBlocks', 'sumOfBlocks', 'sumOfProducts'].every((name) => names.has(name))) return false;
  const [expected, found] = await Promise.all([outputs, blocked].map((results) => run(runtime, inputs, fuse(results), (at) => Math.sin(at) / 4)));
  return expected.every((values, i) => {
    const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    // Where a value is next to zero, ReLU may let it through here and not there.
    return values.every((value, at) => Math.abs(value - found[i][at]) <= 1e-2 * most);
  });
}

async function run(runtime: Runtime, inputs: readonly Tensor[], outputs: readonly Tensor[], valueAt: (place: number) => number): Promise<Float32Array[]> {
  const session = await runtime.load(encodeModel(lower(inputs, outputs).graph), outputs, { threads: 1, peakBytes: 0 });
  try {
    const results = await session.run(inputs.map(({ shape }) => ({ data: Float32Array.from({ length: sizeOf(shape) }, (_, place) => valueAt(place)), shape, dtype: 'float32' })));
    return results.map(({ data }) => data as Float32Array);
  } finally {
    await session.release();
  }
}
