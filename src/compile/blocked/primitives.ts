import type { Emitter, OnnxAttributes, Primitive } from '../../graph/primitive.js';
import { add } from '../../graph/primitives/arithmetic.js';
import type { Geometry } from '../../graph/primitives/conv-tables.js';
import { Tensor } from '../../graph/tensor.js';
import { belowTransformations } from '../below.js';
import { paddingAfter } from '../padding.js';

/*
 * The runtime's own layout of images: (images, channels / block, height, width, block). Its convolution reads that as it lies, where a product of patches has them copied first. The runtime calls the
 * shape of such a tensor (images, channels, height, width), and so do we. Made by `useBlocks`, after all transformations.
 */

/** The domain of the runtime's operators on blocks of channels. */
export const blockDomain = 'com.microsoft.nchwc';

/** What primitives on blocks say of transformations. */
export const below = belowTransformations('Blocks of channels exist');

/** x in another shape. */
export const reshaped = (emit: Emitter, x: string, shape: readonly number[]) => emit.node('Reshape', [x, emit.integers(shape)]);

const intoBlocksPrimitive: Primitive = {
  name: 'intoBlocks',
  ...below,
  lower(emit, [x], { shape: [images, channels, height, width] }) {
    return emit.node('ReorderInput', [reshaped(emit, x, [images, height, width, channels])], { channels_last: 1 }, blockDomain);
  },
};

const fromBlocksPrimitive: Primitive = {
  name: 'fromBlocks',
  ...below,
  lower(emit, [x], node) {
    const [, channels] = node.shape;
    return reshaped(emit, emit.node('ReorderOutput', [x], { channels, channels_last: 1 }, blockDomain), node.shape);
  },
};

const channelsFirstPrimitive: Primitive = {
  name: 'channelsFirst',
  ...below,
  lower(emit, [x], node) {
    const [, channels] = node.inputs[0].shape;
    return reshaped(emit, emit.node('ReorderOutput', [x], { channels, channels_last: 0 }, blockDomain), node.shape);
  },
};

const interleavePrimitive: Primitive<{ readonly groups: number }> = {
  name: 'interleave',
  ...below,
  lower(emit, [x], node) {
    const { groups } = node.attributes;
    const [rest, block] = node.shape;
    return reshaped(emit, emit.node('ReorderInput', [reshaped(emit, x, [groups, block, rest / groups, 1])], { channels_last: 0 }, blockDomain), node.shape);
  },
};

interface Placement { readonly strides: readonly [number, number]; readonly pads: readonly number[] }
interface Conv extends Placement { readonly dilations: readonly [number, number] }

const convolutionPrimitive: Primitive<Conv> = {
  name: 'blockedConvolution',
  ...below,
  lower(emit, [x, kernel, ...before], node) {
    const shapes = node.inputs.map((input) => input.shape);
    // Between the kernel and what is added the runtime takes biases, of which there are none.
    return emit.node('Conv', [x, kernel, ...before.flatMap((sum) => ['', sum])], { kernel_shape: shapes[1].slice(2), group: 1, ...node.attributes }, blockDomain);
  },
};

/** Lowers a convolution channel by channel, without padding: each of `channels` has a kernel of its own, of one size. */
export function convolvedChannels(emit: Emitter, inputs: readonly string[], channels: number, size: readonly number[], activation?: OnnxAttributes): string {
  return emit.node('Conv', inputs, { kernel_shape: size, strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], group: channels, ...activation }, blockDomain);
}

/** What a layer of pixels goes through at once: ReLU, or the step that is its slope. */
export type Activation = 'relu' | 'step';

/** As attributes of the runtime's convolution. */
export const activations: Readonly<Record<Activation, OnnxAttributes>> = {
  relu: { activation: 'Relu' },
  // As `step` is written by itself.
  step: { activation: 'HardSigmoid', activation_params: { floats: [3e38, 0] } },
};

/** The runtime's kernel reads images of so few channels that they make no block as they are. */
const pixelsPrimitive: Primitive<Placement & { readonly activation?: Activation }> = {
  name: 'layerOfPixels',
  ...below,
  lower(emit, inputs, node) {
    const { strides, pads, activation } = node.attributes;
    return emit.node('Conv', inputs, { kernel_shape: node.inputs[1].shape.slice(2), dilations: [1, 1], group: 1, strides, pads, ...(activation && activations[activation]) }, blockDomain);
  },
};

const rowPrimitive: Primitive<{ readonly row: number }> = {
  name: 'rowOf',
  ...below,
  lower: (emit, [x], node) => emit.node('Gather', [x, emit.constant({ data: Int32Array.of(node.attributes.row), shape: [], dtype: 'int32' })], { axis: 0 }),
};

/** Blocks out of what is in them already, such as a gathered array of rows of a block each. */
const asBlocksPrimitive: Primitive = { name: 'asBlocks', ...below, lower: (emit, [x], node) => reshaped(emit, x, node.shape) };

/** A node of a primitive that says nothing of shapes, as those on blocks. */
export function made<A>(primitive: Primitive<A>, inputs: readonly Tensor[], attributes: A, shape: readonly number[]): Tensor {
  return new Tensor(primitive, inputs, attributes, shape, 'float32') as Tensor;
}

/** Rows (images * height * width, channels) in blocks. */
export function intoBlocks(rows: Tensor, images: number, [height, width]: readonly [number, number]): Tensor {
  return made(intoBlocksPrimitive, [rows], {}, [images, rows.shape[1], height, width]);
}

/** Rows (images * height * width, channels) of what is in blocks. */
export function fromBlocks(blocks: Tensor): Tensor {
  const [images, channels, height, width] = blocks.shape;
  return made(fromBlocksPrimitive, [blocks], {}, [images * height * width, channels]);
}

/** What is in blocks, as (images, channels * height * width). */
export function channelsFirst(blocks: Tensor): Tensor {
  return made(channelsFirstPrimitive, [blocks], {}, [blocks.shape[0], blocks.size / blocks.shape[0]]);
}

/** Arrays of which `block` make a group, as rows of the numbers at the same place in all arrays of a group: (groups * block, rest) as (groups * rest, block). */
export function interleave(arrays: Tensor, block: number): Tensor {
  const [all, rest] = arrays.shape;
  return made(interleavePrimitive, [arrays], { groups: all / block }, [(all / block) * rest, block]);
}

/** A row of a matrix, as a vector. */
export function rowOf(matrix: Tensor, row: number): Tensor {
  return made(rowPrimitive, [matrix], { row }, matrix.shape.slice(1));
}

/** An array that lies as blocks of this shape do. */
export function asBlocks(x: Tensor, shape: readonly number[]): Tensor {
  return made(asBlocksPrimitive, [x], {}, shape);
}

/** The convolution of images in blocks with a kernel in blocks, in blocks, with `before` added to it. */
export function convolveBlocks(x: Tensor, kernel: Tensor, geometry: Geometry, before?: Tensor): Tensor {
  const attributes = { strides: geometry.stride, pads: [...geometry.before, ...paddingAfter(geometry)], dilations: [1, 1] as const };
  return made(convolutionPrimitive, before ? [x, kernel, before] : [x, kernel], attributes, [x.shape[0], kernel.shape[0], ...geometry.output]);
}

/** The convolution with a single tap, of each position by itself. */
export function convolvePositions(x: Tensor, kernel: Tensor): Tensor {
  const size = [x.shape[2], x.shape[3]] as const;
  return convolveBlocks(x, kernel, { input: size, kernel: [1, 1], output: size, stride: [1, 1], before: [0, 0] });
}

/** The same convolution with something more added to it. */
export function joinedTo(convolution: Tensor, before: Tensor): Tensor {
  const [x, kernel, own] = convolution.inputs;
  return convolution.primitive === (convolutionPrimitive as Primitive) && !own ? made(convolutionPrimitive, [x, kernel, before], convolution.attributes as Conv, convolution.shape) : add(convolution, before);
}

/** Where a kernel goes whose places are `dilations` apart: over images with so many rows more, above and below, that are zero. */
interface Dilated {
  readonly dilations: readonly [number, number];
  readonly outside: readonly [number, number];
  readonly size: readonly [number, number];
}

/** The convolution of images in blocks with such a kernel, with `before` added to it: (images, filters, ...size). */
export function convolveDilated(x: Tensor, kernel: Tensor, { dilations, outside, size }: Dilated, before?: Tensor): Tensor {
  const pads = [outside[0], 0, outside[1], 0];
  return made(convolutionPrimitive, before ? [x, kernel, before] : [x, kernel], { strides: [1, 1], pads, dilations }, [x.shape[0], kernel.shape[0], ...size]);
}

/** The convolution of images (images, channels, height, width) that are not in blocks, plus the bias of each filter, by itself or through an activation, in blocks: (images, filters, ...size). */
export function convolvePixels(x: Tensor, kernel: Tensor, bias: Tensor, placement: Placement, size: readonly [number, number], activation?: Activation): Tensor {
  return made(pixelsPrimitive, [x, kernel, bias], { ...placement, activation }, [x.shape[0], kernel.shape[0], ...size]);
}
