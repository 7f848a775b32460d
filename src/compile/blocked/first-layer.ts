import type { Geometry } from '../../graph/primitives/conv-tables.js';
import { reshape, transpose } from '../../graph/primitives/layout.js';
import { sliceBlock } from '../../graph/primitives/window.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { isMatrixProduct } from '../contractions.js';
import { patchesOf, type Patches } from '../patches.js';
import { isShifted } from '../simplify/features.js';
import { is } from '../simplify/match.js';
import { asBlocks, convolvePixels } from './primitives.js';

/*
 * relu([P 1] W), where P are the patches of images of one channel: the first layer of a network on grey images, scaled and shifted already. Its values are a multiple of the pixels, and made in less time than copied.
 */
export interface FirstLayer extends Patches {
  readonly p: Tensor;
  /** (taps + 1, filters), of which the last row is added. */
  readonly weights: Tensor;
}

export function firstLayerOf(rows: Tensor): FirstLayer | undefined {
  const [product] = rows.inputs;
  if (!is(rows, 'relu') || !isMatrixProduct(product, false)) return undefined;
  const [shifted, weights] = product.inputs;
  if (!isShifted(shifted) || shifted.inputs.length !== 2) return undefined;
  const patches = patchesOf(shifted.inputs[0]);
  return patches?.channels === 1 && shifted.shape[1] === patches.x.shape[1] * sizeOf(patches.geometry.kernel) + 1 ? { ...patches, p: shifted.inputs[0], weights } : undefined;
}

/** What windows read along an axis: the pixels from one to before another, and how many places of the padding before and after these. */
export function pixelsAlong(axis: 0 | 1, { input, kernel, output, stride, before }: Geometry): { from: number; to: number; low: number; high: number } {
  const length = (output[axis] - 1) * stride[axis] + kernel[axis];
  const from = Math.max(0, -before[axis]);
  const to = Math.min(input[axis], length - before[axis]);
  const low = Math.max(0, before[axis]);
  return { from, to, low, high: length - low - (to - from) };
}

/** The layer at the windows of a geometry that may begin inside of the images, in blocks. */
export function layerInBlocks({ x, images, weights }: FirstLayer, geometry: Geometry, block: number): Tensor {
  const { input, kernel, output, stride } = geometry;
  const axes = [pixelsAlong(0, geometry), pixelsAlong(1, geometry)] as const;
  const read = sliceBlock(reshape(x, [images, 1, ...input]), [0, 0, axes[0].from, axes[1].from], [images, 1, axes[0].to, axes[1].to]);
  const filters = weights.shape[1];
  const taps = sizeOf(kernel);
  const parts = reshape(sliceBlock(weights, [0, 0], [taps, filters]), [taps, filters / block, block]);
  const kernels = asBlocks(transpose(parts, [1, 0, 2]), [filters, 1, ...kernel]);
  const bias = reshape(sliceBlock(weights, [taps, 0], [taps + 1, filters]), [filters]);
  return convolvePixels(read, kernels, bias, { strides: stride, pads: [axes[0].low, axes[1].low, axes[0].high, axes[1].high] }, output);
}
