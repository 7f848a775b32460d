import type { Geometry } from '../../graph/primitives/conv-tables.js';
import { constant } from '../../graph/primitives/leaves.js';
import { gather } from '../../graph/primitives/gather.js';
import { relu } from '../../graph/primitives/functions.js';
import { reshape, transpose } from '../../graph/primitives/layout.js';
import type { Product } from '../../graph/primitives/matmul.js';
import { concat, padBlock, sliceBlock } from '../../graph/primitives/window.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { times } from '../contractions.js';
import { patchesOf, type Patches } from '../patches.js';
import { isShifted } from '../simplify/features.js';
import { attributesOf, is } from '../simplify/match.js';
import { asBlocks, convolvePixels, interleave } from './primitives.js';
import type { Band } from './kernel-gradient.js';

/*
 * relu([P 1] W), where P are the patches of images of one channel: the first layer of a network on grey images, scaled and shifted already. Its values are a multiple of the pixels, and made in less time than copied.
 */
export interface FirstLayer extends Patches {
  /** (taps + 1, filters), of which the last row is added. */
  readonly weights: Tensor;
}

export function firstLayerOf(rows: Tensor): FirstLayer | undefined {
  const [product] = rows.inputs;
  if (!is(rows, 'relu') || !is(product, 'matmul') || product.rank !== 2) return undefined;
  const { transposeA, transposeB, factor } = attributesOf<Product>(product);
  const [shifted, weights] = product.inputs;
  if (transposeA || transposeB || factor !== 1 || !isShifted(shifted) || shifted.inputs.length !== 2) return undefined;
  const patches = patchesOf(shifted.inputs[0]);
  return patches?.channels === 1 && shifted.shape[1] === patches.x.shape[1] * sizeOf(patches.geometry.kernel) + 1 ? { ...patches, weights } : undefined;
}

/** The layer at the windows of a geometry that may begin inside of the images, in blocks. */
export function layerInBlocks({ x, images, weights }: FirstLayer, geometry: Geometry, block: number): Tensor {
  const { input, kernel, output, stride, before } = geometry;
  const along = (axis: 0 | 1) => {
    const length = (output[axis] - 1) * stride[axis] + kernel[axis];
    const from = Math.max(0, -before[axis]);
    const to = Math.min(input[axis], length - before[axis]);
    const low = Math.max(0, before[axis]);
    return { from, to, low, high: length - low - (to - from) };
  };
  const axes = [along(0), along(1)] as const;
  const read = sliceBlock(reshape(x, [images, 1, ...input]), [0, 0, axes[0].from, axes[1].from], [images, 1, axes[0].to, axes[1].to]);
  const filters = weights.shape[1];
  const taps = sizeOf(kernel);
  const parts = reshape(sliceBlock(weights, [0, 0], [taps, filters]), [taps, filters / block, block]);
  const kernels = asBlocks(transpose(parts, [1, 0, 2]), [filters, 1, ...kernel]);
  const bias = reshape(sliceBlock(weights, [taps, 0], [taps + 1, filters]), [filters]);
  return convolvePixels(read, kernels, bias, { strides: stride, pads: [axes[0].low, axes[1].low, axes[0].high, axes[1].high] }, output);
}

/**
 * What the bands of a kernel's gradient read of the layer, with images in the place of channels: worked out anew from the pixels, which lie so in less time than the layer would be brought there.
 */
export function interleavedLayer(layer: FirstLayer, block: number): (band: Band, group: number) => Tensor {
  const { x, images, geometry, weights } = layer;
  const pixels = sizeOf(geometry.input);
  const groups = Math.ceil(images / block);
  // Images that are missing are zeros, and so is one pixel more. What is added is added to images that there are.
  const interleaved = interleave(padBlock(reshape(x, [images, pixels]), [0, 0], [groups * block - images, 1]), block);
  const present = constant({ data: Float32Array.from({ length: groups * block }, (_, image) => Number(image < images)), shape: [groups, block], dtype: 'float32' });
  const rows = concat([interleaved, present], 0);
  return (band, group) => {
    const table = readTable(layer, band, group * (pixels + 1), groups * (pixels + 1) + group);
    const read = reshape(gather(rows, table, 0), [weights.shape[0], sizeOf(band.reads) * block]);
    return asBlocks(relu(times(weights, read, { transposeA: true })), [weights.shape[1], block, ...band.reads]);
  };
}

/** For each tap, and what is added, and each position of the layer that a band reads the row of pixels; zeros for positions that there are not. */
function readTable({ geometry: { input, kernel, stride, before } }: FirstLayer, { geometry: next, from, reads }: Band, start: number, present: number): Int32Array {
  const zero = start + sizeOf(input);
  const taps = sizeOf(kernel);
  const table = new Int32Array((taps + 1) * sizeOf(reads)).fill(zero);
  for (let i = 0; i < reads[0]; i++) {
    for (let j = 0; j < reads[1]; j++) {
      const [row, column] = [from * next.stride[0] - next.before[0] + i, j - next.before[1]];
      if (row < 0 || row >= next.input[0] || column < 0 || column >= next.input[1]) continue;
      const position = i * reads[1] + j;
      for (let tap = 0; tap < taps; tap++) {
        const y = row * stride[0] - before[0] + Math.floor(tap / kernel[1]);
        const x = column * stride[1] - before[1] + (tap % kernel[1]);
        if (y >= 0 && y < input[0] && x >= 0 && x < input[1]) table[tap * sizeOf(reads) + position] = start + y * input[1] + x;
      }
      table[taps * sizeOf(reads) + position] = present;
    }
  }
  return table;
}
