import type { Algorithm } from '../algorithms/index.js';
import { div, formatShape, ones, ravelTensors, sqrt, square, sum, Tensor, unravelTensor, type HostOf } from '../graph/index.js';
import type { Params } from '../nn/index.js';
import type { Optimizer } from '../optim/index.js';
import type { Task } from '../tasks/index.js';
import { vjp, vmap } from '../transform/index.js';

/** The graph functions of meta-training. Theta is one flat vector, float32 (P); what adds up to a step is compiled from these. */
export interface Gradients {
  /** float32 (P): the sum over the tasks of the gradient of the objective. */
  readonly gradient: Tensor;
  /** float32 (T), or a scalar where the tasks have no axis: the objective of each task. */
  readonly losses: Tensor;
}

export interface Update {
  readonly theta: Tensor;
  /** A tree of tensors, as the optimiser gives it. */
  readonly state: unknown;
  /** The Euclidean norm of the mean gradient, not finite where any element of it is not. */
  readonly norm: Tensor;
}

/**
 * The meta-gradient of tasks at once.
 *
 * @param like theta on the host, for its structure.
 * @param batched whether tasks and keys have a leading axis; else they are one task.
 * @returns a function that also takes the progress of training, a scalar from 0 to 1. Most algorithms leave it unread.
 */
export function gradientProgram<Theta, Phi>(algorithm: Algorithm<Theta, Phi>, like: HostOf<Theta>, batched: boolean) {
  return (flat: Tensor, tasks: Task, keys: Tensor, progress: Tensor): Gradients => {
    const objectives = (theta: Theta): Tensor => {
      const one = (task: Task, key: Tensor): Tensor => requireScalar(algorithm.name, algorithm.objective(theta, task, { key, progress }));
      return batched ? vmap(one)(tasks, keys) : one(tasks, keys);
    };
    const [losses, pullback] = vjp(objectives, unravelTensor<Theta>(flat, like));
    return { gradient: ravelTensors(pullback(ones(losses.shape))), losses };
  };
}

/** @throws TypeError where an objective is no scalar: the sum of its elements would be trained without a word. */
function requireScalar(name: string, objective: Tensor): Tensor {
  if (!(objective instanceof Tensor)) throw new TypeError(`The objective of ${name} must be a tensor, got ${(objective as unknown) instanceof Promise ? 'a promise: it is traced, and must not be async' : typeof objective}.`);
  if (objective.rank !== 0 || objective.dtype !== 'float32') throw new TypeError(`The objective of ${name} must be a float32 scalar, got ${objective.dtype}${formatShape(objective.shape)}. Reduce it with mean first.`);
  return objective;
}

/** The outer update from the sum of the gradients of `tasks` tasks. */
export function updateProgram(optimizer: Optimizer, tasks: number) {
  return (theta: Tensor, state: Params, gradientSum: Tensor): Update => {
    const gradient = div(gradientSum, tasks);
    const [next, nextState] = optimizer.update(gradient, state, theta);
    return { theta: next, state: nextState, norm: sqrt(sum(square(gradient))) };
  };
}

/** Gradient and update as one program, for a meta-batch that is one call. */
export function stepProgram<Theta, Phi>(algorithm: Algorithm<Theta, Phi>, optimizer: Optimizer, like: HostOf<Theta>, tasks: number) {
  const gradientOf = gradientProgram(algorithm, like, tasks > 1);
  const update = updateProgram(optimizer, tasks);
  return (theta: Tensor, state: Params, batch: Task, keys: Tensor, progress: Tensor): Update & Pick<Gradients, 'losses'> => {
    const { gradient, losses } = gradientOf(theta, batch, keys, progress);
    return { ...update(theta, state, gradient), losses };
  };
}
