import { add, sizeOf, type Tensor } from '../graph/index.js';
import { dense, initialisers, layerNorm, transformerLayer, type DenseParams, type Memory, type NormParams, type NoParams, type TransformerParams } from '../nn/index.js';
import { requireCount } from '../nn/require-count.js';
import { split } from '../random/index.js';
import type { Algorithm } from './algorithm.js';
import { amortised, encoderOf, type Reader, type ReaderOptions, type ReaderPhi, type ReaderTheta } from './amortised.js';
import { answerForm } from './answers.js';

export type InContextOptions<E> = ReaderOptions<E> & {
  /** Values of a token. Default 64. */
  readonly width?: number;
  /** Heads of each attention, a divisor of `width`. Default 4. */
  readonly heads?: number;
  /** Default 4. */
  readonly layers?: number;
};

export type InContextNetwork = {
  readonly input: DenseParams;
  readonly label: DenseParams;
  readonly layers: readonly TransformerParams[];
  readonly norm: NormParams;
  readonly head: DenseParams;
};

/** Of each layer, the keys and values of the support set, and which of its rows count. */
export type InContextMemory = { readonly layers: readonly Memory[]; readonly mask?: Tensor };

/**
 * A transformer that learns in its context (Garg et al. 2022 for values, Kirsch et al. 2022 for classes): a support example is one token, the sum of an
 * embedding of its features and a learned one of its label; a query is its features alone. Support tokens attend to each other, a query to them and to itself, so
 * queries do not see each other. There are no positions: the order of the support set changes nothing. All adapting is one pass over it.
 *
 * Which class has which label is arbitrary in an episode, and the embeddings of the labels are learned on many of them.
 * @throws RangeError where sizes make no sense.
 */
export function inContextTransformer<E = NoParams>(options: InContextOptions<E>): Algorithm<ReaderTheta<E, InContextNetwork>, ReaderPhi<E, InContextNetwork, InContextMemory>> {
  const { width = 64, heads = 4, layers: depth = 4 } = options;
  requireCount({ layers: depth });
  const encoder = encoderOf(options);
  const form = answerForm(options);
  const input = dense(sizeOf(encoder.outputShape), width);
  const label = dense(form.width, width);
  const layer = transformerLayer({ width, heads });
  const norm = layerNorm(width);
  const head = dense(width, form.width, { initialiser: initialisers.truncatedNormal(0.01) });

  const reader: Reader<InContextNetwork, InContextMemory> = {
    init(key) {
      const [first, second, third, ...rest] = split(key, 3 + depth);
      return { input: input.init(first), label: label.init(second), layers: rest.map(layer.init), norm: norm.init(key), head: head.init(third) };
    },
    read(params, { features, answers, mask }) {
      let tokens = add(input.apply(params.input, features), label.apply(params.label, answers));
      const layers = params.layers.map((own) => {
        const { output, memory } = layer.read(own, tokens, mask);
        tokens = output;
        return memory;
      });
      return { layers, mask };
    },
    answer(params, { layers, mask }, features) {
      const tokens = params.layers.reduce((x, own, i) => layer.answer(own, x, layers[i], mask), input.apply(params.input, features));
      return head.apply(params.head, norm.apply(params.norm, tokens));
    },
  };
  const settings = { width, heads, layers: depth, queryStatistics: options.queryStatistics ?? 'query' };
  return { name: 'in-context transformer', settings, ...amortised(reader, encoder, form, options) };
}
