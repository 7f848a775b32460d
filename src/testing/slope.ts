import { mul, ndarray, tensor, type Tensor } from '../graph/index.js';
import { learner, meanSquaredError } from '../nn/index.js';
import type { Task } from '../tasks/index.js';

/** y = w x, whose losses are quadratic, so that everything is known in closed form. */
export const slope = learner<Tensor>(() => ndarray(1) as never, (w, x) => mul(w, x));

export const slopeTask: Task = {
  support: { x: tensor([[1], [2]]), y: tensor([[3], [6]]) },
  query: { x: tensor([[1]]), y: tensor([[4]]) },
};

/** Of the support loss in w: twice the mean of x * x. */
export const curvature = 5;

/** w after a step down the support loss. */
export const moved = (w: number, rate: number): number => w - rate * curvature * (w - 3);

export const slopeOptions = { learner: slope, loss: meanSquaredError, innerLearningRate: 0.1 };
