import type { Algorithm } from '../../algorithms/index.js';
import { compile } from '../../compile/index.js';
import { add, div, leavesOf, maximum, mul, pathsOf, reshape, sqrt, sum, unflatten, zeros, type HostOf, type NdArray, type Tensor } from '../../graph/index.js';
import { crossEntropy, meanSquaredError } from '../../nn/index.js';
import { stackTasks, type Examples } from '../../tasks/index.js';
import { valueAndGrad, vmap } from '../../transform/index.js';
import type { RatingTasks } from '../rating-tasks.js';

/** One user's rating of one item. */
export interface OneRating {
  readonly user: number;
  readonly item: number;
  readonly rating: number;
}

/** Ratings whose gradients are in memory at a time. */
const together = 32;
/** A loss below it counts as it: an item that was predicted by chance almost exactly would else decide alone. */
const leastLoss = 0.01;

/**
 * How strongly each rating by itself would move what predicts it: the norm of the gradient of its loss before any adaptation, for a loss of one, ||grad L|| / L (Lee et al. 2019,
 * section 4.4). The loss is the squared error, or of levels the cross-entropy; the norms of the parameters (weights, biases) are summed, as their code does.
 *
 * Of every algorithm, also where it does not adapt by gradients; on shared features (`onFeatures`) the parameters of the encoder are left out, as they do not adapt. Zeros where a
 * prediction without known ratings depends on no other parameter, as of prototypes.
 */
export async function gradientNorms<Theta, Phi>(family: RatingTasks, algorithm: Algorithm<Theta, Phi>, theta: HostOf<Theta>, ratings: readonly OneRating[]): Promise<Float64Array> {
  const program = compile((params: Theta, examples: Examples) => vmap((each: Examples) => normOf(algorithm, params, each))(examples));
  const examples = ratings.map(({ user, item, rating }) => family.examplesOf(user, [item], [rating]));
  const norms = new Float64Array(ratings.length);
  try {
    for (let from = 0; from < examples.length; from += together) {
      const chunk = examples.slice(from, from + together);
      // The last call is filled up with what does not count, so that one program serves all.
      const stacked = stackTasks(Array.from({ length: together }, (_, i) => ({ support: chunk[i] ?? chunk[0], query: chunk[i] ?? chunk[0] }))).query;
      const { data } = (await program(theta as never, stacked as never)) as NdArray;
      for (let i = 0; i < chunk.length; i++) norms[from + i] = data[i];
    }
  } finally {
    await program.release();
  }
  return norms;
}

/** The norm for one example (1, ...), a scalar. */
function normOf<Theta, Phi>(algorithm: Algorithm<Theta, Phi>, theta: Theta, example: Examples): Tensor {
  const paths = pathsOf(theta);
  const leaves = leavesOf<Tensor>(theta);
  const personal = leaves.filter((_, i) => !paths[i].startsWith('encoder.'));
  const whole = (moving: readonly Tensor[]): Theta => {
    const next = moving.values();
    return unflatten(theta, leaves.map((leaf, i) => (paths[i].startsWith('encoder.') ? leaf : next.next().value!)));
  };
  const support = { ...example, mask: zeros([1]) };
  const lossOf = example.y.dtype === 'float32' ? meanSquaredError : crossEntropy;
  const [loss, gradients] = valueAndGrad((moving: readonly Tensor[]) => lossOf(algorithm.predict(algorithm.adapt(whole(moving), { support }, { steps: 0 }), example.x), example.y))(personal);
  const norm = gradients.map((gradient) => sqrt(sum(mul(gradient, gradient)))).reduce(add);
  return div(reshape(norm, []), maximum(loss, leastLoss));
}
