import { add, cast, mapTree, mul, sub, tensor, type Tensor } from '../graph/index.js';
import type { Params } from '../nn/index.js';
import type { GradientTransformation, Optimizer } from './optimizer.js';

/** A learning rate that changes: the rate of the update before which `count` (a float32 scalar) others were made. */
export type Schedule = ((count: Tensor) => Tensor) & {
  /** Its rates in words, but not how long it takes. Absent where nobody says. */
  readonly rates?: string;
};

/** A positive number, or a schedule. */
export type LearningRate = number | Schedule;

interface DescendState {
  /** int32 scalar: updates made. */
  readonly count: Tensor;
  readonly transformation: Params;
}

/** The optimizer p - learningRate * transformation(gradient). */
export function descend(transformation: GradientTransformation, learningRate: LearningRate): Optimizer {
  if (typeof learningRate === 'number' && !(learningRate >= 0 && learningRate < Infinity)) {
    throw new RangeError(`A learning rate must be a finite number of at least 0, got ${learningRate}.`);
  }
  const rate = typeof learningRate === 'number' ? String(learningRate) : learningRate.rates;
  const { name } = transformation;
  return {
    ...(name === undefined || rate === undefined ? {} : { name: `${name} at ${rate}` }),
    init: (params) => ({ count: tensor({ data: new Int32Array(1), shape: [], dtype: 'int32' }), transformation: transformation.init(params) }),
    update: <P>(gradient: P, state: Params, params: P): [P, Params] => {
      const { count, transformation: before } = state as unknown as DescendState;
      const [direction, after] = transformation.update(gradient, before, params);
      const rate = typeof learningRate === 'number' ? learningRate : learningRate(cast(count, 'float32'));
      const moved = mapTree((p, d) => sub(p, mul(d, rate)), params, direction);
      return [moved, { count: add(count, 1), transformation: after }];
    },
  };
}
