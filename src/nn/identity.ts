import { reshape, sizeOf, type Shape } from '../graph/index.js';
import { encoder, type Encoder } from './encoder.js';
import { learner, type NoParams } from './learner.js';

/** An encoder without parameters: the features of a row are its own numbers, flattened. */
export function identityEncoder(inputShape: Shape): Encoder<NoParams> {
  const size = sizeOf(inputShape);
  return encoder([size], learner<NoParams>(() => ({}), (_, x) => reshape(x, [x.shape[0], size])));
}
