import { add, cast, formatShape, mapTree, mul, sub, tensor, type Tensor } from '../graph/index.js';
import type { Params } from '../nn/index.js';
import type { GradientTransformation, Optimizer } from './optimizer.js';

/** A learning rate that changes: the rate of the update before which `count` (a float32 scalar) others were made. */
export type Schedule = ((count: Tensor) => Tensor) & {
  /** Its rates in words, but not how long it takes. Absent where nobody says. */
  readonly rates?: string;
};

/** A finite number of at least 0, a scalar tensor of one, such as the `learningRate` that an algorithm's `adapt` is told, or a schedule. */
export type LearningRate = number | Tensor | Schedule;

interface DescendState {
  /** int32 scalar: updates made. */
  readonly count: Tensor;
  readonly transformation: Params;
}

/**
 * The optimizer p - learningRate * transformation(gradient).
 * @throws RangeError where the rate is a number that makes no sense; TypeError where it is given an optimizer, or, at an update, the rate is, or a schedule gives, a tensor that is no float32 scalar.
 */
export function descend(transformation: GradientTransformation, learningRate: LearningRate): Optimizer {
  if (transformation.gives !== 'gradient') throw new TypeError('descend makes an optimizer of a gradient transformation, such as scaleByAdam(), and was given one that gives parameters already.');
  if (typeof learningRate === 'number' && !(learningRate >= 0 && learningRate < Infinity)) {
    throw new RangeError(`A learning rate must be a finite number of at least 0, got ${learningRate}.`);
  }
  const rates = typeof learningRate === 'function' ? learningRate.rates : typeof learningRate === 'number' ? String(learningRate) : undefined;
  const { name } = transformation;
  return {
    ...(name === undefined || rates === undefined ? {} : { name: `${name} at ${rates}` }),
    init: (params) => ({ count: tensor({ data: new Int32Array(1), shape: [], dtype: 'int32' }), transformation: transformation.init(params) }),
    update: <P>(gradient: P, state: Params, params: P): [P, Params] => {
      const { count, transformation: before } = state as unknown as DescendState;
      const [direction, after] = transformation.update(gradient, before, params);
      const rate = typeof learningRate === 'function' ? learningRate(cast(count, 'float32')) : learningRate;
      const factor = typeof rate === 'number' ? rate : requireScalarRate(rate);
      const moved = mapTree((p, d) => sub(p, mul(d, factor)), params, direction);
      return [moved, { count: add(count, 1), transformation: after }];
    },
  };
}

/** @throws TypeError where a learning rate is no float32 scalar: others would be broadcast, and parameters change their shape. */
export function requireScalarRate(rate: Tensor): Tensor {
  if (rate.rank !== 0 || rate.dtype !== 'float32') throw new TypeError(`A learning rate must be a float32 scalar, got ${rate.dtype}${formatShape(rate.shape)}.`);
  return rate;
}
