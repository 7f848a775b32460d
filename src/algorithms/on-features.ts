import { concat, split, type HostOf, type Tensor } from '../graph/index.js';
import type { Encoder } from '../nn/index.js';
import { split as splitKey } from '../random/index.js';
import type { Examples } from '../tasks/index.js';
import type { Algorithm, PredictOptions } from './algorithm.js';
import type { Distributional } from './conditional-neural-process.js';

/** Meta-parameters of an encoder that all tasks share, and of the algorithm that stands on its features. */
export type OnFeatures<E, Inner> = { readonly encoder: E; readonly inner: Inner };

/** How the paths of the inner algorithm's parameters begin. */
const above = 'inner.';

/**
 * An algorithm that learns tasks on the features of an encoder. The encoder is meta-trained with it, through the adaptation, but not adapted: on
 * embeddings of users and items, with MAML above, this is MeLU (Lee, Im, Jang, Cho and Chung 2019, equations 1 to 5 and algorithm 1), whose local update changes the decision layers only.
 *
 * The encoder must treat rows alike in all sets: it has no batch statistics. What says how sure it is, still does.
 * Reptile, whose meta-gradient is of what it adapts only, leaves the encoder as it starts: give it a learner that has the encoder inside.
 * @throws TypeError at the first use where the encoder normalises over the batch.
 */
export function onFeatures<E, Theta, Phi>(encoder: Encoder<E>, inner: Distributional<Theta, Phi>): Distributional<OnFeatures<E, Theta>, OnFeatures<E, Phi>>;
export function onFeatures<E, Theta, Phi>(encoder: Encoder<E>, inner: Algorithm<Theta, Phi>): Algorithm<OnFeatures<E, Theta>, OnFeatures<E, Phi>>;
export function onFeatures<E, Theta, Phi>(encoder: Encoder<E>, inner: Algorithm<Theta, Phi> & Partial<Distributional<Theta, Phi>>): Algorithm<OnFeatures<E, Theta>, OnFeatures<E, Phi>> {
  const featuresOf = (params: E, x: Tensor): Tensor => {
    const { output, statistics } = encoder.forward(params, x);
    if (statistics.length > 0) throw new TypeError('onFeatures encodes rows by themselves, and this encoder normalises over the batch: what a row is would depend on the others beside it. Take another normalisation, such as group or layer, or none.');
    return output;
  };
  const encoded = <Set extends Examples>(params: E, set: Set): Set => ({ ...set, x: featuresOf(params, set.x) });
  const { extend, distribution } = inner;
  return {
    name: inner.name,
    settings: inner.settings,
    innerSteps: inner.innerSteps,
    copies: (path) => path.startsWith(above) && (inner.copies?.(path.slice(above.length)) ?? true),
    init(key) {
      const [own, other] = splitKey(key, 2);
      return { encoder: encoder.init(own), inner: inner.init(other) } as HostOf<OnFeatures<E, Theta>>;
    },
    adapt: ({ encoder: params, inner: theta }, { support, later, ...task }, options) => ({
      encoder: params,
      inner: inner.adapt(theta, { ...task, support: encoded(params, support), ...(later && { later: later.map((set) => encoded(params, set)) }) }, options),
    }),
    ...(extend && {
      extend: ({ encoder: params, inner: phi }, added, options) => ({
        encoder: params,
        inner: extend(phi, { ...added, support: encoded(params, added.support), known: encoded(params, added.known) }, options),
      }),
    }),
    ...(distribution && { distribution: ({ encoder: params, inner: phi }: OnFeatures<E, Phi>, x: Tensor, options?: PredictOptions) => distribution(phi, featuresOf(params, x), options) }),
    predict: ({ encoder: params, inner: phi }, x, options) => inner.predict(phi, featuresOf(params, x), options),
    statistics: ({ encoder: params, inner: phi }, support) => inner.statistics(phi, encoded(params, support)),
    objective({ encoder: params, inner: theta }, { support, query, ...task }, options) {
      // Both sets at once: each table is read, and its gradient summed, once.
      const [known, asked] = split(featuresOf(params, concat([support.x, query.x])), [support.x.shape[0], query.x.shape[0]]);
      return inner.objective(theta, { ...task, support: { ...support, x: known }, query: { ...query, x: asked } }, options);
    },
  };
}
