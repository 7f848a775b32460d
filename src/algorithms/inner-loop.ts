import { leavesOf, mul, pathsOf, sub, unflatten, type Tensor } from '../graph/index.js';
import { grad, stopGradient } from '../transform/index.js';

/** What is said of an inner loop when an algorithm is made. */
export interface InnerLoop {
  /** Inner steps where a call does not say, a whole number of at least 0. Default 1. */
  readonly innerSteps?: number;
  /** The size of an inner step where a call does not say. Default 0.01. */
  readonly innerLearningRate?: number;
  /** Whether the inner gradient counts as constant when differentiating through the loop. Default false: exact. */
  readonly firstOrder?: boolean;
  /** Which parameters adapt, by their path (`blocks.0.conv.kernel`, `head.weight`). Default: all. */
  readonly adapts?: (path: string) => boolean;
}

/** @throws RangeError where what is said of an inner loop makes no sense. */
export function checkInnerLoop({ innerSteps = 1, innerLearningRate = 0.01 }: InnerLoop): void {
  if (!Number.isInteger(innerSteps) || innerSteps < 0) throw new RangeError(`innerSteps must be a whole number of at least 0, got ${innerSteps}.`);
  if (!(innerLearningRate >= 0 && innerLearningRate < Infinity)) throw new RangeError(`innerLearningRate must be a finite number of at least 0, got ${innerLearningRate}.`);
}

/** One run of an inner loop. */
export interface Descent extends Pick<InnerLoop, 'firstOrder' | 'adapts'> {
  readonly steps: number;
  readonly learningRate: number | Tensor;
}

/**
 * `steps` times p - learningRate * grad(loss)(p), from `params`, for the leaves that adapt; the others stay. `loss` is
 * also told the number of the step.
 */
export function innerLoop<P>(loss: (params: P, step: number) => Tensor, params: P, { steps, learningRate, firstOrder = false, adapts = () => true }: Descent): P {
  if (!Number.isInteger(steps) || steps < 0) throw new RangeError(`The number of inner steps must be a whole number of at least 0, got ${steps}.`);
  const leaves = leavesOf<Tensor>(params);
  const adapting = adaptingLeaves(params, adapts);
  const whole = (part: readonly Tensor[]): P => unflatten(params, leaves.map((leaf, i) => part[adapting.indexOf(i)] ?? leaf));

  let adapted = adapting.map((i) => leaves[i]);
  for (let step = 0; step < steps; step++) {
    const exact = grad((part: Tensor[]) => loss(whole(part), step))(adapted);
    const gradient = firstOrder ? stopGradient(exact) : exact;
    adapted = adapted.map((p, i) => sub(p, mul(gradient[i], learningRate)));
  }
  return whole(adapted);
}

function adaptingLeaves(params: unknown, adapts: (path: string) => boolean): number[] {
  const paths = pathsOf(params);
  const adapting = paths.flatMap((path, i) => (adapts(path) ? [i] : []));
  if (adapting.length === 0) throw new RangeError(`No parameter adapts: the predicate is false for each of ${paths.join(', ')}.`);
  return adapting;
}
