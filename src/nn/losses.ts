import { abs, cast, div, greater, logSoftmax, maximum, mean, minimum, mul, neg, oneHot, sameShape, ShapeError, softplus, square, sub, sum, where, type Tensor } from '../graph/index.js';

/** What a loss may be told. */
export interface LossOptions {
  /** float32 (N): one for rows that count. */
  readonly mask?: Tensor;
  /** float32 (W): one for classes that the task has. The others get a probability of zero. */
  readonly classes?: Tensor;
}

/** How far predictions for N rows are from their targets: the mean over the rows that count, a scalar. */
export type Loss = (prediction: Tensor, target: Tensor, options?: LossOptions) => Tensor;

/** The mean of the squared differences of values (N, ...). */
export const meanSquaredError: Loss = (prediction, target, { mask } = {}) => {
  requireSameShape('meanSquaredError', prediction, target);
  return meanOfRows(square(sub(prediction, target)), mask);
};

/** Half the squared difference up to `delta`, linear beyond it (Huber 1964). */
export function huber(prediction: Tensor, target: Tensor, { mask, delta = 1 }: LossOptions & { readonly delta?: number } = {}): Tensor {
  requireSameShape('huber', prediction, target);
  if (!(delta > 0)) throw new RangeError(`huber: delta must be a positive number, got ${delta}.`);
  const distance = abs(sub(prediction, target));
  const near = minimum(distance, delta);
  return meanOfRows(mul(near, sub(distance, mul(near, 0.5))), mask);
}

/** The mean negative log probability of the classes `target`, int32 (N), where `prediction` is logits (N, W). */
export const crossEntropy: Loss = (prediction, target, { mask, classes } = {}) => {
  if (target.dtype !== 'int32' || !sameShape(prediction.shape.slice(0, -1), target.shape)) {
    throw new ShapeError('crossEntropy', [prediction, target], 'give logits (N, W) and int32 classes (N).');
  }
  const logProbabilities = logSoftmax(onlyClasses(prediction, classes));
  return meanOfRows(neg(sum(mul(oneHot(target, prediction.shape[prediction.rank - 1]), logProbabilities), -1)), mask);
};

/** The mean negative log probability of yes (1) or no (0), where `prediction` is the logits of yes, of the same shape. */
export const binaryCrossEntropy: Loss = (prediction, target, { mask } = {}) => {
  requireSameShape('binaryCrossEntropy', prediction, target);
  const yes = target.dtype === 'float32' ? target : cast(target, 'float32');
  return meanOfRows(sub(softplus(prediction), mul(prediction, yes)), mask);
};

/** A finite stand-in for minus infinity, so that zero times it is zero; exp of it is exactly zero. */
const absent = -1e9;

/** Logits (N, W) with those of the classes that a task does not have, where `classes` (W) is zero, a large negative number. */
export function onlyClasses(logits: Tensor, classes?: Tensor): Tensor {
  return classes ? where(greater(classes, 0), logits, absent) : logits;
}

/** The mean of losses (N, ...): over each row's values, then over the rows whose mask, (N), is one. Zero where none is. @throws ShapeError where the mask has another shape. */
export function meanOfRows(losses: Tensor, mask?: Tensor): Tensor {
  if (!mask) return mean(losses);
  // One of (N, 1) would be broadcast, and count each row N times.
  if (!sameShape(mask.shape, losses.shape.slice(0, 1))) throw new ShapeError('meanOfRows', [losses, mask], 'the mask has one number for each row, float32 (N).');
  const rows = losses.rank === 1 ? losses : mean(losses, Array.from({ length: losses.rank - 1 }, (_, i) => i + 1));
  return div(sum(mul(rows, mask)), maximum(sum(mask), 1));
}

function requireSameShape(loss: string, prediction: Tensor, target: Tensor): void {
  if (sameShape(prediction.shape, target.shape)) return;
  throw new ShapeError(loss, [prediction, target], 'predictions and targets must have the same shape.');
}
