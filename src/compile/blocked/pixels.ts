import { maximum, mul } from '../../graph/primitives/arithmetic.js';
import type { Geometry } from '../../graph/primitives/conv-tables.js';
import { relu, step } from '../../graph/primitives/functions.js';
import { gather } from '../../graph/primitives/gather.js';
import { reshape } from '../../graph/primitives/layout.js';
import { constant } from '../../graph/primitives/leaves.js';
import { concat, padBlock, sliceBlock } from '../../graph/primitives/window.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { times } from '../contractions.js';
import type { Patches } from '../patches.js';
import { lastRowOf, weightsOf, type Source } from './first-layer.js';
import type { Band, Group, ImagesAsChannels } from './kernel-gradient.js';
import { asBlocks, channelsFirst, interleave } from './primitives.js';
import type { Blocks } from './use-blocks.js';

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
  return geometries.map((geometry) => {
    const tables = Array.from({ length: groups }, (_, group) => readTable(geometry, group, groups, output, (i, j) => [i, j]));
    const table = new Int32Array(columns * groups * positions);
    for (let column = 0; column < columns; column++) {
      tables.forEach((read, group) => table.set(read.subarray(column * positions, (column + 1) * positions), (column * groups + group) * positions));
    }
    const apart = channelsFirst(asBlocks(gather(pixels, table, 0), [columns * groups, block, positions, 1]));
    return reshape(sliceBlock(reshape(apart, [columns, groups * block, positions]), [0, 0, 0], [columns, images, positions]), [columns, images * positions]);
  });
}

/** What the bands of a kernel's gradient read of a layer, or of its change, with images in the place of channels: worked out anew from the pixels in less time than it is brought there. */
export function readAnew(pixels: Tensor, { rows: read, layer, change }: Source, { block, once }: Pick<Blocks, 'block' | 'once'>): ImagesAsChannels {
  const { images, geometry, rows, weights } = layer;
  const [columns, filters] = weights.shape;
  const finite = once(`finite ${weights.id}`, () => {
    // Where there is nothing all is multiplied by zero, what is added as well, and zero times minus infinity is no number.
    const { before, last } = lastRowOf(weights);
    return concat([before, reshape(maximum(last, least), [1, filters])], 0);
  });
  const anew = (band: Band, group: Group) => {
    const key = JSON.stringify([band, group]);
    const patches = once(`${key} of patches ${layer.p.id}`, () => reshape(patchesOfBand(pixels, geometry, band, group, Math.ceil(images / block), block), [columns, group.count * sizeOf(band.reads)]));
    const values = once(`${key} of layer ${rows.id}`, () => relu(times(finite, patches, { transposeA: true })));
    const own = change ? once(`${key} of change ${read.id}`, () => mul(times(once(`change ${read.id}`, () => weightsOf(change, columns - 1)), patches, { transposeA: true }), once(`${key} of slope ${rows.id}`, () => step(values)))) : values;
    return asBlocks(own, [filters, group.count, ...band.reads]);
  };
  return { lanes: 1, read: anew };
}

/** [P 1]' of what a band reads of a layer: zeros where that lies outside of it. Images are side by side where they fill a block, and one after the other where they are fewer. */
function patchesOfBand(pixels: Tensor, geometry: Geometry, band: Band, { first, count }: Group, groups: number, block: number): Tensor {
  const { reads, first: firstRow, geometry: { input, before } } = band;
  const table = readTable(geometry, first / block, groups, reads, (i, j) => {
    const [row, column] = [firstRow + i, j - before[1]];
    return row >= 0 && row < input[0] && column >= 0 && column < input[1] ? [row, column] : undefined;
  });
  const [columns, positions] = [sizeOf(geometry.kernel) + 1, sizeOf(reads)];
  const read = gather(pixels, table, 0);
  if (count === block) return read;
  const apart = reshape(channelsFirst(asBlocks(read, [columns, block, positions, 1])), [columns, block, positions]);
  return sliceBlock(apart, [0, 0, 0], [columns, count, positions]);
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
