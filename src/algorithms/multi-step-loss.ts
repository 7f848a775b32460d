import { add, maximum, minimum, mul, sub, type Tensor } from '../graph/index.js';

/**
 * The weighted sum of the query losses after each inner step (MAML++, equation 4). The weights, which sum to one, are equal at first; over the first `share` of meta-training all move to the last step but a rest of
 * 3 % shared by all, as in the authors' code.
 *
 * @param progress how much of meta-training is done, 0 to 1; without it the weights are the final ones.
 */
export function multiStepLoss(losses: readonly Tensor[], progress: Tensor | undefined, share: number): Tensor {
  const count = losses.length;
  const rest = 0.03 / count;
  const moved: Tensor | number = progress ? minimum(mul(progress, 1 / share), 1) : 1;
  const early = maximum(mul(sub(1, moved), 1 / count), rest);
  const last = sub(1, mul(early, count - 1));
  return losses.map((loss, i) => mul(loss, i === count - 1 ? last : early)).reduce((a, b) => add(a, b));
}
