import { relu, ShapeError, sizeOf, type HostOf, type Tensor } from '../graph/index.js';
import { split } from '../random/index.js';
import { dense, type DenseParams } from './dense.js';
import { encoder, withHead, type Encoder, type WithHead } from './encoder.js';
import { fanInUniform, type Initialiser } from './initialisers.js';
import { isWorthJoining, joined, withJoined } from './joined.js';
import { learner, type Learner, type NoParams } from './learner.js';
import { normalisation as normalisationOf, type NormParams, type Normalisation } from './norm.js';
import { through } from './sequential.js';
import { flatten } from './stages.js';

export type MlpFeatures = { readonly blocks: readonly { readonly dense: DenseParams; readonly norm: NormParams | NoParams }[] };
export type MlpParams = WithHead<MlpFeatures>;

export interface MlpEncoderOptions {
  /** Values of a row; a row of several axes is flattened. */
  readonly inputs: number;
  /** The width of each hidden layer. Default [40, 40]. */
  readonly hidden?: readonly number[];
  /** After each hidden layer. Default `relu`. */
  readonly activation?: (x: Tensor) => Tensor;
  /** Before each activation. Default 'none'. */
  readonly normalisation?: Normalisation;
  /**
   * Of all weights. Default `fanInUniform`: of those tried with MAML on sinusoids it adapts well soonest, before Finn's own
   * truncatedNormal(0.01); after training from He's or Glorot's larger weights, several steps at test can diverge.
   */
  readonly initialiser?: Initialiser;
}

export interface MlpOptions extends MlpEncoderOptions {
  /** Values, or classes, to predict. */
  readonly outputs: number;
}

const usualHidden: readonly number[] = [40, 40];

/** Dense layers with an activation after each. */
export function mlpEncoder(options: MlpEncoderOptions): Encoder<MlpFeatures> {
  const { inputs, hidden = usualHidden, activation = relu, normalisation = 'none', initialiser = fanInUniform } = options;
  const blocks = hidden.map((width, i) => ({
    dense: dense(hidden[i - 1] ?? inputs, width, { initialiser }),
    norm: normalisationOf(normalisation, width),
  }));
  return encoder(
    [hidden.at(-1) ?? inputs],
    learner<MlpFeatures>(
      (key) => {
        const keys = split(key, hidden.length);
        return { blocks: blocks.map((block, i) => ({ dense: block.dense.init(keys[i]), norm: block.norm.init(keys[i]) })) } as HostOf<MlpFeatures>;
      },
      (params, x, context) => {
        const stages = blocks.flatMap((block, i) => [[block.dense, params.blocks[i].dense] as const, [block.norm, params.blocks[i].norm] as const, activation]);
        return through([(rows) => rowsOf(rows, inputs), ...stages], x, context);
      },
    ),
  );
}

/** Dense layers with an activation after each but the last. */
export function mlp({ outputs, initialiser = fanInUniform, ...options }: MlpOptions): Learner<MlpParams> {
  const whole = withHead(mlpEncoder({ ...options, initialiser }), outputs, { initialiser });
  const { inputs, hidden = usualHidden, activation = relu, normalisation = 'none' } = options;
  if (activation !== relu || normalisation !== 'none' || !isWorthJoining(hidden)) return whole;
  return withJoined(whole, joined<MlpParams>(whole.init, (x) => rowsOf(x, inputs), ({ blocks, head }) => [...hidden.map((_, i) => blocks[i].dense), head]));
}

/** Each input as a row. @throws ShapeError where that has another number of values than the network was made for. */
function rowsOf(x: Tensor, inputs: number): Tensor {
  if (sizeOf(x.shape.slice(1)) !== inputs) throw new ShapeError('mlp', [x], `it was made for rows of ${inputs} value${inputs === 1 ? '' : 's'}, and these have ${sizeOf(x.shape.slice(1))}: make it with as many inputs as a sample has.`);
  return flatten(x);
}
