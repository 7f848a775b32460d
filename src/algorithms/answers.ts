import { oneHot, reshape, ShapeError, type Tensor } from '../graph/index.js';
import { crossEntropy, meanSquaredError, type Loss } from '../nn/index.js';
import type { Examples } from '../tasks/index.js';

/** What is predicted: one of at most `ways` classes, or `outputs` values. */
export type Answers = { readonly ways: number; readonly outputs?: undefined } | { readonly outputs: number; readonly ways?: undefined };

/** How a network reads the answers of a support set, and is measured by those of a query set. */
export interface AnswerForm {
  /** Columns of the answers, as a network reads and gives them. */
  readonly width: number;
  /** The loss where none is chosen: cross-entropy of classes, the mean squared error of values. */
  readonly loss: Loss;
  /** Answers as rows (N, width): one-hot classes, or values. @throws ShapeError where they are of the other kind. */
  rows(examples: Pick<Examples, 'y'>): Tensor;
}

/** @throws RangeError where neither, both or no whole number is given. */
export function answerForm({ ways, outputs }: Answers): AnswerForm {
  const width = ways ?? outputs;
  const least = ways === undefined ? 1 : 2;
  if (width === undefined || (ways !== undefined && outputs !== undefined)) throw new RangeError(`Say what is predicted, with ways (of classes) or with outputs (of values); got ways ${ways} and outputs ${outputs}.`);
  if (!Number.isInteger(width) || width < least) throw new RangeError(`${ways === undefined ? 'outputs' : 'ways'} must be a whole number of at least ${least}, got ${width}.`);
  return ways === undefined ? { width, loss: meanSquaredError, rows: ({ y }) => valueRows(y, width) } : { width, loss: crossEntropy, rows: ({ y }) => classRows(y, width) };
}

function classRows(y: Tensor, ways: number): Tensor {
  if (y.dtype !== 'int32' || y.rank !== 1) throw new ShapeError('classes of the support set', [y], `this learner was made for ${ways} ways: give labels, int32 (N), or make it with outputs instead.`);
  return oneHot(y, ways);
}

/** Values y (N, ...) as rows (N, width). @throws ShapeError where they are no values, or not as many. */
export function valueRows(y: Tensor, width: number): Tensor {
  if (y.dtype !== 'float32' || y.size !== y.shape[0] * width) throw new ShapeError('values of the support set', [y], `this learner was made for ${width} value${width === 1 ? '' : 's'} a row: give them as float32 (N, ${width}).`);
  return y.rank === 2 ? y : reshape(y, [y.shape[0], width]);
}
