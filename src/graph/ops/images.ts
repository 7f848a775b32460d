import { ShapeError } from '../errors.js';
import type { Signature } from '../primitive.js';
import type { Tensor } from '../tensor.js';
import { add, maximum, mul } from '../primitives/arithmetic.js';
import { convolve } from '../primitives/conv.js';
import type { Geometry } from '../primitives/conv-tables.js';
import { gather } from '../primitives/gather.js';
import { lift, type TensorLike } from '../primitives/leaves.js';
import { reshape } from '../primitives/layout.js';
import { sliceBlock } from '../primitives/window.js';
import { windowTable } from './pool-tables.js';

type Pair = readonly [number, number];

/**
 * 'same' gives ceil(length / stride) positions with the padding split evenly, the larger half after; a number pads all sides, a pair above and
 * below by the first, left and right by the second.
 */
export type Padding = 'same' | 'valid' | number | Pair;

function pair(value: number | Pair): Pair {
  return typeof value === 'number' ? [value, value] : value;
}

function geometryOf(operation: string, x: Signature, kernel: Pair, stride: Pair, padding: Padding): Geometry {
  const input: Pair = [x.shape[1], x.shape[2]];
  if ([...kernel, ...stride].some((value) => !Number.isInteger(value) || value < 1)) throw new ShapeError(operation, [x], `window ${kernel.join('x')} and stride ${stride.join('x')} must be whole and at least 1.`);
  const known = typeof padding === 'string' ? padding === 'same' || padding === 'valid' : pair(padding).every((side) => Number.isInteger(side) && side >= 0);
  if (!known) throw new ShapeError(operation, [x], `the padding ${padding} must be whole and not negative, or 'same' or 'valid'.`);
  const total = ([0, 1] as const).map((axis) => {
    if (padding === 'valid') return 0;
    if (padding === 'same') return Math.max(0, (Math.ceil(input[axis] / stride[axis]) - 1) * stride[axis] + kernel[axis] - input[axis]);
    return 2 * pair(padding)[axis];
  });
  const output = ([0, 1] as const).map((axis) => Math.floor((input[axis] + total[axis] - kernel[axis]) / stride[axis]) + 1) as unknown as Pair;
  if (output.some((length) => length < 1)) throw new ShapeError(operation, [x], `a window of ${kernel.join('x')} does not fit into ${input.join('x')} with padding ${padding}.`);
  return { input, kernel, output, stride, before: [Math.floor(total[0] / 2), Math.floor(total[1] / 2)] };
}

/**
 * Convolution (cross-correlation, as in every framework) of images x (N, H, W, C) with a kernel (KH, KW, C, O), giving
 * (N, H', W', O).
 */
export function conv2d(x: TensorLike, kernel: TensorLike, options: { stride?: number | Pair; padding?: Padding } = {}): Tensor {
  const images = lift(x);
  const weights = lift(kernel);
  if (images.rank !== 4 || weights.rank !== 4) throw new ShapeError('conv2d', [images, weights], 'images are (N, H, W, C) and kernels (KH, KW, C, O).');
  if (images.dtype !== 'float32' || weights.dtype !== 'float32') throw new ShapeError('conv2d', [images, weights], 'both must be float32; convert with cast(x, "float32").');
  if (images.shape[3] !== weights.shape[2]) throw new ShapeError('conv2d', [images, weights], `the images have ${images.shape[3]} channels, the kernel takes ${weights.shape[2]}.`);
  return convolve(images, weights, geometryOf('conv2d', images, [weights.shape[0], weights.shape[1]], pair(options.stride ?? 1), options.padding ?? 'valid'));
}

export interface PoolOptions {
  readonly size: number | Pair;
  /** Default: the size, so that windows do not overlap. */
  readonly stride?: number | Pair;
  readonly padding?: Padding;
}

function windows(operation: string, x: TensorLike, options: PoolOptions, outside: 'nearest' | 'zero'): { taps: Tensor[]; shape: number[] } {
  const images = lift(x);
  if (images.rank !== 4) throw new ShapeError(operation, [images], 'images are (N, H, W, C).');
  const [count, , , channels] = images.shape;
  const size = pair(options.size);
  const { padding = 'valid' } = options;
  if (typeof padding !== 'string' && pair(padding).some((side, axis) => side >= size[axis])) throw new ShapeError(operation, [images], `a padding of ${padding} leaves windows of ${size.join('x')} with nothing in them; it must be smaller than the window.`);
  const geometry = geometryOf(operation, images, size, pair(options.stride ?? size), padding);
  const flat = reshape(images, [images.size / channels, channels]);
  const shape = [count, ...geometry.output, channels];
  // One gather that is cut, not one for each tap: the derivative of the cuts is a concatenation, and that of the gather one more gather, where windows do not overlap.
  const read = gather(flat, windowTable(geometry, count, outside), 0);
  const rows = read.shape[0] / (size[0] * size[1]);
  const taps = Array.from({ length: size[0] * size[1] }, (_, tap) => sliceBlock(read, [tap * rows, 0], [(tap + 1) * rows, channels]));
  return { taps, shape };
}

/** The largest of each window of (N, H, W, C); the derivative goes to the first of equals, row by row. Padding never wins. */
export function maxPool(x: TensorLike, options: PoolOptions): Tensor {
  const { taps, shape } = windows('maxPool', x, options, 'nearest');
  return reshape(taps.reduce((best, tap) => maximum(best, tap)), shape);
}

/** The mean of each window of (N, H, W, C); padding counts as zeros. */
export function averagePool(x: TensorLike, options: PoolOptions): Tensor {
  const { taps, shape } = windows('averagePool', x, options, 'zero');
  return reshape(mul(taps.reduce((total, tap) => add(total, tap)), 1 / taps.length), shape);
}
