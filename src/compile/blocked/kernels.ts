import { gather } from '../../graph/primitives/gather.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { backwardKernelOf, type BackwardKernel } from '../backward-kernels.js';
import { lyingInChannels, placesOfLying } from './gradient-layout.js';
import { asBlocks, interleave } from './primitives.js';
import type { Blocks } from './use-blocks.js';

/* Kernels as the runtime's convolution wants them: (filters / block, channels / block, taps, block of channels, block of filters), which it calls (filters, channels, ...size). */

/** All taps of a kernel (taps * channels, filters), or some, brought there once. */
export function kernelOf(kernel: Tensor, channels: number, size: readonly [number, number], blocks: Pick<Blocks, 'block' | 'once'>, taps?: Int32Array): Tensor {
  return blocks.once(`${channels} channels of ${size} of kernel ${kernel.id}, ${taps}`, () => {
    const backward = taps ? undefined : backwardKernelOf(kernel);
    // Of patches that are copied all the same, the taps of a product are channels.
    return backward?.taps.length === sizeOf(size) ? backwardInBlocks(backward, size, blocks) : kernelInBlocks(kernel, channels, size, blocks.block, taps);
  });
}

function kernelInBlocks(kernel: Tensor, channels: number, size: readonly [number, number], block: number, taps?: Int32Array): Tensor {
  const [rows, filters] = kernel.shape;
  const lying = lyingInChannels(kernel, channels);
  if (lying?.lanes === block) return asBlocks(blocksInOrder(lying.values, rows / channels, block, taps), [filters, channels, ...size]);
  const placeOf = lying ? placesOfLying(lying.values.shape, lying.lanes, block) : (tap: number, channel: number, own: number) => (tap * channels + channel) * (filters / block) + own;
  const table = kernelTable(rows / channels, channels, filters, block, placeOf, taps);
  return asBlocks(gather(asBlocks(lying?.values ?? kernel, [kernel.size / block, block]), table, 0), [filters, channels, ...size]);
}

/** What lies with the channels of a block side by side is made of whole blocks: for each block of filters and of channels all taps as they lie, or some. */
function blocksInOrder(lying: Tensor, all: number, block: number, taps?: Int32Array): Tensor {
  const [channels, filters] = [lying.shape[0], lying.shape[1] / block];
  const pieces = taps ? all : 1;
  const chosen = taps ?? Int32Array.of(0);
  const table = new Int32Array(filters * channels * chosen.length);
  let to = 0;
  for (let outer = 0; outer < filters; outer++) {
    for (let inner = 0; inner < channels; inner++) for (const piece of chosen) table[to++] = (inner * filters + outer) * pieces + piece;
  }
  return gather(asBlocks(lying, [channels * filters * pieces, (all / pieces) * block * block]), table, 0);
}

/** Some taps of a kernel, each transposed: blocks of it are transposed all at once, and put in order whole. */
function backwardInBlocks({ source, kernel, channels, taps }: BackwardKernel, size: readonly [number, number], { block, once }: Pick<Blocks, 'block' | 'once'>): Tensor {
  const [rows, filters] = kernel.shape;
  const lying = lyingInChannels(kernel, channels);
  const apart = once(`blocks of ${channels} channels of kernel ${source.id}`, () => {
    // Where channels lie by themselves, those of a block are as far apart as all numbers of one.
    const values = lying ? asBlocks(lying.values, lying.lanes === 1 ? [channels, kernel.size / channels] : [kernel.size / block, block]) : kernel;
    return asBlocks(interleave(values, block), [kernel.size / block / block, block * block]);
  });
  const [all, inner, outer] = [rows / channels, channels / block, filters / block];
  const table = Int32Array.from({ length: inner * outer * taps.length }, (_, at) => {
    const [own, other, tap] = [Math.floor(at / taps.length / outer), Math.floor(at / taps.length) % outer, taps[at % taps.length]];
    return lying ? (own * outer + other) * all + tap : (tap * inner + own) * outer + other;
  });
  return asBlocks(gather(apart, table, 0), [channels, filters, ...size]);
}

/** For each block of filters, block of channels, tap and channel of the block the row that `at` says. */
function kernelTable(all: number, channels: number, filters: number, block: number, at: (tap: number, channel: number, blockOfFilters: number) => number, taps: Int32Array = Int32Array.from({ length: all }, (_, tap) => tap)): Int32Array {
  const table = new Int32Array((filters / block) * channels * taps.length);
  let to = 0;
  for (let outer = 0; outer < filters / block; outer++) {
    for (let inner = 0; inner < channels / block; inner++) {
      for (const tap of taps) for (let lane = 0; lane < block; lane++) table[to++] = at(tap, inner * block + lane, outer);
    }
  }
  return table;
}
