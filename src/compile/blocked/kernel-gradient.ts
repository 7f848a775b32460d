import type { Geometry } from '../../graph/primitives/conv-tables.js';
import { gather } from '../../graph/primitives/gather.js';
import { reshape, transpose } from '../../graph/primitives/layout.js';
import { padBlock } from '../../graph/primitives/window.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { asBlocks, channelsFirst, convolveDilated, interleave } from './primitives.js';

/** What is read again for each channel and row of taps should stay in a core's cache: bytes of y. */
const cached = 1 << 19;

/**
 * P' y, the gradient of a kernel, from what bands read of the images and from y in blocks: (taps * channels, filters). It is a convolution of the images with y as the kernel, with images in the place of
 * channels. As many images as a block has go together, cut into bands of rows of y that stay in the cache.
 */
export function kernelGradient(readBy: (band: Band, group: number) => Tensor, channels: number, y: Tensor, geometry: Geometry, block: number): Tensor {
  const [images, filters] = y.shape;
  const groups = Math.ceil(images / block);
  const blocks = asBlocks(y, [y.size / block, block]);
  const rows = Math.max(1, Math.floor(cached / (4 * block * filters * geometry.output[1])));
  const bands = Math.ceil(geometry.output[0] / rows);
  const { kernel: taps, stride } = geometry;
  let total: Tensor | undefined;
  for (let group = 0; group < groups; group++) {
    for (let band = 0; band < bands; band++) {
      const [from, to] = [band, band + 1].map((at) => Math.round((at * geometry.output[0]) / bands));
      const part = bandOf(geometry, from, to);
      const kernel = asBlocks(gather(blocks, outputTable(part, group, filters / block, images, block), 0), [filters, block, to - from, geometry.output[1]]);
      total = convolveDilated(readBy(part, group), kernel, stride, taps, total);
    }
  }
  const parts = reshape(total as Tensor, [channels, filters / block, sizeOf(taps), block]);
  return reshape(transpose(parts, [2, 0, 1, 3]), [sizeOf(taps) * channels, filters]);
}

/** What bands read of images in blocks. */
export function interleavedImages(x: Tensor, block: number): (band: Band, group: number) => Tensor {
  const [images, channels] = x.shape;
  // Images that are missing are zeros, and so is one place more, from which is read what lies outside of the images.
  const interleaved = interleave(padBlock(channelsFirst(x), [0, 0], [Math.ceil(images / block) * block - images, 1]), block);
  return (band, group) => asBlocks(gather(interleaved, inputTable(band, group, channels), 0), [channels, block, ...band.reads]);
}

/** Some rows of y, and what they read of x. */
export interface Band {
  readonly geometry: Geometry;
  readonly from: number;
  readonly to: number;
  readonly reads: readonly [number, number];
}

function bandOf(geometry: Geometry, from: number, to: number): Band {
  const { kernel, output, stride } = geometry;
  return { geometry, from, to, reads: [(to - from - 1) * stride[0] + kernel[0], (output[1] - 1) * stride[1] + kernel[1]] };
}

/** For each channel and position that a band reads the row of the interleaved images. */
function inputTable({ geometry: { input, before, stride }, from, reads }: Band, group: number, channels: number): Int32Array {
  const table = new Int32Array(channels * sizeOf(reads));
  const outside = channels * sizeOf(input);
  const start = group * (outside + 1);
  let at = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0; i < reads[0]; i++) {
      const row = from * stride[0] - before[0] + i;
      for (let j = 0; j < reads[1]; j++) {
        const column = j - before[1];
        const inside = row >= 0 && row < input[0] && column >= 0 && column < input[1];
        table[at++] = start + (inside ? (channel * input[0] + row) * input[1] + column : outside);
      }
    }
  }
  return table;
}

/** For each block of filters, position of a band and image of a group the row of y. Images that are missing in the last group meet zeros, so any will do. */
function outputTable({ geometry: { output }, from, to }: Band, group: number, blocks: number, images: number, block: number): Int32Array {
  const table = new Int32Array(blocks * (to - from) * output[1] * block);
  let at = 0;
  for (let own = 0; own < blocks; own++) {
    for (let position = from * output[1]; position < to * output[1]; position++) {
      for (let lane = 0; lane < block; lane++) table[at++] = (Math.min(group * block + lane, images - 1) * blocks + own) * sizeOf(output) + position;
    }
  }
  return table;
}
