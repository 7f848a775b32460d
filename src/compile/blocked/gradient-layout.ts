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
function tableOf([outer, filters, ...size]: readonly number[], lanes: number, block: number): Int32Array {
  const [channels, blocks, taps] = [outer * lanes, filters / block, sizeOf(size) / lanes];
  return Int32Array.from({ length: taps * channels * blocks }, (_, at) => {
    const [tap, channel, own] = [Math.floor(at / blocks / channels), Math.floor(at / blocks) % channels, at % blocks];
    return ((Math.floor(channel / lanes) * blocks + own) * taps + tap) * lanes + (channel % lanes);
  });
}
