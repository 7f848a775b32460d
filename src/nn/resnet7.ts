import { add, relu, type HostOf, type Tensor } from '../graph/index.js';
import { split } from '../random/index.js';
import { convNorm, type ConvNormParams } from './conv-norm.js';
import { encoder, withHead, type Encoder, type WithHead } from './encoder.js';
import { learner, type Context, type Learner } from './learner.js';
import type { Normalisation } from './norm.js';
import { requireInputs } from './require-inputs.js';
import { after, through } from './sequential.js';
import { flatten, maxPooling } from './stages.js';

/** A layer that halves the image and, but for the last block, one that adds to what is left. */
type BlockParams = { readonly halve: ConvNormParams; readonly refine?: ConvNormParams };
export type ResNet7Features = { readonly blocks: readonly BlockParams[] };
export type ResNet7Params = WithHead<ResNet7Features>;

export interface ResNet7EncoderOptions {
  /** Height, width and channels of an image; height and width at least 16. */
  readonly inputShape: readonly number[];
  /** Of each block; as many blocks halve the image. Default [32, 64, 128, 128]. */
  readonly channels?: readonly number[];
  /** Default 'batch'. */
  readonly normalisation?: Normalisation;
}

export interface ResNet7Options extends ResNet7EncoderOptions {
  /** Classes the head can tell apart. */
  readonly ways: number;
}

/**
 * conv4 with max-pooling that widens as it shrinks, and after each pooling but the last a residual convolution, where there are few positions left
 * and a convolution costs little: seven 3 x 3 convolutions, in the manner of Page's ResNet-9 (2018, How to train your ResNet). All positions are kept: at 28 x 28 it is one.
 */
export function resnet7Encoder(options: ResNet7EncoderOptions): Encoder<ResNet7Features> {
  const { inputShape, channels = [32, 64, 128, 128], normalisation = 'batch' } = options;
  if (inputShape.length !== 3 || Math.min(inputShape[0], inputShape[1]) < 2 ** channels.length) {
    throw new RangeError(`resnet7 takes images (height, width, channels) of at least ${2 ** channels.length} x ${2 ** channels.length}, got (${inputShape.join(', ')}).`);
  }
  const blocks = channels.map((width, i) => block(channels[i - 1] ?? inputShape[2], width, normalisation, i < channels.length - 1));
  const [rows, columns] = inputShape.map((length) => Math.floor(length / 2 ** channels.length));
  return encoder(
    [rows * columns * channels.at(-1)!],
    learner<ResNet7Features>(
      (key) => {
        const keys = split(key, blocks.length);
        return { blocks: blocks.map((one, i) => one.init(keys[i])) } as HostOf<ResNet7Features>;
      },
      (params, x, context) => {
        requireInputs('resnet7', x, inputShape);
        return through([...blocks.map((one, i) => [one, params.blocks[i]] as const), flatten], x, context);
      },
    ),
  );
}

/** `resnet7Encoder` and a dense head, which starts near zero. */
export function resnet7({ ways, ...options }: ResNet7Options): Learner<ResNet7Params> {
  return withHead(resnet7Encoder(options), ways);
}

function block(inputs: number, outputs: number, kind: Normalisation, refined: boolean): Learner<BlockParams> {
  const halve = convNorm(inputs, outputs, kind);
  const refine = refined ? convNorm(outputs, outputs, kind) : undefined;
  const pool = maxPooling(2);
  return learner<BlockParams>(
    (key) => {
      const [first, second] = split(key, 2);
      return { halve: halve.init(first), ...(refine && { refine: refine.init(second) }) } as HostOf<BlockParams>;
    },
    (params, x: Tensor, context: Context) => {
      const halved = through([[halve, params.halve], pool, relu], x, context);
      if (!refine || !params.refine) return halved;
      const refined = refine.forward(params.refine, halved.output, after(context, halved.statistics));
      return { output: relu(add(halved.output, refined.output)), statistics: [...halved.statistics, ...refined.statistics] };
    },
  );
}
