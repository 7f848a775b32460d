import type { Algorithm } from '../algorithms/index.js';
import type { HostOf } from '../graph/index.js';
import type { Optimizer } from '../optim/index.js';
import type { TaskFamily } from '../tasks/index.js';
import type { BestValidation } from './checkpoint.js';
import type { ChunkPlan } from './chunks.js';
import type { OnEvent } from './events.js';
import type { Executor } from './executor.js';
import { inProcess } from './in-process.js';
import { findNonFinite, NonFiniteError } from './non-finite.js';
import { outerStep, type Position } from './outer-step.js';
import { prepare } from './prepare.js';
import { Progress } from './progress.js';
import { unravel } from './ravel.js';
import { Recorder } from './recorder.js';
import { WriteError, type Run } from './run.js';
import { createValidation, type ValidationPlan } from './validation.js';

export interface MetaTrainOptions<Theta, Phi> extends Partial<ChunkPlan> {
  readonly family: TaskFamily;
  readonly algorithm: Algorithm<Theta, Phi>;
  /** The outer optimiser. It sees theta as one flat vector. */
  readonly optimizer: Optimizer;
  /** Meta-steps in all, those before a resume included. */
  readonly iterations: number;
  /** Tasks of a meta-step. */
  readonly metaBatchSize: number;
  /** Fixes initial parameters, tasks and everything else that is drawn. */
  readonly seed: number;
  /** Where gradients are computed. Default: in this process. The result does not depend on it. */
  readonly executor?: Executor;
  /** Tests on the validation split now and then, and keeps the parameters that did best. */
  readonly validation?: ValidationPlan<Theta, Phi>;
  /** Where to write config.json, metrics.jsonl and checkpoints. Default: nowhere. */
  readonly run?: Run;
  /** Whether to go on from the run's checkpoint, if it has one. Default false. */
  readonly resume?: boolean;
  /** Seconds after which to stop, with everything saved. */
  readonly timeLimit?: number;
  /** When to save, beside at the end. Default: every 30 seconds. */
  readonly checkpointEvery?: { readonly iterations?: number; readonly seconds?: number };
  /** Iterations averaged in a line of metrics.jsonl. Default: such that there are about 500 lines, but at most 100. */
  readonly metricsEvery?: number;
  readonly signal?: AbortSignal;
  readonly onEvent?: OnEvent;
}

export interface Trained<Theta> {
  /** The meta-parameters after the last iteration. */
  readonly theta: HostOf<Theta>;
  /** Iterations done. */
  readonly iteration: number;
  readonly stopped: 'iterations' | 'time';
  /** The parameters that did best on validation tasks, where there was a validation. */
  readonly best?: BestValidation & { readonly theta: HostOf<Theta> };
  /** Wall-clock time of the training; that of earlier processes as far as metrics.jsonl tells. */
  readonly seconds: number;
}

/**
 * Meta-training: theta <- update(theta, mean over the meta-batch of grad L_tau(U_tau(theta))), `iterations` times.
 *
 * The same options give the same bits, for any number of workers and any number of interruptions and resumes (on one kind of processor).
 *
 * @throws RangeError for sizes that make no sense and a learner that does not give the family's kind of answer; NonFiniteError where a loss or gradient stops being a number;
 *   ConfigurationError or CheckpointError where the run cannot be resumed; WriteError where it cannot be saved; the signal's reason where it is aborted,
 *   after saving.
 */
export async function metaTrain<Theta, Phi>(options: MetaTrainOptions<Theta, Phi>): Promise<Trained<Theta>> {
  const { family, algorithm, optimizer, iterations, metaBatchSize, seed, executor = inProcess(), run, signal, onEvent, timeLimit = Infinity } = options;
  check(options);
  signal?.throwIfAborted();
  const start = await prepare(options);
  const { like, plan, secondsBefore } = start;
  const job = { family, algorithm, seed, iterations, tasksPerCall: plan.tasksPerCall };
  const metricsEvery = options.metricsEvery ?? Math.max(1, Math.min(100, Math.floor(iterations / 500)));
  const recorder = new Recorder(run, like, start.identity, metricsEvery, { seconds: 30, ...options.checkpointEvery }, onEvent, {
    ...start,
    iteration: start.resumed ? start.position.iteration : undefined,
  });
  const validation = options.validation && createValidation(job, like, seed, options.validation);
  const step = await outerStep(job, like, optimizer, metaBatchSize, plan, executor, (notice) => onEvent?.(notice));
  const progress = new Progress(iterations, timeLimit, onEvent);
  let { position } = start;
  let bestTheta = start.bestTheta;
  onEvent?.({ type: 'start', iteration: position.iteration, iterations, parameters: position.theta.length, metaBatchSize, ...plan, workers: step.workers });

  try {
    while (position.iteration < iterations && !progress.timeIsUp) {
      signal?.throwIfAborted();
      const { theta, optimizer: state, losses, norm } = await step.run(position, signal);
      let loss = 0;
      for (const each of losses) loss += each;
      if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
        throw new NonFiniteError(await findNonFinite(job, like, position.iteration, position.theta, metaBatchSize), recorder.kept);
      }
      loss /= metaBatchSize;
      const next = { iteration: position.iteration + 1, theta, optimizer: state };
      const { iteration } = next;
      if (validation?.isDue(iteration, iterations)) {
        const { metric, score, better } = await validation.run(unravel(theta, like), signal);
        // NaN compares with nothing: once the best, it would stay so.
        const best = !Number.isNaN(score.mean) && (recorder.best === undefined || better(score.mean, recorder.best.mean));
        if (best) bestTheta = theta;
        await recorder.validation(next, metric, score, best, secondsBefore + progress.seconds);
        onEvent?.({ type: 'validation', iteration, metric, mean: score.mean, ci95: score.ci95, best });
      }
      // Only now is the iteration done: stopped before, it is done again, its validation included.
      position = next;
      recorder.iteration(iteration, loss, norm, secondsBefore + progress.seconds);
      await recorder.due(position);
      progress.step(iteration, loss, norm);
      await progress.breathe();
    }
    await recorder.save(position);
  } catch (error) {
    await rescue(recorder, position, error);
    throw error;
  } finally {
    await Promise.all([validation?.release(), step.close()]);
  }

  const stopped = position.iteration >= iterations ? 'iterations' : 'time';
  onEvent?.({ type: 'end', iteration: position.iteration, stopped, seconds: secondsBefore + progress.seconds });
  return {
    theta: unravel(position.theta, like),
    iteration: position.iteration,
    stopped,
    ...(recorder.best && bestTheta ? { best: { ...recorder.best, theta: unravel(bestTheta, like) } } : {}),
    seconds: secondsBefore + progress.seconds,
  };
}

/** Saves the last whole iteration where training ended early, unless its numbers are no good or cannot be saved. */
async function rescue(recorder: Recorder, position: Position, error: unknown): Promise<void> {
  if (error instanceof WriteError) return;
  if (error instanceof NonFiniteError) await recorder.flush();
  else await recorder.save(position);
}

function check({ iterations, timeLimit = Infinity, metricsEvery = 1, checkpointEvery = {} }: Pick<MetaTrainOptions<unknown, unknown>, 'iterations' | 'timeLimit' | 'metricsEvery' | 'checkpointEvery'>): void {
  if (!Number.isSafeInteger(iterations) || iterations < 0) throw new RangeError(`iterations must be a whole number of at least 0, got ${iterations}.`);
  if (!Number.isInteger(metricsEvery) || metricsEvery < 1) throw new RangeError(`metricsEvery must be a whole number of at least 1, got ${metricsEvery}.`);
  for (const [name, value] of Object.entries({ timeLimit, ...checkpointEvery })) {
    if (value !== undefined && !(value > 0)) throw new RangeError(`${name} must be above 0, got ${value}.`);
  }
}
