import { add, less, maximum, mul, sub, where, type Tensor } from '../graph/index.js';

/**
 * The weighted sum of the query losses after each inner step (MAML++, section 4). The weights, which sum to one, are equal at first; over the first `share` of meta-training they move to the last step, of the
 * others 3 % shared by all stay. After it the last loss is all, as in the authors' code.
 *
 * @param progress how much of meta-training is done, 0 to 1; without it the last loss is all.
 */
export function multiStepLoss(losses: readonly Tensor[], progress: Tensor | undefined, share: number): Tensor {
  const last = losses.length - 1;
  if (!progress || last === 0) return losses[last];
  const moved = mul(progress, 1 / share);
  const early = where(less(moved, 1), maximum(mul(sub(1, moved), 1 / losses.length), 0.03 / losses.length), 0);
  const final = sub(1, mul(early, last));
  return losses.map((loss, i) => mul(loss, i === last ? final : early)).reduce((a, b) => add(a, b));
}
