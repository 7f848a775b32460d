import { add, broadcastTo, concat, div, expandDims, ones, sum, type HostOf, type Tensor } from '../graph/index.js';
import { flatten, mlp, multiHeadAttention, type AttentionParams, type Memory, type MlpParams } from '../nn/index.js';
import { split } from '../random/index.js';
import type { Examples } from '../tasks/index.js';
import { requireCount } from '../nn/require-count.js';
import { valueRows } from './answers.js';
import type { ConditionalNeuralProcessOptions, Distributional } from './conditional-neural-process.js';
import { divergence, gaussianOf, negativeLogLikelihood, type Gaussian } from './gaussian.js';
import { drawn, latentPath, type LatentParams } from './latent-path.js';
import { pooled } from './pooled.js';

export interface AttentiveNeuralProcessOptions extends ConditionalNeuralProcessOptions {
  /** Heads of each attention, a divisor of `width`. Default 8. */
  readonly heads?: number;
  /** The hidden layers of the network that makes keys and queries, `width` values each, of inputs. Default [128]. */
  readonly keyHidden?: readonly number[];
  /** Layers of attention among the examples of the support set, each added to what it reads. Default 0. */
  readonly selfAttention?: number;
  /** Values of the latent variable, or 0 for the deterministic path alone. Default that of `width`. */
  readonly latent?: number;
}

export type AttentiveTheta = {
  readonly encoder: MlpParams;
  readonly self: readonly AttentionParams[];
  readonly key: MlpParams;
  readonly cross: AttentionParams;
  readonly decoder: MlpParams;
  readonly latent?: LatentParams;
};

/** What attention reads of the support set, which of its rows count, and the mean of the latent variable given it. */
export type AttentivePhi = { readonly theta: AttentiveTheta; readonly memory: Memory; readonly mask?: Tensor; readonly z?: Tensor };

/**
 * Attentive neural processes (Kim et al. 2019): every query asks the examples by multi-head attention, with keys and queries of the inputs alone and values
 * of encoded pairs (the deterministic path), and a latent variable stands for what the examples have in common (the latent path, an MLP's mean without
 * self-attention). For values only.
 *
 * Meta-training makes the negative of their bound small (equation 3), over the points of support and query set as in their code: the likelihood with z drawn
 * from q(z | support and query), the mean over points, and KL(q(z | support and query) || q(z | support)) shared among the points. `predict` and `distribution`
 * take z to be the mean of q(z | support); they draw nothing.
 * @throws RangeError where sizes make no sense; ShapeError where a task has classes.
 */
export function attentiveNeuralProcess(options: AttentiveNeuralProcessOptions): Distributional<AttentiveTheta, AttentivePhi> {
  const { inputs, outputs, width = 128, heads = 8, hidden = [128, 128, 128], keyHidden = [128], decoderHidden = [128, 128], selfAttention = 0, latent = width, activation } = options;
  requireCount({ inputs, outputs, width });
  for (const [name, size] of Object.entries({ selfAttention, latent })) if (size !== 0) requireCount({ [name]: size });
  const encoder = mlp({ inputs: inputs + outputs, hidden, outputs: width, activation });
  const attention = multiHeadAttention({ width, heads });
  const key = mlp({ inputs, hidden: keyHidden, outputs: width, activation });
  const decoder = mlp({ inputs: inputs + width + latent, hidden: decoderHidden, outputs: 2 * outputs, activation });
  const path = latent > 0 ? latentPath({ inputs, outputs, width, hidden, activation, size: latent }) : undefined;

  const remember = (theta: AttentiveTheta, { x, y, mask }: Examples): Memory => {
    const pairs = encoder.apply(theta.encoder, concat([flatten(x), valueRows(y, outputs)], 1));
    const values = theta.self.reduce((rows, own) => add(rows, attention.read(own, rows, attention.remember(own, rows), { mask })), pairs);
    return attention.remember(theta.cross, key.apply(theta.key, flatten(x)), values);
  };
  const latentOf = (theta: AttentiveTheta, examples: Examples): Gaussian | undefined => theta.latent && path?.of(theta.latent, examples);

  const adapt = (theta: AttentiveTheta, { support }: { readonly support: Examples }): AttentivePhi => {
    const z = latentOf(theta, support);
    return { theta, memory: remember(theta, support), mask: support.mask, ...(z ? { z: z.mean } : {}) };
  };
  const distribution = ({ theta, memory, mask, z }: AttentivePhi, x: Tensor): Gaussian => {
    const rows = flatten(x);
    const read = attention.read(theta.cross, key.apply(theta.key, rows), memory, { mask });
    const whole = z ? [broadcastTo(expandDims(z, 0), [rows.shape[0], latent])] : [];
    return gaussianOf(decoder.apply(theta.decoder, concat([rows, read, ...whole], 1)));
  };

  return {
    name: 'attentive neural process',
    settings: { width, heads, hidden: hidden.join(' '), keyHidden: keyHidden.join(' '), decoderHidden: decoderHidden.join(' '), selfAttention, latent },
    innerSteps: 0,
    init(seed): HostOf<AttentiveTheta> {
      const [ofEncoder, ofKey, ofCross, ofDecoder, ofLatent, ...ofSelf] = split(seed, 5 + selfAttention);
      const deterministic = { encoder: encoder.init(ofEncoder), self: ofSelf.map(attention.init), key: key.init(ofKey), cross: attention.init(ofCross), decoder: decoder.init(ofDecoder) };
      return { ...deterministic, ...(path ? { latent: path.init(ofLatent) } : {}) };
    },
    adapt,
    extend: ({ theta }, { known, support }) => adapt(theta, { support: pooled(known, support) }),
    distribution,
    predict: (phi, x) => distribution(phi, x).mean,
    statistics: () => [],
    objective(theta, { support, query }, { key: seed } = {}) {
      const all = pooled(support, query);
      const [prior, posterior] = [latentOf(theta, support), latentOf(theta, all)];
      const phi = adapt(theta, { support });
      const loss = negativeLogLikelihood(distribution(posterior ? { ...phi, z: drawn(posterior, seed) } : phi, all.x), valueRows(all.y, outputs), all.mask);
      if (!prior || !posterior) return loss;
      return add(loss, div(divergence(posterior, prior), sum(all.mask ?? ones([all.x.shape[0]]))));
    },
  };
}
