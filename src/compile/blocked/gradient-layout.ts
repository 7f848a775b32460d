import { gather } from '../../graph/primitives/gather.js';
import { reshape } from '../../graph/primitives/layout.js';
import { sizeOf } from '../../graph/shape.js';
import { Tensor } from '../../graph/tensor.js';
import { attributesOf, is } from '../simplify/match.js';
import { asBlocks } from './primitives.js';
import type { Blocks } from './use-blocks.js';

/*
 * A kernel's gradient comes as (channels / lanes, filters / block, taps, lanes, block), which is called (channels / lanes, filters, height, width * lanes). What adapted kernels are made of, sums and multiples of
 * gradients, is worked out in that layout: the blocks that a convolution reads are gathered out of it as well as out of rows.
 */
export interface Lying {
  readonly values: Tensor;
  /** How many channels lie side by side at each tap. */
  readonly lanes: number;
}

/** The lanes that a table brings into rows. */
const intoRows = new WeakMap<Int32Array, number>();

/** What lies as a gradient does, in rows: (taps * channels, filters). */
export function rowsOfKernel({ values, lanes }: Lying, block: number): Tensor {
  const table = tableOf(values.shape, lanes, block);
  intoRows.set(table, lanes);
  const [, filters] = values.shape;
  return reshape(gather(asBlocks(values, [values.size / block, block]), table, 0), [values.size / filters, filters]);
}

/** What rows were before, where they lay as a gradient does. */
export function lyingOf(rows: Tensor): Lying | undefined {
  const [read] = rows.inputs;
  const lanes = is(rows, 'reshape') && is(read, 'gather') ? intoRows.get(attributesOf<{ table: Int32Array }>(read).table) : undefined;
  return lanes === undefined ? undefined : { values: read.inputs[0].inputs[0], lanes };
}

/** The same, where the rows are those of so many channels: one matrix may be a kernel of fewer taps and more channels elsewhere. */
export function lyingInChannels(rows: Tensor, channels: number): Lying | undefined {
  const lying = lyingOf(rows);
  return lying && lying.values.shape[0] * lying.lanes === channels ? lying : undefined;
}

/** Whether two lie alike. */
export function lieAlike(a: Lying, b: Lying): boolean {
  return a.lanes === b.lanes && a.values.shape.join() === b.values.shape.join();
}

/** A kernel in the layout of another that lay as a gradient does; undefined where it is worked out in rows. */
export function asLying(kernel: Tensor, like: Tensor, block: number, once: Blocks['once']): Tensor | undefined {
  const lying = lyingOf(like) as Lying;
  const known = lyingOf(kernel);
  if (known) return lieAlike(known, lying) ? known.values : undefined;
  const { values: { shape }, lanes } = lying;
  return kernel.shape.join() === like.shape.join() && isGiven(kernel) ? once(`${shape} in ${lanes} of kernel ${kernel.id}`, () => laidDown(kernel, shape, lanes, block)) : undefined;
}

/** An operation on elements of kernels in rows, of which some lay as gradients do, in their layout; undefined for others. */
export function combinedAsLying(node: Tensor, block: number, once: Blocks['once']): Tensor | undefined {
  if (!elementwise.has(node.primitive.name) || node.rank !== 2) return undefined;
  const like = node.inputs.find(lyingOf);
  const inputs = like && node.inputs.map((input) => (input.size === 1 ? input : asLying(input, like, block, once)));
  if (!inputs?.every((input) => input !== undefined)) return undefined;
  const { values: { shape }, lanes } = lyingOf(like as Tensor) as Lying;
  return rowsOfKernel({ values: new Tensor(node.primitive, inputs, node.attributes, shape, node.dtype) as Tensor, lanes }, block);
}

/** Whether a kernel is one that the program is given, which is brought into another layout once. What it works out in rows stays there. */
function isGiven(kernel: Tensor): boolean {
  while (is(kernel, 'reshape') || is(kernel, 'slice')) [kernel] = kernel.inputs;
  return is(kernel, 'placeholder');
}

const elementwise = new Set(['add', 'sub', 'mul', 'neg']);

function laidDown(rows: Tensor, shape: readonly number[], lanes: number, block: number): Tensor {
  const table = tableOf(shape, lanes, block);
  const inverse = new Int32Array(table.length);
  table.forEach((from, to) => (inverse[from] = to));
  return asBlocks(gather(asBlocks(rows, [rows.size / block, block]), inverse, 0), shape);
}

/** For each tap, channel and block of filters the place of (channels / lanes, block of filters, tap, lane). */
function tableOf(shape: readonly number[], lanes: number, block: number): Int32Array {
  const [channels, blocks] = [shape[0] * lanes, shape[1] / block];
  const placeOf = placesOfLying(shape, lanes, block);
  const taps = sizeOf(shape.slice(2)) / lanes;
  return Int32Array.from({ length: taps * channels * blocks }, (_, at) => placeOf(Math.floor(at / blocks / channels), Math.floor(at / blocks) % channels, at % blocks));
}

/** Where a tap of a channel stands for a block of filters, counted in blocks. */
export function placesOfLying([, filters, ...size]: readonly number[], lanes: number, block: number): (tap: number, channel: number, own: number) => number {
  const [blocks, taps] = [filters / block, sizeOf(size) / lanes];
  return (tap, channel, own) => ((Math.floor(channel / lanes) * blocks + own) * taps + tap) * lanes + (channel % lanes);
}
