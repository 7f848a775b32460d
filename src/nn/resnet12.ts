import { add, type HostOf, type Tensor } from '../graph/index.js';
import { split } from '../random/index.js';
import { convNorm, type ConvNormParams } from './conv-norm.js';
import { dropout } from './dropout.js';
import { encoder, withHead, type Encoder, type WithHead } from './encoder.js';
import { heNormal } from './initialisers.js';
import { learner, type Context, type Learner } from './learner.js';
import type { Normalisation } from './norm.js';
import { requireInputs } from './require-inputs.js';
import { after, through } from './sequential.js';
import { globalAveragePooling, leakyRelu, maxPooling } from './stages.js';

type ResidualParams = { readonly layers: readonly ConvNormParams[]; readonly shortcut: ConvNormParams };
export type ResNet12Features = { readonly blocks: readonly ResidualParams[] };
export type ResNet12Params = WithHead<ResNet12Features>;

export interface ResNet12EncoderOptions {
  /** Height, width and channels of an image; height and width at least 16. */
  readonly inputShape: readonly number[];
  /** Of each block. Default [64, 160, 320, 640]. */
  readonly channels?: readonly number[];
  /** Default 'batch'. */
  readonly normalisation?: Normalisation;
  /** Rate of dropout after each block, where a key is given. Default 0. */
  readonly dropoutRate?: number;
}

export interface ResNet12Options extends ResNet12EncoderOptions {
  /** Classes the head can tell apart. */
  readonly ways: number;
}

/**
 * The ResNet-12 of few-shot papers (Oreshkin et al. 2018; Lee et al. 2019): blocks of three 3 x 3 convolutions beside a
 * 1 x 1 one, leaky ReLU of slope 0.1 and 2 x 2 max-pooling; the mean over positions. DropBlock is not included.
 */
export function resnet12Encoder(options: ResNet12EncoderOptions): Encoder<ResNet12Features> {
  const { inputShape, channels = [64, 160, 320, 640], normalisation = 'batch', dropoutRate = 0 } = options;
  if (inputShape.length !== 3 || Math.min(inputShape[0], inputShape[1]) < 2 ** channels.length) {
    throw new RangeError(`resnet12 takes images (height, width, channels) of at least ${2 ** channels.length} x ${2 ** channels.length}, got (${inputShape.join(', ')}).`);
  }
  const blocks = channels.map((width, i) => residual(channels[i - 1] ?? inputShape[2], width, normalisation));
  const drop = dropout(dropoutRate);
  return encoder(
    [channels.at(-1)!],
    learner<ResNet12Features>(
      (key) => {
        const keys = split(key, blocks.length);
        return { blocks: blocks.map((block, i) => block.init(keys[i])) } as HostOf<ResNet12Features>;
      },
      (params, x, context) => {
        requireInputs('resnet12', x, inputShape);
        const stages = blocks.flatMap((block, i) => [[block, params.blocks[i]] as const, [drop, {}] as const]);
        return through([...stages, globalAveragePooling], x, context);
      },
    ),
  );
}

/** `resnet12Encoder` and a dense head, which starts near zero. */
export function resnet12({ ways, ...options }: ResNet12Options): Learner<ResNet12Params> {
  return withHead(resnet12Encoder(options), ways);
}

const activation = leakyRelu(0.1);

function residual(inputs: number, outputs: number, kind: Normalisation): Learner<ResidualParams> {
  const layers = [0, 1, 2].map((i) => convNorm(i === 0 ? inputs : outputs, outputs, kind, { initialiser: heNormal }));
  const shortcut = convNorm(inputs, outputs, kind, { size: 1, initialiser: heNormal });
  const pool = maxPooling(2);
  return learner<ResidualParams>(
    (key) => {
      const keys = split(key, 4);
      return { layers: layers.map((layer, i) => layer.init(keys[i])), shortcut: shortcut.init(keys[3]) } as HostOf<ResidualParams>;
    },
    (params, x: Tensor, context: Context) => {
      const [first, second, third] = layers.map((layer, i) => [layer, params.layers[i]] as const);
      const main = through([first, activation, second, activation, third], x, context);
      const beside = shortcut.forward(params.shortcut, x, after(context, main.statistics));
      return { output: activation(pool(add(main.output, beside.output))), statistics: [...main.statistics, ...beside.statistics] };
    },
  );
}
