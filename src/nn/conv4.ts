import { relu, type HostOf } from '../graph/index.js';
import { split } from '../random/index.js';
import { conv, type ConvParams } from './conv.js';
import { dense, type DenseParams } from './dense.js';
import { truncatedNormal } from './initialisers.js';
import { learner, type Learner, type NoParams } from './learner.js';
import { normalisation as normalisationOf, type NormParams, type Normalisation } from './norm.js';
import { through } from './sequential.js';
import { flatten, globalAveragePooling, maxPooling } from './stages.js';

export type Conv4Params = {
  readonly blocks: readonly { readonly conv: ConvParams; readonly norm: NormParams | NoParams }[];
  readonly head: DenseParams;
};

export interface Conv4Options {
  /** Height, width and channels of an image. */
  readonly inputShape: readonly number[];
  /** Classes the head can tell apart. */
  readonly ways: number;
  /** Of each convolution. Default 64. */
  readonly channels?: number;
  /**
   * How images shrink: 'stride', convolutions of stride 2 and a mean over the positions left (Finn et al. 2017 on Omniglot);
   * 'max', 2 x 2 max-pooling, and every position has its own weights in the head (theirs on MiniImageNet; Vinyals et al.
   * 2016). Default 'stride'.
   */
  readonly pooling?: 'stride' | 'max';
  /** After each convolution. Default 'batch'; the convolutions have a bias only with 'none'. */
  readonly normalisation?: Normalisation;
}

const depth = 4;

/**
 * Four blocks of 3 x 3 convolution, normalisation and ReLU, and a dense head: the network of most few-shot papers.
 * Kernels start by Glorot's rule, the head near zero.
 */
export function conv4(options: Conv4Options): Learner<Conv4Params> {
  const { inputShape, ways, channels = 64, pooling = 'stride', normalisation = 'batch' } = options;
  const features = featuresOf(inputShape, channels, pooling);
  const blocks = Array.from({ length: depth }, (_, i) => ({
    conv: conv(i === 0 ? inputShape[2] : channels, channels, { stride: pooling === 'stride' ? 2 : 1, padding: 1, bias: normalisation === 'none' }),
    norm: normalisationOf(normalisation, channels),
  }));
  const head = dense(features, ways, { initialiser: truncatedNormal(0.01) });
  const shrink = pooling === 'max' ? [maxPooling(2)] : [];
  return learner<Conv4Params>(
    (key) => {
      const keys = split(key, depth + 1);
      return {
        blocks: blocks.map((block, i) => ({ conv: block.conv.init(keys[i]), norm: block.norm.init(keys[i]) })),
        head: head.init(keys[depth]),
      } as HostOf<Conv4Params>;
    },
    (params, x, context) => {
      const stages = blocks.flatMap((block, i) => [[block.conv, params.blocks[i].conv] as const, [block.norm, params.blocks[i].norm] as const, relu, ...shrink]);
      return through([...stages, pooling === 'max' ? flatten : globalAveragePooling, [head, params.head]], x, context);
    },
  );
}

function featuresOf(inputShape: readonly number[], channels: number, pooling: 'stride' | 'max'): number {
  if (inputShape.length !== 3) throw new RangeError(`conv4 takes images of shape (height, width, channels), got (${inputShape.join(', ')}).`);
  if (pooling === 'stride') return channels;
  const [rows, columns] = inputShape.map((length) => Math.floor(length / 2 ** depth));
  if (rows * columns === 0) {
    throw new RangeError(`conv4 with max-pooling halves images ${depth} times, and ${inputShape[0]} x ${inputShape[1]} is too small: give at least 16 x 16, or pooling 'stride'.`);
  }
  return rows * columns * channels;
}
