import { placeholder } from '../../graph/primitives/leaves.js';
import { lower } from '../lower.js';
import { encodeModel } from '../onnx.js';
import type { Runtime } from '../runtime.js';
import { intoBlocks } from './primitives.js';

const channels = 64;

/** How many channels the runtime's kernels for this processor take together; undefined where it has none. */
export async function blockSize(runtime: Runtime): Promise<number | undefined> {
  const rows = placeholder([2, channels], 'float32', 'Two positions of an image');
  const blocks = intoBlocks(rows, 1, [1, 2]);
  try {
    const session = await runtime.load(encodeModel(lower([rows], [blocks]).graph), [blocks], { threads: 1, peakBytes: 0 });
    const [{ data }] = await session.run([{ data: Float32Array.from({ length: 2 * channels }, (_, i) => i), shape: rows.shape, dtype: 'float32' }]);
    await session.release();
    // After a block of the first position comes the first channel of the second.
    const size = (data as Float32Array).indexOf(channels);
    return size > 1 ? size : undefined;
  } catch {
    return undefined;
  }
}
