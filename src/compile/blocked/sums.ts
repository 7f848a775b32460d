import { ndarray } from '../../graph/ndarray.js';
import type { Emitter, Primitive } from '../../graph/primitive.js';
import type { Tensor } from '../../graph/tensor.js';
import { below, blockDomain, convolvedChannels, made, reshaped } from './primitives.js';

/* Sums over the images and positions of what is in blocks, one for each channel. */

const sumPrimitive: Primitive = {
  name: 'sumOfBlocks',
  ...below,
  lower(emit, [x], node) {
    const [images, channels, height, width] = node.inputs[0].shape;
    const averages = reshaped(emit, emit.node('GlobalAveragePool', [x], {}, blockDomain), [images, channels]);
    return sumOfImages(emit, averages, images, height * width);
  },
};

/** The runtime's convolution channel by channel, with the one array as the image and the other as a kernel of its size: their product is neither written nor read again. */
const productPrimitive: Primitive = {
  name: 'sumOfProducts',
  ...below,
  lower(emit, [x, y], node) {
    const [images, channels, height, width] = node.inputs[0].shape;
    const all = images * channels;
    const kernel = reshaped(emit, y, [all, 1, height, width]);
    const sums = convolvedChannels(emit, [reshaped(emit, x, [1, all, height, width]), kernel], all, [height, width]);
    return sumOfImages(emit, reshaped(emit, sums, [images, channels]), images, 1);
  },
};

function sumOfImages(emit: Emitter, each: string, images: number, times: number): string {
  return emit.node('MatMul', [emit.constant(ndarray(new Float32Array(images).fill(times))), each]);
}

/** The sum over images and positions, (channels). */
export function sumOfBlocks(blocks: Tensor): Tensor {
  return made(sumPrimitive, [blocks], {}, [blocks.shape[1]]);
}

/** The sum of the products of what stands at the same places of two, (channels). */
export function sumOfProducts(x: Tensor, y: Tensor): Tensor {
  return made(productPrimitive, [x, y], {}, [x.shape[1]]);
}
