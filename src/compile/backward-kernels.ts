import { gather } from '../graph/primitives/gather.js';
import { reshape } from '../graph/primitives/layout.js';
import type { Product } from '../graph/primitives/matmul.js';
import type { Tensor } from '../graph/tensor.js';
import { rewrite } from '../graph/walk.js';
import { times } from './contractions.js';
import { onceByKey } from './once.js';
import { attributesOf, is } from './simplify/match.js';

/*
 * What comes back through a convolution meets some taps of its kernel, each transposed. The runtime's products read a transposed operand as fast as one that lies as it is read, so that the taps are only put side by side.
 */

/** A matrix (taps * filters, channels) of some taps of a kernel, each transposed. */
export interface BackwardKernel {
  /** (all taps * channels, filters), made anew of what stands in the graph. */
  readonly kernel: Tensor;
  readonly source: Tensor;
  readonly channels: number;
  readonly taps: Int32Array;
}

/** What a matrix of transposed taps is made of; undefined for others. */
export function backwardKernelOf(matrix: Tensor): BackwardKernel | undefined {
  const [read] = matrix.inputs;
  if (!is(matrix, 'reshape') || matrix.rank !== 2 || !is(read, 'gather') || read.rank !== 3) return undefined;
  const { axis, table } = attributesOf<{ axis: number; table: Int32Array }>(read);
  const [taps] = read.inputs;
  const transposed = is(taps, 'reshape') ? taps.inputs[0] : taps;
  const [, filters, channels] = taps.shape;
  if (axis !== 0 || matrix.shape[1] !== channels || !is(transposed, 'transpose') || transposed.rank < 3) return undefined;
  const { order } = attributesOf<{ order: readonly number[] }>(transposed);
  const last = transposed.rank - 1;
  const swapsTaps = order.every((from, to) => from === (to === last ? last - 1 : to === last - 1 ? last : to)) && transposed.shape[last] === channels && transposed.shape[last - 1] === filters;
  if (!swapsTaps) return undefined;
  const [source] = transposed.inputs;
  return { kernel: reshape(is(source, 'reshape') ? source.inputs[0] : source, [taps.shape[0] * channels, filters]), source, channels, taps: table };
}

/** Products with such matrices, read transposed. */
export function readBackwards(outputs: readonly Tensor[]): Tensor[] {
  const once = onceByKey<Tensor>();
  return rewrite(outputs, (node) => {
    if (!is(node, 'matmul') || node.rank !== 2) return node;
    const { transposeA, transposeB, factor } = attributesOf<Product>(node);
    const backward = transposeB || factor !== 1 ? undefined : backwardKernelOf(node.inputs[1]);
    if (!backward) return node;
    const { kernel, source, channels, taps } = backward;
    const sideBySide = once(`${taps} of ${source.id}`, () => {
      const table = Int32Array.from({ length: channels * taps.length }, (_, at) => taps[at % taps.length] * channels + Math.floor(at / taps.length));
      return reshape(gather(kernel, table, 0), [channels, taps.length * kernel.shape[1]]);
    });
    return times(node.inputs[0], sideBySide, { transposeA, transposeB: true });
  });
}
