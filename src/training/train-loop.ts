import type { HostOf } from '../graph/index.js';
import type { BestValidation } from './checkpoint.js';
import type { ChunkPlan } from './chunks.js';
import type { OnEvent } from './events.js';
import { NonFiniteError } from './non-finite.js';
import type { OuterStep, Position } from './outer-step.js';
import { Progress } from './progress.js';
import { unravel } from './ravel.js';
import { Recorder } from './recorder.js';
import { WriteError, type Run } from './run.js';
import type { Start } from './start.js';
import type { Validation } from './validation.js';

/** How long a training runs, and what it leaves behind. */
export interface LoopOptions {
  /** Meta-steps in all, those before a resume included. */
  readonly iterations: number;
  /** Where to write config.json, metrics.jsonl and checkpoints. Default: nowhere. */
  readonly run?: Run;
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

/** What is trained, ready to go on from where it starts. */
export interface Training<Theta> {
  readonly start: Start<Theta>;
  readonly step: OuterStep;
  readonly validation?: Validation;
  readonly metaBatchSize: number;
  readonly plan: ChunkPlan;
}

/** The one training loop: outer steps, with validations, checkpoints and reports when they are due. Closes the step and the validation. */
export async function trainLoop<Theta>({ start, step, validation, metaBatchSize, plan }: Training<Theta>, options: LoopOptions): Promise<Trained<Theta>> {
  const { iterations, run, timeLimit = Infinity, signal, onEvent } = options;
  const { like, secondsBefore } = start;
  const metricsEvery = options.metricsEvery ?? Math.max(1, Math.min(100, Math.floor(iterations / 500)));
  const recorder = new Recorder(run, like, start.identity, metricsEvery, { seconds: 30, ...options.checkpointEvery }, onEvent, {
    ...start,
    iteration: start.resumed ? start.position.iteration : undefined,
  });
  const progress = new Progress(iterations, timeLimit, onEvent);
  let { position } = start;
  let bestTheta = start.bestTheta;

  try {
    onEvent?.({ type: 'start', iteration: position.iteration, iterations, parameters: position.theta.length, metaBatchSize, ...plan, workers: step.workers });
    while (position.iteration < iterations && !progress.timeIsUp) {
      signal?.throwIfAborted();
      const stepped = await step.run(position, signal);
      const next = { iteration: position.iteration + 1, theta: stepped.theta, optimizer: stepped.optimizer };
      const { iteration, theta } = next;
      if (validation?.isDue(iteration, iterations)) {
        const { metric, score, better } = await validation.run(theta, signal);
        // NaN compares with nothing: once the best, it would stay so.
        const best = !Number.isNaN(score.mean) && (recorder.best === undefined || better(score.mean, recorder.best.mean));
        if (best) bestTheta = theta;
        await recorder.validation(next, metric, score, best, secondsBefore + progress.seconds);
        onEvent?.({ type: 'validation', iteration, metric, mean: score.mean, ci95: score.ci95, best });
      }
      // Only now is the iteration done: stopped before, it is done again, its validation included.
      position = next;
      recorder.iteration(iteration, stepped, secondsBefore + progress.seconds);
      await recorder.due(position);
      progress.step(iteration, stepped);
      await progress.breathe();
    }
    await recorder.save(position);
  } catch (error) {
    await rescue(recorder, position, error);
    throw error instanceof NonFiniteError ? error.keeping(recorder.kept) : error;
  } finally {
    await Promise.all([validation?.release(), step.close()]);
  }

  const stopped = position.iteration >= iterations ? 'iterations' : 'time';
  const seconds = secondsBefore + progress.seconds;
  onEvent?.({ type: 'end', iteration: position.iteration, stopped, seconds });
  return {
    theta: unravel(position.theta, like),
    iteration: position.iteration,
    stopped,
    ...(recorder.best && bestTheta ? { best: { ...recorder.best, theta: unravel(bestTheta, like) } } : {}),
    seconds,
  };
}

/** Saves the last whole iteration where training ended early, unless its numbers are no good or cannot be saved. */
async function rescue(recorder: Recorder, position: Position, error: unknown): Promise<void> {
  if (error instanceof WriteError) return;
  if (error instanceof NonFiniteError) await recorder.flush();
  else await recorder.save(position);
}

/** @throws RangeError for numbers that make no sense. */
export function checkLoop({ iterations, timeLimit = Infinity, metricsEvery = 1, checkpointEvery = {} }: LoopOptions): void {
  if (!Number.isSafeInteger(iterations) || iterations < 0) throw new RangeError(`iterations must be a whole number of at least 0, got ${iterations}.`);
  if (!Number.isInteger(metricsEvery) || metricsEvery < 1) throw new RangeError(`metricsEvery must be a whole number of at least 1, got ${metricsEvery}.`);
  for (const [name, value] of Object.entries({ timeLimit, ...checkpointEvery })) {
    if (value !== undefined && !(value > 0)) throw new RangeError(`${name} must be above 0, got ${value}.`);
  }
}
