import type { Algorithm } from '../algorithms/index.js';
import { abs, argmax, cast, div, equal, less, mean, mul, reshape, sameShape, ShapeError, square, stack, sub, sum, type Tensor } from '../graph/index.js';
import { crossEntropy } from '../nn/index.js';
import type { Examples, Target, Task } from '../tasks/index.js';
import { vmap } from '../transform/index.js';

/** Whether batch statistics at test come from the query set (transductive), from the support set (inductive), or each in turn. */
export type Protocol = 'transductive' | 'inductive' | 'both';

/** The metric after each of K numbers of inner steps: (K), or (T, K) of T tasks. */
export interface Measured {
  readonly transductive?: Tensor;
  readonly inductive?: Tensor;
}

/**
 * Adapts theta to tasks and measures it on their query sets after some numbers of inner steps, all in one graph.
 *
 * Where both protocols are asked for but the learner has no batch statistics, only `transductive` is there: they are one.
 *
 * @param batched whether the tasks have a leading axis; else they are one task.
 */
export function testProgram<Theta, Phi>(algorithm: Algorithm<Theta, Phi>, target: Target, measuredAfter: readonly number[], protocol: Protocol, batched: boolean) {
  return (theta: Theta, tasks: Task, learningRate?: Tensor): Measured => {
    const one = (task: Task): Measured => {
      const transductive: Tensor[] = [];
      const inductive: Tensor[] = [];
      // Each number of steps is written from the start; what they share is computed once.
      for (const steps of measuredAfter) {
        const phi = algorithm.adapt(theta, task, { steps, learningRate });
        const { query, classes } = task;
        const measure = (from?: ReturnType<typeof algorithm.statistics>): Tensor =>
          metricOf(target, algorithm.predict(phi, query.x, { statistics: from, mask: query.mask, classes }), query);
        if (protocol !== 'inductive') transductive.push(measure());
        if (protocol === 'transductive') continue;
        const statistics = algorithm.statistics(phi, task.support);
        if (statistics.length > 0) inductive.push(measure(statistics));
        else if (protocol === 'inductive') inductive.push(measure());
      }
      return {
        ...(transductive.length > 0 ? { transductive: stack(transductive) } : {}),
        ...(inductive.length > 0 ? { inductive: stack(inductive) } : {}),
      };
    };
    return batched ? vmap(one)(tasks) : one(tasks);
  };
}

/** The numbers of steps after which is measured where nothing else is said: each to ten, then ever fewer, and the last. */
export function usualMeasurements(steps: number): number[] {
  const every = Array.from({ length: Math.min(steps, 10) + 1 }, (_, step) => step);
  const sparse = [20, 50, 100, 200, 500, 1000].filter((step) => step < steps);
  return [...every, ...sparse, ...(steps > 10 ? [steps] : [])];
}

/** The name of what is measured, and which way is better. */
export function metricNameOf(target: Target): { metric: MetricName; better: 'higher' | 'lower' } {
  if (target.kind === 'classes') return target.errors === 'logarithmic' ? { metric: 'logLoss', better: 'lower' } : { metric: 'accuracy', better: 'higher' };
  return { metric: target.errors === 'absolute' ? 'mae' : 'mse', better: 'lower' };
}

/** The share of right classes, the mean negative log probability of the right ones, or the mean squared or absolute error. */
export type MetricName = 'accuracy' | 'logLoss' | 'mse' | 'mae';

/** One for rows whose class is told right. Of logits that are no numbers the largest would be the first: such a row is wrong. */
function right(logits: Tensor, labels: Tensor): Tensor {
  const numbers = sum(cast(less(abs(logits), Infinity), 'float32'), -1);
  return mul(cast(equal(argmax(logits), labels), 'float32'), cast(equal(numbers, logits.shape[logits.rank - 1]), 'float32'));
}

/** The error of each row, the mean over its values. Values (N) would be broadcast against predictions (N, 1), to N times N. */
function errorsOf(target: Target & { readonly kind: 'values' }, prediction: Tensor, values: Tensor): Tensor {
  const error = target.errors === 'absolute' ? abs : square;
  if (!sameShape(prediction.shape, values.shape)) throw new ShapeError(metricNameOf(target).metric, [prediction, values], 'predictions and the values of the query set must have the same shape.');
  return mean(reshape(error(sub(prediction, values)), [prediction.shape[0], -1]), 1);
}

/** The metric of a prediction, over the rows that count. */
function metricOf(target: Target, prediction: Tensor, { y, mask }: Examples): Tensor {
  if (target.kind === 'classes' && target.errors === 'logarithmic') return crossEntropy(prediction, y, { mask });
  const each = target.kind === 'classes' ? right(prediction, y) : errorsOf(target, prediction, y);
  return mask ? div(sum(mul(each, mask)), sum(mask)) : mean(each);
}
