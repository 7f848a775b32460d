import type { Algorithm } from '../algorithms/index.js';
import { requireOptions, type OptionNames } from '../nn/require-options.js';
import type { Optimizer } from '../optim/index.js';
import type { TaskFamily } from '../tasks/index.js';
import type { ChunkPlan } from './chunks.js';
import type { Executor } from './executor.js';
import { inProcess } from './in-process.js';
import type { OuterStep } from './outer-step.js';
import { prepareTasks } from './prepare-tasks.js';
import { whileHeld } from './run.js';
import { taskStep } from './task-step.js';
import { checkLoop, trainLoop, type LoopOptions, type Trained } from './train-loop.js';
import { createValidation, type ValidationPlan } from './validation.js';

export interface MetaTrainOptions<Theta, Phi> extends LoopOptions, Partial<ChunkPlan> {
  readonly family: TaskFamily;
  readonly algorithm: Algorithm<Theta, Phi>;
  /** The outer optimiser. It sees theta as one flat vector. A run is not resumed by one of another name; one without a name is not asked. */
  readonly optimizer: Optimizer;
  /** Tasks of a meta-step. */
  readonly metaBatchSize: number;
  /** Fixes initial parameters, tasks and everything else that is drawn. */
  readonly seed: number;
  /** Where gradients are computed. Default: in this process. The result does not depend on it. */
  readonly executor?: Executor;
  /** Tests on the validation split now and then, and keeps the parameters that did best. */
  readonly validation?: ValidationPlan<Theta, Phi>;
  /** Whether to go on from the run's checkpoint, if it has one. Default false. */
  readonly resume?: boolean;
}

/**
 * Meta-training: theta <- update(theta, mean over the meta-batch of grad L_tau(U_tau(theta))), `iterations` times.
 *
 * The same options give the same bits, for any number of workers and any number of interruptions and resumes (on one kind of processor).
 *
 * @throws RangeError for sizes that make no sense, a learner that does not give the family's kind of answer and a family whose tasks are not those of their keys, or share arrays that it writes to; TypeError where the optimizer gives gradients, and for an option that is none; NonFiniteError where a loss or gradient stops being a number;
 *   ConfigurationError or CheckpointError where the run cannot be resumed; RunError where another training writes to it; WriteError where it cannot be saved; the signal's reason where it is aborted,
 *   after saving.
 */
export async function metaTrain<Theta, Phi>(options: MetaTrainOptions<Theta, Phi>): Promise<Trained<Theta>> {
  requireOptions('metaTrain', options, optionNames);
  return whileHeld(options.run, () => train(options));
}

const optionNames: OptionNames<MetaTrainOptions<unknown, unknown>> = {
  family: true,
  algorithm: true,
  optimizer: true,
  iterations: true,
  metaBatchSize: true,
  seed: true,
  executor: true,
  validation: true,
  run: true,
  resume: true,
  timeLimit: true,
  checkpointEvery: true,
  metricsEvery: true,
  tasksPerCall: true,
  chunkSize: true,
  signal: true,
  onEvent: true,
};

async function train<Theta, Phi>(options: MetaTrainOptions<Theta, Phi>): Promise<Trained<Theta>> {
  const { family, algorithm, optimizer, iterations, metaBatchSize, seed, executor = inProcess(), signal, onEvent } = options;
  checkLoop(options);
  signal?.throwIfAborted();
  const { start, plan } = await prepareTasks(options);
  const job = { family, algorithm, seed, iterations, tasksPerCall: plan.tasksPerCall };
  // What cannot be validated is said before workers start, which then share validations out.
  const validation = options.validation && createValidation(job, start.like, seed, options.validation, () => step.curves);
  const step: OuterStep = await taskStep(job, start.like, optimizer, metaBatchSize, plan, executor, (notice) => onEvent?.(notice));
  return trainLoop({ start, step, validation, metaBatchSize, plan }, options);
}
