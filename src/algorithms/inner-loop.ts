import { add, leavesOf, mapTree, mul, pathsOf, sub, unflatten, type Tensor } from '../graph/index.js';
import type { Params } from '../nn/index.js';
import type { OptionNames } from '../nn/require-options.js';
import { requireScalarRate } from '../optim/descend.js';
import { requireGivesParameters } from '../optim/optimizer.js';
import { sgd, type LearningRate, type Optimizer } from '../optim/index.js';
import { grad, stopGradient } from '../transform/index.js';
import type { AdaptOptions } from './algorithm.js';
import { unroll } from './unroll.js';

/** The parameters that adapt, by their path: `{'head.weight': ...}`. What an inner optimiser sees. */
export type Adapting = Readonly<Record<string, Tensor>>;

/**
 * What makes of a gradient the next parameters of an inner loop: any optimiser of `optim`, or one of the same form that is also told the number
 * of the step, for what is learned step by step.
 */
export interface InnerOptimizer {
  init(params: Params): Params;
  update(gradient: Adapting, state: Params, params: Adapting, step: number): [params: Adapting, state: Params];
  /** Absent: what a transformation of gradients gives would be taken for parameters. */
  readonly gives?: undefined;
}

/** What is said of an inner loop when an algorithm is made. */
export interface InnerLoop {
  /** Inner steps where a call does not say, a whole number of at least 0. Default 1. */
  readonly innerSteps?: number;
  /** The size of an inner step where a call does not say, a finite number of at least 0. Default 0.01. */
  readonly innerLearningRate?: number;
  /** The optimiser of the inner loop, of a learning rate. Default `sgd`; `adam`, `momentum` fit as they are. */
  readonly innerOptimizer?: (learningRate: LearningRate) => Optimizer;
  /** Whether the inner gradient counts as constant when differentiating through the loop. Default false: exact. */
  readonly firstOrder?: boolean;
  /** Which parameters adapt, by their path (`blocks.0.conv.kernel`, `head.weight`). Default: all. */
  readonly adapts?: (path: string) => boolean;
}

/** For algorithms that take some of them to say which. */
export const innerLoopOptions: OptionNames<InnerLoop> = { innerSteps: true, innerLearningRate: true, innerOptimizer: true, firstOrder: true, adapts: true };

/** @throws RangeError where what is said of an inner loop makes no sense. */
export function checkInnerLoop({ innerSteps = 1, innerLearningRate = 0.01 }: InnerLoop): void {
  if (!Number.isInteger(innerSteps) || innerSteps < 0) throw new RangeError(`innerSteps must be a whole number of at least 0, got ${innerSteps}.`);
  requireRate('innerLearningRate', innerLearningRate);
}

/** @throws RangeError where a learning rate is a number, and makes no sense; TypeError where it is a tensor and no float32 scalar. */
export function requireRate(name: string, rate: number | Tensor): void {
  if (typeof rate === 'object') requireScalarRate(rate);
  if (typeof rate === 'number' && !(rate >= 0 && rate < Infinity)) throw new RangeError(`${name} must be a finite number of at least 0, got ${rate}.`);
}

/** One run of an inner loop. */
export interface Descent extends Pick<InnerLoop, 'adapts'> {
  readonly steps: number;
  readonly optimizer: InnerOptimizer;
  /** Whether the gradient counts as constant; or, as a scalar tensor, for how much of it (1) or how little (0) that is so. */
  readonly firstOrder?: boolean | Tensor;
}

/** The inner loop that an algorithm was made with, with what a call says of it. @throws as `requireRate` does of the call's learning rate. */
export function descentOf({ innerSteps = 1, innerLearningRate = 0.01, innerOptimizer = sgd, firstOrder, adapts }: InnerLoop, { steps = innerSteps, learningRate = innerLearningRate }: AdaptOptions): Descent {
  requireRate('learningRate', learningRate);
  return { steps, optimizer: innerOptimizer(learningRate), firstOrder, adapts };
}

/**
 * `steps` times the optimiser's step down grad(loss)(p), such as p - rate * grad(loss)(p), from `params`, for the leaves that adapt; the others stay.
 * `loss` is also told the number of the step, from 0.
 * @throws RangeError where `steps` is not a whole number of at least 0, or no parameter adapts; TypeError where the optimiser gives gradients.
 */
export function innerLoop<P>(loss: (params: P, step: number) => Tensor, params: P, descent: Descent): P {
  return trajectory(loss, params, descent).at(-1)!;
}

/** `innerLoop`'s parameters before the first step and after each: `steps` + 1 of them. @throws as it does. */
export function trajectory<P>(loss: (params: P, step: number) => Tensor, params: P, { steps, optimizer, firstOrder = false, adapts = () => true }: Descent): P[] {
  const paths = pathsOf(params);
  const leaves = leavesOf<Tensor>(params);
  const adapting = paths.filter(adapts);
  requireGivesParameters('The innerOptimizer', optimizer);
  if (adapting.length === 0) throw new RangeError(`No parameter adapts: ${paths.length === 0 ? 'there are none' : `adapts is false for each of ${paths.map((path) => path || 'the only one').join(', ')}`}.`);
  const whole = (part: Adapting): P => unflatten(params, leaves.map((leaf, i) => part[paths[i]] ?? leaf));

  const start: Adapting = Object.fromEntries(leaves.flatMap((leaf, i) => (adapting.includes(paths[i]) ? [[paths[i], leaf]] : [])));
  const states = unroll(
    ([part, state], step) => {
      const exact = grad((moving: Adapting) => loss(whole(moving), step))(part);
      return optimizer.update(asConstant(exact, firstOrder), state, part, step);
    },
    [start, optimizer.init(start)] as [Adapting, Params],
    steps,
  );
  return states.map(([part]) => whole(part));
}

/** The same gradient, of which derivatives see nothing, all, or a share. */
function asConstant(gradient: Adapting, share: boolean | Tensor): Adapting {
  if (share === false) return gradient;
  const constant = stopGradient(gradient);
  return share === true ? constant : mapTree((exact, fixed) => add(mul(fixed, share), mul(exact, sub(1, share))), gradient, constant);
}
