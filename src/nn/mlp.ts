import { relu, type HostOf, type Tensor } from '../graph/index.js';
import { split } from '../random/index.js';
import { dense, type DenseParams } from './dense.js';
import { fanInUniform, type Initialiser } from './initialisers.js';
import { learner, type Learner, type NoParams } from './learner.js';
import { normalisation as normalisationOf, type NormParams, type Normalisation } from './norm.js';
import { through } from './sequential.js';
import { flatten } from './stages.js';

export type MlpParams = {
  readonly blocks: readonly { readonly dense: DenseParams; readonly norm: NormParams | NoParams }[];
  readonly head: DenseParams;
};

export interface MlpOptions {
  /** Values of a row; a row of several axes is flattened. */
  readonly inputs: number;
  /** The width of each hidden layer. Default [40, 40]. */
  readonly hidden?: readonly number[];
  /** Values, or classes, to predict. */
  readonly outputs: number;
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

/** Dense layers with an activation after each but the last. */
export function mlp(options: MlpOptions): Learner<MlpParams> {
  const { inputs, hidden = [40, 40], outputs, activation = relu, normalisation = 'none', initialiser = fanInUniform } = options;
  const blocks = hidden.map((width, i) => ({
    dense: dense(hidden[i - 1] ?? inputs, width, { initialiser }),
    norm: normalisationOf(normalisation, width),
  }));
  const head = dense(hidden.at(-1) ?? inputs, outputs, { initialiser });
  return learner<MlpParams>(
    (key) => {
      const keys = split(key, hidden.length + 1);
      return {
        blocks: blocks.map((block, i) => ({ dense: block.dense.init(keys[i]), norm: block.norm.init(keys[i]) })),
        head: head.init(keys[hidden.length]),
      } as HostOf<MlpParams>;
    },
    (params, x, context) => {
      const hiddenStages = blocks.flatMap((block, i) => [[block.dense, params.blocks[i].dense] as const, [block.norm, params.blocks[i].norm] as const, activation]);
      return through([flatten, ...hiddenStages, [head, params.head]], x, context);
    },
  );
}
