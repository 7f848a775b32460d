import { add, type HostOf, type Tensor } from '../graph/index.js';
import { split } from '../random/index.js';
import { conv, type ConvParams } from './conv.js';
import { dense, type DenseParams } from './dense.js';
import { dropout } from './dropout.js';
import { heNormal, truncatedNormal } from './initialisers.js';
import { learner, type Context, type Learner, type NoParams } from './learner.js';
import { normalisation as normalisationOf, type NormParams, type Normalisation } from './norm.js';
import { after, through } from './sequential.js';
import { globalAveragePooling, leakyRelu, maxPooling } from './stages.js';

type ConvNormParams = { readonly conv: ConvParams; readonly norm: NormParams | NoParams };
type ResidualParams = { readonly layers: readonly ConvNormParams[]; readonly shortcut: ConvNormParams };
export type ResNet12Params = { readonly blocks: readonly ResidualParams[]; readonly head: DenseParams };

export interface ResNet12Options {
  /** Height, width and channels of an image; height and width at least 16. */
  readonly inputShape: readonly number[];
  /** Classes the head can tell apart. */
  readonly ways: number;
  /** Of each block. Default [64, 160, 320, 640]. */
  readonly channels?: readonly number[];
  /** Default 'batch'. */
  readonly normalisation?: Normalisation;
  /** Rate of dropout after each block, where a key is given. Default 0. */
  readonly dropoutRate?: number;
}

/**
 * The ResNet-12 of few-shot papers (Oreshkin et al. 2018; Lee et al. 2019): blocks of three 3 x 3 convolutions beside a
 * 1 x 1 one, leaky ReLU of slope 0.1 and 2 x 2 max-pooling; the mean over positions; a dense head. DropBlock is
 * not included.
 */
export function resnet12(options: ResNet12Options): Learner<ResNet12Params> {
  const { inputShape, ways, channels = [64, 160, 320, 640], normalisation = 'batch', dropoutRate = 0 } = options;
  if (inputShape.length !== 3 || Math.min(inputShape[0], inputShape[1]) < 2 ** channels.length) {
    throw new RangeError(`resnet12 takes images (height, width, channels) of at least ${2 ** channels.length} x ${2 ** channels.length}, got (${inputShape.join(', ')}).`);
  }
  const blocks = channels.map((width, i) => residual(channels[i - 1] ?? inputShape[2], width, normalisation));
  const head = dense(channels.at(-1)!, ways, { initialiser: truncatedNormal(0.01) });
  const drop = dropout(dropoutRate);
  return learner<ResNet12Params>(
    (key) => {
      const keys = split(key, blocks.length + 1);
      return { blocks: blocks.map((block, i) => block.init(keys[i])), head: head.init(keys[blocks.length]) } as HostOf<ResNet12Params>;
    },
    (params, x, context) => {
      const stages = blocks.flatMap((block, i) => [[block, params.blocks[i]] as const, [drop, {}] as const]);
      return through([...stages, globalAveragePooling, [head, params.head]], x, context);
    },
  );
}

const activation = leakyRelu(0.1);

function residual(inputs: number, outputs: number, kind: Normalisation): Learner<ResidualParams> {
  const layers = [0, 1, 2].map((i) => convNorm(i === 0 ? inputs : outputs, outputs, 3, kind));
  const shortcut = convNorm(inputs, outputs, 1, kind);
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
      return { output: pool(activation(add(main.output, beside.output))), statistics: [...main.statistics, ...beside.statistics] };
    },
  );
}

function convNorm(inputs: number, outputs: number, size: number, kind: Normalisation): Learner<ConvNormParams> {
  const convolution = conv(inputs, outputs, { size, padding: 'same', bias: kind === 'none', initialiser: heNormal });
  const norm = normalisationOf(kind, outputs);
  return learner<ConvNormParams>(
    (key) => ({ conv: convolution.init(key), norm: norm.init(key) }) as HostOf<ConvNormParams>,
    (params, x, context) => through([[convolution, params.conv], [norm, params.norm]], x, context),
  );
}
