import { relu, ShapeError, sizeOf, type HostOf, type Tensor } from '../graph/index.js';
import { split } from '../random/index.js';
import { dense, type DenseParams } from './dense.js';
import { encoder, withHead, type Encoder, type WithHead } from './encoder.js';
import { fanInUniform, type Initialiser } from './initialisers.js';
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

/** Dense layers with an activation after each. */
export function mlpEncoder(options: MlpEncoderOptions): Encoder<MlpFeatures> {
  const { inputs, hidden = [40, 40], activation = relu, normalisation = 'none', initialiser = fanInUniform } = options;
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
        if (sizeOf(x.shape.slice(1)) !== inputs) throw new ShapeError('mlp', [x], `it was made for rows of ${inputs} value${inputs === 1 ? '' : 's'}, and these have ${sizeOf(x.shape.slice(1))}: make it with as many inputs as a sample has.`);
        const stages = blocks.flatMap((block, i) => [[block.dense, params.blocks[i].dense] as const, [block.norm, params.blocks[i].norm] as const, activation]);
        return through([flatten, ...stages], x, context);
      },
    ),
  );
}

/** Dense layers with an activation after each but the last. */
export function mlp({ outputs, initialiser = fanInUniform, ...options }: MlpOptions): Learner<MlpParams> {
  return withHead(mlpEncoder({ ...options, initialiser }), outputs, { initialiser });
}
