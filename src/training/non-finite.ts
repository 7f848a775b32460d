import type { NdArray } from '../graph/ndarray.js';
import { leavesOf, pathsOf } from '../graph/tree.js';
import { brokenValue } from './broken-value.js';
import { chunkGradients, drawTasks } from './chunk-gradients.js';
import type { Job } from './executor.js';
import { unravel } from './ravel.js';
import { streamKey } from './streams.js';

/** Where training left the numbers. */
export interface NonFinite {
  /** The iteration that failed, counted from 1. */
  readonly iteration: number;
  /** The task within the meta-batch, counted from 0; absent where no single task is to blame. */
  readonly task?: number;
  readonly loss?: number;
  /** The path of the largest gradient, and its size; NaN counts as largest. Without a gradient: what the update made infinite. */
  readonly parameter?: string;
  readonly gradient?: number;
  /** In words, where it is none of these. */
  readonly what?: string;
  /** What usually helps, where it is not smaller learning rates. */
  readonly advice?: string;
}

/** Thrown where a loss, gradient or parameter stops being a number. Nothing of that iteration was kept. */
export class NonFiniteError extends Error implements NonFinite {
  override name = 'NonFiniteError';
  readonly iteration: number;
  readonly task?: number;
  readonly loss?: number;
  readonly parameter?: string;
  readonly gradient?: number;

  /** @param kept what stands in the run after it, in a sentence; the training loop knows. */
  constructor(
    private readonly found: NonFinite,
    kept = 'Nothing of that iteration was kept.',
  ) {
    const { iteration, task, loss, parameter, gradient, advice = 'A smaller inner or outer learning rate, or clipByGlobalNorm, usually helps.' } = found;
    super(`Meta-training stopped in iteration ${iteration}: ${describe(found)}. ${kept} ${advice}`);
    this.iteration = iteration;
    this.task = task;
    this.loss = loss;
    this.parameter = parameter;
    this.gradient = gradient;
  }

  /** The same, saying what was kept. */
  keeping(kept: string): NonFiniteError {
    return new NonFiniteError(this.found, kept);
  }
}

function describe({ what, task, loss, parameter, gradient }: NonFinite): string {
  if (what !== undefined) return what;
  if (gradient !== undefined) return `task ${task} has the loss ${loss}, and its largest gradient is ${gradient.toPrecision(4)}, that of ${parameter}`;
  if (parameter !== undefined) return `the update made ${parameter} infinite or NaN`;
  return 'each task by itself is finite, but the norm of their mean gradient is not';
}

/** Finds the first task of an iteration (done before: `iteration`) whose loss or gradient is not finite, one by one. */
export async function findNonFinite<Theta, Phi>(job: Job<Theta, Phi>, like: unknown, iteration: number, theta: Float32Array, tasks: number): Promise<NonFinite> {
  const gradients = chunkGradients({ ...job, tasksPerCall: 1 });
  try {
    for (let task = 0; task < tasks; task++) {
      const what = brokenData(job, iteration, task);
      if (what !== undefined) return { iteration: iteration + 1, task, what, advice: 'Mend the data, or leave such rows out.' };
      const { gradient, losses } = await gradients.of(iteration, theta, { first: task, count: 1 });
      const largest = largestOf(gradient, like);
      if (!Number.isFinite(losses[0]) || !Number.isFinite(largest.gradient)) return { iteration: iteration + 1, task, loss: losses[0], ...largest };
    }
  } finally {
    await gradients.release();
  }
  return { iteration: iteration + 1 };
}

/** Where the data of a task are no numbers, in words. */
function brokenData<Theta, Phi>({ family, seed }: Job<Theta, Phi>, iteration: number, place: number): string | undefined {
  const { task } = drawTasks(family, streamKey(seed, 'train'), iteration, { first: place, count: 1 });
  for (const set of ['support', 'query'] as const) {
    const broken = brokenValue(task[set], `its ${set} set`);
    if (broken !== undefined) return `task ${place} of ${family.name} has ${broken}`;
  }
  return undefined;
}

/** The path of the first leaf with an element that is not finite, else of the largest; and that element's size. */
export function largestOf(flat: Float32Array, like: unknown): { parameter: string; gradient: number } {
  const paths = pathsOf(like);
  let largest = { parameter: paths[0], gradient: 0 };
  for (const [index, { data }] of leavesOf<NdArray>(unravel(flat, like)).entries()) {
    for (const value of data) {
      if (Number.isNaN(value)) return { parameter: paths[index], gradient: NaN };
      if (Math.abs(value) > largest.gradient) largest = { parameter: paths[index], gradient: Math.abs(value) };
    }
  }
  return largest;
}

/** Whether every element is a finite number. */
export function allFinite(values: ArrayLike<number>): boolean {
  // A sum is not finite as soon as one element is not; checked apart, because large finite ones can overflow it.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return Number.isFinite(sum) || Array.from(values).every(Number.isFinite);
}
