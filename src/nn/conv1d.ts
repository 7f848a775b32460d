import { div, maximum, mul, relu, reshape, slice, sum, type HostOf, type Tensor } from '../graph/index.js';
import { split } from '../random/index.js';
import { conv, type ConvParams } from './conv.js';
import { encoder, type Encoder } from './encoder.js';
import { learner, type Context, type NoParams, type Pass } from './learner.js';
import { normalisation as normalisationOf, type NormParams, type Normalisation } from './norm.js';
import { requireInputs } from './require-inputs.js';
import { after, through, type Applied } from './sequential.js';
import { globalAveragePooling } from './stages.js';
import { requireCount } from './require-count.js';

export type Conv1dFeatures = { readonly blocks: readonly { readonly conv: ConvParams; readonly norm: NormParams | NoParams }[] };

export interface Conv1dEncoderOptions {
  /** Steps and channels of a series, that of presence included. */
  readonly inputShape: readonly number[];
  /** Of each convolution. Default 64. */
  readonly channels?: number;
  /** Convolutions, one after the other. Default 3. */
  readonly blocks?: number;
  /** Steps that each convolution sees, an odd number. Default 5. */
  readonly size?: number;
  /** By how much each convolution shortens the series. Default 2. */
  readonly stride?: number;
  /** After each convolution. Default 'batch'; the convolutions have a bias only with 'none'. */
  readonly normalisation?: Normalisation;
  /** Whether series may be shorter than `inputShape` says: their last channel is then one where a step is there and zero in the padding. Default false. */
  readonly padded?: boolean;
}

/**
 * Features of series (N, steps, channels): blocks of convolution along time, normalisation and ReLU, then the mean over the steps that are left, (N, channels).
 *
 * With `padded`, steps that are not there change nothing: they count as zeros to the convolutions, as what lies beyond either end of a series does, and
 * enter neither the statistics of the normalisation nor the mean. Which steps are there is an input to the first convolution, too.
 * Channels should lie about zero, as those of `seriesFile` do: of one whose level is thousands of times its deviation, such as 10,000 ± 1, batch statistics in float32 lose
 * the variance.
 * @throws RangeError where the sizes make no sense.
 */
export function conv1dEncoder(options: Conv1dEncoderOptions): Encoder<Conv1dFeatures> {
  const { inputShape, channels = 64, blocks: depth = 3, size = 5, stride = 2, normalisation = 'batch', padded = false } = options;
  check(inputShape, depth, size, stride, padded);
  const blocks = Array.from({ length: depth }, (_, i) => ({
    conv: conv(i === 0 ? inputShape[1] : channels, channels, { size: [1, size], stride: [1, stride], padding: [0, (size - 1) / 2], bias: normalisation === 'none' }),
    norm: normalisationOf(normalisation, channels),
  }));
  return encoder(
    [channels],
    learner<Conv1dFeatures>(
      (key) => {
        const keys = split(key, depth);
        return { blocks: blocks.map((block, i) => ({ conv: block.conv.init(keys[i]), norm: block.norm.init(keys[i]) })) } as HostOf<Conv1dFeatures>;
      },
      (params, x, context) => {
        requireInputs('conv1d', x, inputShape);
        const stages = blocks.map((block, i) => ({ conv: [block.conv, params.blocks[i].conv], norm: [block.norm, params.blocks[i].norm] }) as const);
        // A series is an image of one row.
        const row = reshape(x, [x.shape[0], 1, x.shape[1], x.shape[2]]);
        if (padded) return throughPresent(stages, stride, row, context);
        return through([...stages.flatMap((stage) => [stage.conv, stage.norm, relu]), globalAveragePooling], row, context);
      },
    ),
  );
}

/** The blocks on series of which only some steps are there. A convolution's output is there where the middle of what it sees is. */
function throughPresent(blocks: readonly { readonly conv: Applied; readonly norm: Applied }[], stride: number, row: Tensor, context: Context): Pass {
  let present = slice(row, [null, null, null, [-1]]);
  let pass: Pass = { output: mul(row, present), statistics: [] };
  for (const { conv, norm } of blocks) {
    present = slice(present, [null, null, [0, null, stride]]);
    const mask = reshape(context.mask ? mul(present, reshape(context.mask, [-1, 1, 1, 1])) : present, present.shape.slice(0, 3));
    const next = through([conv, norm, relu], pass.output, { ...after(context, pass.statistics), mask });
    pass = { output: mul(next.output, present), statistics: [...pass.statistics, ...next.statistics] };
  }
  return { ...pass, output: div(sum(pass.output, [1, 2]), maximum(sum(present, [1, 2]), 1)) };
}

function check(inputShape: readonly number[], depth: number, size: number, stride: number, padded: boolean): void {
  if (inputShape.length !== 2) throw new RangeError(`conv1dEncoder takes series of shape (steps, channels), got (${inputShape.join(', ')}).`);
  if (padded && inputShape[1] < 2) throw new RangeError(`conv1dEncoder with padded series needs a channel of presence after those of values, but the input (${inputShape.join(', ')}) has one channel only.`);
  if (!Number.isInteger(size) || size < 1 || size % 2 === 0) throw new RangeError(`size must be an odd whole number of steps, so that a convolution has a middle, got ${size}.`);
  requireCount({ blocks: depth, stride });
}
