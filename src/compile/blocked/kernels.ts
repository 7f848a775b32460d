import { gather } from '../../graph/primitives/gather.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { backwardKernelOf, type BackwardKernel } from '../backward-kernels.js';
import { lyingOf } from './gradient-layout.js';
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
  const lying = lyingOf(kernel);
  const [all, blocks] = [rows / channels, filters / block];
  if (lying?.lanes === block) return asBlocks(gathered(lying.values, channels / block, blocks, all, block, taps), [filters, channels, ...size]);
  const table = kernelTable(all, channels, filters, block, (tap, channel, own) => (lying ? (channel * blocks + own) * all + tap : (tap * channels + channel) * blocks + own), taps);
  return asBlocks(gather(asBlocks(lying?.values ?? kernel, [kernel.size / block, block]), table, 0), [filters, channels, ...size]);
}

/** Of (blocks of channels, blocks of filters, taps, block, block) the taps, with blocks of filters first: each whole where these are all of them. */
function gathered(lying: Tensor, inner: number, outer: number, all: number, block: number, taps?: Int32Array): Tensor {
  const [each, own] = taps ? [all, taps] : [1, [0]];
  const table = Int32Array.from({ length: outer * inner * own.length }, (_, at) => {
    const [filters, channels, tap] = [Math.floor(at / own.length / inner), Math.floor(at / own.length) % inner, own[at % own.length]];
    return (channels * outer + filters) * each + tap;
  });
  return gather(asBlocks(lying, [inner * outer * each, (all / each) * block * block]), table, 0);
}

/** Some taps of a kernel, each transposed: blocks of it are transposed all at once, and put in order whole. */
function backwardInBlocks({ source, kernel, channels, taps }: BackwardKernel, size: readonly [number, number], { block, once }: Pick<Blocks, 'block' | 'once'>): Tensor {
  const [rows, filters] = kernel.shape;
  const lying = lyingOf(kernel);
  const apart = once(`blocks of kernel ${source.id}`, () => {
    const values = lying ? asBlocks(lying.values, lying.lanes === block ? [kernel.size / block, block] : [channels, kernel.size / channels]) : kernel;
    return asBlocks(interleave(values, block), [kernel.size / block / block, block * block]);
  });
  const [all, outer, inner] = [rows / channels, channels / block, filters / block];
  const table = Int32Array.from({ length: outer * inner * taps.length }, (_, at) => {
    const [own, other, tap] = [Math.floor(at / taps.length / inner), Math.floor(at / taps.length) % inner, taps[at % taps.length]];
    return lying ? (own * inner + other) * all + tap : (tap * outer + own) * inner + other;
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
