import { conv2d } from '../../graph/ops/images.js';
import { sin } from '../../graph/primitives/functions.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { sum } from '../../graph/primitives/reduce.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { grad } from '../../transform/grad.js';
import { fuse } from '../fuse.js';
import { lower } from '../lower.js';
import { encodeModel } from '../onnx.js';
import type { Runtime } from '../runtime.js';
import { simplify } from '../simplify/index.js';
import { intoBlocks } from './primitives.js';
import { useBlocks } from './use-blocks.js';

const channels = 64;

/** How many channels the runtime's kernels for this processor take together; undefined where it has none, or where they are not known to do what we ask of them. */
export async function blockSize(runtime: Runtime): Promise<number | undefined> {
  try {
    const rows = placeholder([2, channels], 'float32', 'Two positions of an image');
    const [data] = await run(runtime, [rows], [intoBlocks(rows, 1, [1, 2])], (at) => at);
    // After a block of the first position comes the first channel of the second.
    const size = data.indexOf(channels);
    if (size <= 1) return undefined;
    // On x64 tests look at them.
    return process.arch === 'x64' || (await isRight(runtime, size)) ? size : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a convolution and its gradients are on blocks what they are as products. */
export async function isRight(runtime: Runtime, block: number): Promise<boolean> {
  const inputs = [[32, 6, 6, block], [3, 3, block, 2 * block]].map((shape) => placeholder(shape, 'float32'));
  const outputs = simplify(grad((of: readonly Tensor[]) => sum(sin(conv2d(of[0], of[1], { padding: 1 }))))(inputs));
  const blocked = useBlocks(outputs, block);
  if (blocked.every((node, i) => node === outputs[i])) return false;
  const [expected, found] = await Promise.all([outputs, blocked].map((results) => run(runtime, inputs, fuse(results), (at) => Math.sin(at) / 4)));
  return expected.every((values, i) => values.every((value, at) => Math.abs(value - found[i][at]) <= 1e-3 * Math.max(1, Math.abs(value))));
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
