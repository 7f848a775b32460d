import { relu, type HostOf } from '../graph/index.js';
import { split } from '../random/index.js';
import { conv, type ConvParams } from './conv.js';
import { encoder, withHead, type Encoder, type WithHead } from './encoder.js';
import { learner, type Learner, type NoParams } from './learner.js';
import { normalisation as normalisationOf, type NormParams, type Normalisation } from './norm.js';
import { oneOf } from './one-of.js';
import { requireInputs } from './require-inputs.js';
import { through } from './sequential.js';
import { flatten, globalAveragePooling, maxPooling } from './stages.js';

export type Conv4Features = { readonly blocks: readonly { readonly conv: ConvParams; readonly norm: NormParams | NoParams }[] };
export type Conv4Params = WithHead<Conv4Features>;

export interface Conv4EncoderOptions {
  /** Height, width and channels of an image. */
  readonly inputShape: readonly number[];
  /** Of each convolution. Default 64. */
  readonly channels?: number;
  /**
   * How images shrink: 'stride', convolutions of stride 2 (Finn et al. 2017 on Omniglot); 'max', 2 x 2 max-pooling (theirs on MiniImageNet;
   * Vinyals et al. 2016). Default 'stride'.
   */
  readonly pooling?: 'stride' | 'max';
  /** How many blocks shrink the image, the first ones, from 0 to 4. Default 4. Sung et al. 2018 compare maps that are left of 2. */
  readonly halvings?: number;
  /** After each convolution. Default 'batch'; the convolutions have a bias only with 'none'. */
  readonly normalisation?: Normalisation;
  /** What is made of the positions that are left: their mean, one long vector, or a map (H, W, C). Default 'mean' with 'stride', 'flat' with 'max'. */
  readonly positions?: 'mean' | 'flat' | 'map';
}

export interface Conv4Options extends Conv4EncoderOptions {
  readonly positions?: 'mean' | 'flat';
  /** Classes the head can tell apart. */
  readonly ways: number;
}

const depth = 4;

/** Four blocks of 3 x 3 convolution, normalisation and ReLU: the network of most few-shot papers. Kernels start by Glorot's rule. */
export function conv4Encoder(options: Conv4EncoderOptions): Encoder<Conv4Features> {
  const { inputShape, channels = 64, pooling = 'stride', halvings = depth, normalisation = 'batch', positions = pooling === 'max' ? 'flat' : 'mean' } = options;
  oneOf('pooling', pooling, ['stride', 'max']);
  oneOf('positions', positions, ['mean', 'flat', 'map']);
  const [rows, columns] = positionsLeft(inputShape, pooling, halvings);
  const blocks = Array.from({ length: depth }, (_, i) => ({
    conv: conv(i === 0 ? inputShape[2] : channels, channels, { stride: pooling === 'stride' && i < halvings ? 2 : 1, padding: 1, bias: normalisation === 'none' }),
    norm: normalisationOf(normalisation, channels),
    shrink: pooling === 'max' && i < halvings ? [maxPooling(2)] : [],
  }));
  const gather = { mean: [globalAveragePooling], flat: [flatten], map: [] }[positions];
  const outputShape = { mean: [channels], flat: [rows * columns * channels], map: [rows, columns, channels] }[positions];
  return encoder(
    outputShape,
    learner<Conv4Features>(
      (key) => {
        const keys = split(key, depth);
        return { blocks: blocks.map((block, i) => ({ conv: block.conv.init(keys[i]), norm: block.norm.init(keys[i]) })) } as HostOf<Conv4Features>;
      },
      (params, x, context) => {
        requireInputs('conv4', x, inputShape);
        const stages = blocks.flatMap((block, i) => [[block.conv, params.blocks[i].conv] as const, [block.norm, params.blocks[i].norm] as const, ...block.shrink, relu]);
        return through([...stages, ...gather], x, context);
      },
    ),
  );
}

/** `conv4Encoder` and a dense head, which starts near zero. */
export function conv4({ ways, ...options }: Conv4Options): Learner<Conv4Params> {
  return withHead(conv4Encoder(options), ways);
}

function positionsLeft(inputShape: readonly number[], pooling: 'stride' | 'max', halvings: number): readonly [rows: number, columns: number] {
  if (inputShape.length !== 3) throw new RangeError(`conv4 takes images of shape (height, width, channels), got (${inputShape.join(', ')}).`);
  if (!Number.isInteger(halvings) || halvings < 0 || halvings > depth) throw new RangeError(`conv4 has ${depth} blocks, so that halvings must be a whole number from 0 to ${depth}, got ${halvings}.`);
  const halved = (length: number): number => {
    for (let i = 0; i < halvings; i++) length = pooling === 'max' ? Math.floor(length / 2) : Math.ceil(length / 2);
    return length;
  };
  const [rows, columns] = [halved(inputShape[0]), halved(inputShape[1])];
  if (rows * columns === 0) {
    const least = 2 ** halvings;
    throw new RangeError(`conv4 with max-pooling halves images ${halvings} times, and ${inputShape[0]} x ${inputShape[1]} is too small: give at least ${least} x ${least}, or pooling 'stride'.`);
  }
  return [rows, columns];
}
