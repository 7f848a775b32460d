import { compile } from '../compile/index.js';
import type { HostOf, NdArray, Tree } from '../graph/index.js';
import type { Optimizer } from '../optim/index.js';
import { addTo, drawTasks } from './chunk-gradients.js';
import { cut, type ChunkPlan } from './chunks.js';
import type { Executor, ExecutorNotice, Job } from './executor.js';
import { inProcess } from './in-process.js';
import { stepProgram, updateProgram } from './programs.js';
import { streamKey } from './streams.js';

/** What changes from iteration to iteration. */
export interface Position {
  /** Iterations done. */
  readonly iteration: number;
  /** float32 (P). */
  readonly theta: Float32Array;
  /** The optimiser's state, for theta as one flat vector. */
  readonly optimizer: Tree<NdArray>;
}

export interface Stepped extends Pick<Position, 'theta' | 'optimizer'> {
  /** The objective of each task. */
  readonly losses: Float32Array;
  /** Of the mean gradient. */
  readonly norm: number;
}

/** One iteration of meta-training, ready to run. */
export interface OuterStep {
  /** Worker processes in use. */
  readonly workers: number;
  run(position: Position, signal?: AbortSignal): Promise<Stepped>;
  close(): Promise<void>;
}

/**
 * A meta-batch that is one call becomes one program, update included. Of several, an executor computes the gradients of the
 * chunks, whose sums are added in order, and the update is a program of its own.
 */
export async function outerStep<Theta, Phi>(
  job: Job<Theta, Phi>,
  like: HostOf<Theta>,
  optimizer: Optimizer,
  metaBatchSize: number,
  plan: ChunkPlan,
  executor: Executor,
  notice: (notice: ExecutorNotice) => void,
): Promise<OuterStep> {
  if (plan.tasksPerCall >= metaBatchSize) return fusedStep(job, like, optimizer, metaBatchSize);
  const chunks = cut(metaBatchSize, plan.chunkSize);
  const used = chunks.length > 1 ? executor : inProcess();
  const session = await used.open(job, notice);
  const update = compile(updateProgram(optimizer, metaBatchSize));
  let warm = false;
  return {
    workers: used.workers,
    async run({ iteration, theta, optimizer: state }, signal) {
      // ONNX Runtime has its thread treat denormal numbers as zero from the first session on: without one here, sums could differ in
      // their last bits from those of a process that has computed gradients.
      if (!warm) await update(vector(theta), state, vector(new Float32Array(theta.length)));
      warm = true;
      let total: Float32Array | undefined;
      const losses = new Float32Array(metaBatchSize);
      await session.gradients({
        iteration,
        theta,
        chunks,
        signal,
        take: (result, chunk) => {
          losses.set(result.losses, chunk.first);
          total = addTo(total, result.gradient);
        },
      });
      const next = await update(vector(theta), state, vector(total!));
      return { theta: next.theta.data as Float32Array, optimizer: next.state as Tree<NdArray>, norm: next.norm.data[0], losses };
    },
    async close() {
      await Promise.all([update.release(), session.close()]);
    },
  };
}

function fusedStep<Theta, Phi>(job: Job<Theta, Phi>, like: HostOf<Theta>, optimizer: Optimizer, metaBatchSize: number): OuterStep {
  const step = compile(stepProgram(job.algorithm, optimizer, like, metaBatchSize));
  const trainKey = streamKey(job.seed, 'train');
  return {
    workers: 0,
    async run({ iteration, theta, optimizer: state }) {
      const { task, key } = drawTasks(job.family.sample, trainKey, iteration, { first: 0, count: metaBatchSize });
      const next = await step(vector(theta), state, task, key, iteration / job.iterations);
      return { theta: next.theta.data as Float32Array, optimizer: next.state as Tree<NdArray>, norm: next.norm.data[0], losses: next.losses.data as Float32Array };
    },
    close: () => step.release(),
  };
}

function vector(data: Float32Array): NdArray {
  return { data, shape: [data.length], dtype: 'float32' };
}
