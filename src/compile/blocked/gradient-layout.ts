import { gather } from '../../graph/primitives/gather.js';
import { reshape } from '../../graph/primitives/layout.js';
import { sizeOf } from '../../graph/shape.js';
import { Tensor } from '../../graph/tensor.js';
import { attributesOf, is } from '../simplify/match.js';
import { asBlocks } from './primitives.js';

/*
 * A kernel's gradient comes as (channels, filters / block, taps, block), which is called (channels, filters, ...size). What adapted kernels are made of, sums and multiples of gradients, is worked out in that layout:
 * the blocks that a convolution reads are gathered out of it as well as out of rows.
 */

/** The tables that bring a gradient into rows. */
const intoRows = new WeakSet<Int32Array>();

/** What lies as a gradient does, in rows: (taps * channels, filters). */
export function rowsOfKernel(lying: Tensor, block: number): Tensor {
  const [channels, filters, ...taps] = lying.shape;
  const table = tableOf(channels, filters / block, sizeOf(taps));
  intoRows.add(table);
  return reshape(gather(asBlocks(lying, [lying.size / block, block]), table, 0), [sizeOf(taps) * channels, filters]);
}

/** What rows were before, where they lay as a gradient does. */
export function lyingOf(rows: Tensor): Tensor | undefined {
  const [read] = rows.inputs;
  return is(rows, 'reshape') && is(read, 'gather') && intoRows.has(attributesOf<{ table: Int32Array }>(read).table) ? read.inputs[0].inputs[0] : undefined;
}

/** A kernel in the layout of another that lay as a gradient does; undefined where it is worked out in rows. */
export function asLying(kernel: Tensor, like: Tensor, block: number, once: Once): Tensor | undefined {
  const { shape } = lyingOf(like) as Tensor;
  const known = lyingOf(kernel);
  if (known) return known.shape.join() === shape.join() ? known : undefined;
  return kernel.shape.join() === like.shape.join() && isGiven(kernel) ? once(`${shape} of kernel ${kernel.id}`, () => laidDown(kernel, shape, block)) : undefined;
}

type Once = (key: string, make: () => Tensor) => Tensor;

/** An operation on elements of kernels in rows, of which some lay as gradients do, in their layout; undefined for others. */
export function combinedAsLying(node: Tensor, block: number, once: Once): Tensor | undefined {
  if (!elementwise.has(node.primitive.name) || node.rank !== 2) return undefined;
  const like = node.inputs.find(lyingOf);
  const inputs = like && node.inputs.map((input) => (input.size === 1 ? input : asLying(input, like, block, once)));
  if (!inputs?.every((input) => input !== undefined)) return undefined;
  return rowsOfKernel(new Tensor(node.primitive, inputs, node.attributes, (lyingOf(like as Tensor) as Tensor).shape, node.dtype) as Tensor, block);
}

/** Whether a kernel is one that the program is given, which is brought into another layout once. What it works out in rows stays there. */
function isGiven(kernel: Tensor): boolean {
  while (is(kernel, 'reshape') || is(kernel, 'slice')) [kernel] = kernel.inputs;
  return is(kernel, 'placeholder');
}

const elementwise = new Set(['add', 'sub', 'mul', 'neg']);

function laidDown(rows: Tensor, shape: readonly number[], block: number): Tensor {
  const [channels, filters, ...taps] = shape;
  const table = tableOf(channels, filters / block, sizeOf(taps));
  const inverse = new Int32Array(table.length);
  table.forEach((from, to) => (inverse[from] = to));
  return asBlocks(gather(asBlocks(rows, [rows.size / block, block]), inverse, 0), shape);
}

/** For each tap, channel and block of filters the place of (channel, block of filters, tap). */
function tableOf(channels: number, blocks: number, taps: number): Int32Array {
  return Int32Array.from({ length: taps * channels * blocks }, (_, at) => (at % (channels * blocks)) * taps + Math.floor(at / channels / blocks));
}
