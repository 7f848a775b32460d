import type { Primitive } from '../../graph/primitive.js';
import type { Tensor } from '../../graph/tensor.js';
import { activations, asBlocks, below, convolvedChannels, made } from './primitives.js';

/* Scaling and shifting what is in blocks, one number of each for a channel. */

/** Which of its parts a scaled array has. */
interface Parts { readonly shift: boolean; readonly summand: boolean; readonly relu: boolean }

const scaledPrimitive: Primitive<Parts> = {
  name: 'scaledBlocks',
  ...below,
  lower(emit, [x, scale, ...more], node) {
    const { shift, summand, relu } = node.attributes;
    const inputs = [x, scale, shift ? more[0] : '', ...(summand ? [more[Number(shift)]] : [])];
    return convolvedChannels(emit, inputs, node.shape[1], [1, 1], relu ? activations.relu : undefined);
  },
};

/** relu?(x * scale + shift + summand), with one number of scale and shift for each channel, and a summand in blocks: a convolution of single positions, channel by channel. */
export interface Scaled {
  readonly x: Tensor;
  readonly scale: Tensor;
  readonly shift?: Tensor;
  readonly summand?: Tensor;
  readonly relu?: boolean;
}

export function scaleBlocks({ x, scale, shift, summand, relu = false }: Scaled): Tensor {
  const inputs = [x, asBlocks(scale, [scale.size, 1, 1, 1]), ...(shift ? [shift] : []), ...(summand ? [summand] : [])];
  return made(scaledPrimitive, inputs, { shift: shift !== undefined, summand: summand !== undefined, relu }, x.shape);
}

/** What blocks were scaled from; undefined where they were not. */
export function scaledOf(blocks: Tensor): Scaled | undefined {
  if (blocks.primitive !== (scaledPrimitive as Primitive)) return undefined;
  const { shift, summand, relu } = blocks.attributes as Parts;
  const [x, scale, ...more] = blocks.inputs;
  return { x, scale: scale.inputs[0], ...(shift ? { shift: more[0] } : {}), ...(summand ? { summand: more[Number(shift)] } : {}), relu };
}
