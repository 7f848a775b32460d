import type { Algorithm, OnFeatures } from '../../algorithms/index.js';
import type { Device } from '../../compile/index.js';
import type { HostOf } from '../../graph/index.js';
import type { FieldsParams } from '../../nn/index.js';
import type { Catalogue } from './catalogue.js';
import { featuresOf } from './features.js';
import { withRatings } from './known-ratings.js';
import { servingPrograms } from './programs.js';
import { recommendedUser, type Serving } from './recommended-user.js';
import type { Recommender } from './recommender.js';
import { decodeUser } from './user-state.js';

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
 * Recommends items of a catalogue to users of whom a few ratings are known, or none, by a learner that was meta-trained on `ratingTasks`. The features of all items are computed once; after that
 * a user is an adaptation to the ratings and a look at every item. Of very many ratings, the latest 512 are adapted to.
 *
 * @throws RangeError, from the first call, where the parameters do not belong to the catalogue.
 */
export function recommend<Theta, Phi>({ catalogue, inner, theta, steps, learningRate, device }: RecommendOptions<Theta, Phi>): Recommender {
  let serving: Promise<Serving> | undefined;
  const ready = (): Promise<Serving> => {
    const begun = (serving ??= prepare());
    begun.catch(() => (serving = undefined));
    return begun;
  };
  const prepare = async (): Promise<Serving> => {
    const features = await featuresOf(catalogue, theta.encoder as HostOf<FieldsParams>, device);
    const programs = servingPrograms(inner, { theta: theta.inner as HostOf<Theta>, features: features.items, userWidth: features.userWidth, target: catalogue.ratingTarget, steps, learningRate, device });
    return { catalogue, features, programs };
  };

  const user: Recommender['user'] = async ({ ratings = [], attributes = {} } = {}) => recommendedUser(await ready(), withRatings(catalogue, [], ratings), attributes);
  return {
    catalogue,
    user,
    for: async (known, wish) => (await user(known)).recommend(wish),
    load: async (bytes) => user(decodeUser(bytes)),
    async release() {
      const begun = await serving?.catch(() => undefined);
      serving = undefined;
      await begun?.programs.release();
    },
  };
}
