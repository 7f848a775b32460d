import { identityEncoder, type Encoder, type NoParams } from '../nn/index.js';
import type { Shape } from '../graph/index.js';
import type { Algorithm } from './algorithm.js';
import { protoNet, type Prototypes } from './proto-net.js';

export interface NearestMeanOptions<P> {
  /** Whose features are compared: its parameters, theta, are pretrained elsewhere and stay as they are (those of `withHead` fit, too). */
  readonly encoder: Encoder<P>;
  /** Classes that a task may have at most. */
  readonly ways: number;
}

/**
 * The nearest class mean by Euclidean distance, a conventional way for comparison: of raw inputs of a shape, where there is nothing to train and
 * theta is `{}`, or of an encoder's features, which is `protoNet` without its meta-training. Logits are minus squared distances.
 */
export function nearestMean(options: { readonly inputShape: Shape; readonly ways: number }): Algorithm<NoParams, Prototypes<NoParams>>;
export function nearestMean<P>(options: NearestMeanOptions<P>): Algorithm<P, Prototypes<P>>;
export function nearestMean(options: { readonly inputShape: Shape; readonly ways: number } | NearestMeanOptions<unknown>): Algorithm<unknown, Prototypes<unknown>> {
  const encoder: Encoder<unknown> = 'encoder' in options ? options.encoder : identityEncoder(options.inputShape);
  const { settings: _, ...prototypes } = protoNet({ encoder, ways: options.ways, queryStatistics: 'query' });
  return {
    ...prototypes,
    name: 'nearest class mean',
    init: encoder.init,
    adapt: (theta, task, told) => prototypes.adapt({ encoder: theta }, task, told),
    objective: (theta, task, told) => prototypes.objective({ encoder: theta }, task, told),
  };
}
