import type { Geometry } from '../../graph/primitives/conv-tables.js';
import { maximum } from '../../graph/primitives/arithmetic.js';
import { relu } from '../../graph/primitives/functions.js';
import { gather } from '../../graph/primitives/gather.js';
import { constant } from '../../graph/primitives/leaves.js';
import { reshape, transpose } from '../../graph/primitives/layout.js';
import { concat, padBlock, sliceBlock } from '../../graph/primitives/window.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { times } from '../contractions.js';
import type { Patches } from '../patches.js';
import type { FirstLayer } from './first-layer.js';
import type { Band } from './kernel-gradient.js';
import { asBlocks, channelsFirst, interleave } from './primitives.js';

/** The least finite number of float32. */
const least = -3.4028234663852886e38;

/*
 * Pixels of as many images as a block has side by side: then a patch is copied for all of them at once. A row for each pixel of a group of images, one of zeros after those of each group, and at the end for each
 * group a row that is one for images that there are: what is multiplied by what is added to all positions.
 */
export function interleavePixels(x: Tensor, images: number, pixels: number, block: number): Tensor {
  const groups = Math.ceil(images / block);
  const interleaved = interleave(padBlock(reshape(x, [images, pixels]), [0, 0], [groups * block - images, 1]), block);
  const present = Float32Array.from({ length: groups * block }, (_, image) => Number(image < images));
  return concat([interleaved, constant({ data: present, shape: [groups, block], dtype: 'float32' })], 0);
}

/** [P 1]' of the windows of each geometry, all of one size: (taps + 1, images * positions) each. */
export function columnsOf(pixels: Tensor, { images }: Patches, geometries: readonly Geometry[], block: number): Tensor[] {
  const groups = Math.ceil(images / block);
  const [{ output, kernel }] = geometries;
  const [columns, positions] = [sizeOf(kernel) + 1, sizeOf(output)];
  const table = new Int32Array(groups * geometries.length * columns * positions);
  for (let group = 0; group < groups; group++) {
    geometries.forEach((geometry, at) => {
      const from = (group * geometries.length + at) * columns * positions;
      table.set(readTable(geometry, group, groups, output, (i, j) => [i, j]), from);
    });
  }
  const all = geometries.length * columns;
  const apart = channelsFirst(asBlocks(gather(pixels, table, 0), [groups, block, all * positions, 1]));
  const sorted = transpose(reshape(apart, [groups * block, all, positions]), [1, 0, 2]);
  return geometries.map((_, at) => reshape(sliceBlock(sorted, [at * columns, 0, 0], [(at + 1) * columns, images, positions]), [columns, images * positions]));
}

/** What the bands of a kernel's gradient read of a layer, with images in the place of channels: worked out anew from the pixels in less time than the layer is brought there. */
export function interleavedLayer(pixels: Tensor, { images, geometry, weights }: FirstLayer, block: number, once: (key: string, make: () => Tensor) => Tensor): (band: Band, group: number) => Tensor {
  const [rows, filters] = weights.shape;
  const finite = once(`finite ${weights.id}`, () => {
    // Where there is nothing all is multiplied by zero, what is added as well, and zero times minus infinity is no number.
    const added = maximum(sliceBlock(weights, [rows - 1, 0], [rows, filters]), least);
    return concat([sliceBlock(weights, [0, 0], [rows - 1, filters]), added], 0);
  });
  return ({ geometry: next, from, reads }, group) => {
    const { input, before, stride } = next;
    const isThere = (row: number, column: number) => row >= 0 && row < input[0] && column >= 0 && column < input[1];
    const read = once(`${group} of ${pixels.id} ${JSON.stringify([geometry, next, from, reads])}`, () => {
      const table = readTable(geometry, group, Math.ceil(images / block), reads, (i, j) => {
        const [row, column] = [from * stride[0] - before[0] + i, j - before[1]];
        return isThere(row, column) ? [row, column] : undefined;
      });
      return reshape(gather(pixels, table, 0), [rows, sizeOf(reads) * block]);
    });
    return asBlocks(relu(times(finite, read, { transposeA: true })), [filters, block, ...reads]);
  };
}

/** For each tap, and what is added, and each of some positions the row of pixels that it reads. `at` tells the window of a position; without one all are zeros. */
function readTable({ input, kernel, stride, before }: Geometry, group: number, groups: number, [height, width]: readonly [number, number], at: (i: number, j: number) => readonly [number, number] | undefined): Int32Array {
  const [taps, pixels, positions] = [sizeOf(kernel), sizeOf(input), height * width];
  const start = group * (pixels + 1);
  const table = new Int32Array((taps + 1) * positions).fill(start + pixels);
  for (let position = 0; position < positions; position++) {
    const window = at(Math.floor(position / width), position % width);
    if (!window) continue;
    for (let tap = 0; tap < taps; tap++) {
      const row = window[0] * stride[0] - before[0] + Math.floor(tap / kernel[1]);
      const column = window[1] * stride[1] - before[1] + (tap % kernel[1]);
      if (row >= 0 && row < input[0] && column >= 0 && column < input[1]) table[tap * positions + position] = start + row * input[1] + column;
    }
    table[taps * positions + position] = groups * (pixels + 1) + group;
  }
  return table;
}
