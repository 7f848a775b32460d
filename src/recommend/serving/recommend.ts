import type { Algorithm, OnFeatures } from '../../algorithms/index.js';
import type { Device } from '../../compile/index.js';
import type { HostOf } from '../../graph/index.js';
import type { FieldsParams } from '../../nn/index.js';
import type { Catalogue } from './catalogue.js';
import type { Recommender } from './recommender.js';

export interface RecommendOptions<Theta, Phi> {
  readonly catalogue: Catalogue;
  /** The algorithm above the features: what `onFeatures` was given in training. */
  readonly inner: Algorithm<Theta, Phi>;
  /** Meta-trained parameters of `onFeatures(fieldsEncoder(fields of the catalogue's columns), inner)`. */
  readonly theta: HostOf<OnFeatures<FieldsParams, Theta>>;
  /** Inner steps. Default: the algorithm's own. */
  readonly steps?: number;
  /** The inner learning rate. Default: the algorithm's own. */
  readonly learningRate?: number;
  /** Default: the native CPU where it loads, else WebAssembly. */
  readonly device?: Device;
}

/**
 * Recommends items of a catalogue to users of whom a few ratings are known, by a learner that was meta-trained on `ratingTasks`.
 */
export function recommend<Theta, Phi>(options: RecommendOptions<Theta, Phi>): Recommender {
  throw new Error(`Not there yet: ${options.inner.name}.`);
}
