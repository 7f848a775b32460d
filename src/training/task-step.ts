import { compile } from '../compile/index.js';
import type { HostOf, NdArray, Tree } from '../graph/index.js';
import type { Optimizer } from '../optim/index.js';
import { addTo, drawTasks } from './chunk-gradients.js';
import { cut, type ChunkPlan } from './chunks.js';
import type { Executor, ExecutorNotice, Job } from './executor.js';
import { inProcess } from './in-process.js';
import { findNonFinite, NonFiniteError } from './non-finite.js';
import type { OuterStep, Position, Stepped } from './outer-step.js';
import { stepProgram, updateProgram } from './programs.js';
import { streamKey } from './streams.js';

/** A gradient step on the tasks of a family, which is refused where it leaves the numbers. */
export async function taskStep<Theta, Phi>(
  job: Job<Theta, Phi>,
  like: HostOf<Theta>,
  optimizer: Optimizer,
  metaBatchSize: number,
  plan: ChunkPlan,
  executor: Executor,
  notice: (notice: ExecutorNotice) => void,
): Promise<OuterStep> {
  const { run, ...step } = await gradientStep(job, like, optimizer, metaBatchSize, plan, executor, notice);
  return {
    ...step,
    async run(position, signal) {
      const { losses, ...stepped } = await run(position, signal);
      let loss = 0;
      for (const each of losses) loss += each;
      if (!Number.isFinite(loss) || !Number.isFinite(stepped.norm)) {
        throw new NonFiniteError(await findNonFinite(job, like, position.iteration, position.theta, metaBatchSize));
      }
      return { ...stepped, loss: loss / metaBatchSize };
    },
  };
}

interface GradientStep extends Pick<OuterStep, 'workers' | 'curves' | 'close'> {
  /** `losses`: the objective of each task. */
  run(position: Position, signal?: AbortSignal): Promise<Omit<Stepped, 'loss'> & { readonly losses: Float32Array }>;
}

/**
 * A meta-batch that is one call becomes one program, update included. Of several, an executor computes the gradients of the
 * chunks, whose sums are added in order, and the update is a program of its own.
 */
async function gradientStep<Theta, Phi>(
  job: Job<Theta, Phi>,
  like: HostOf<Theta>,
  optimizer: Optimizer,
  metaBatchSize: number,
  plan: ChunkPlan,
  executor: Executor,
  notice: (notice: ExecutorNotice) => void,
): Promise<GradientStep> {
  if (plan.tasksPerCall >= metaBatchSize) return fusedStep(job, like, optimizer, metaBatchSize);
  const chunks = cut(metaBatchSize, plan.chunkSize);
  const used = chunks.length > 1 ? executor : inProcess();
  const session = await used.open(job, notice);
  const update = compile(updateProgram(optimizer, metaBatchSize));
  let warm = false;
  return {
    workers: used.workers,
    curves: session.curves,
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

function fusedStep<Theta, Phi>(job: Job<Theta, Phi>, like: HostOf<Theta>, optimizer: Optimizer, metaBatchSize: number): GradientStep {
  const step = compile(stepProgram(job.algorithm, optimizer, like, metaBatchSize));
  const trainKey = streamKey(job.seed, 'train');
  return {
    workers: 0,
    async run({ iteration, theta, optimizer: state }) {
      const { task, key } = drawTasks(job.family, trainKey, iteration, { first: 0, count: metaBatchSize });
      const next = await step(vector(theta), state, task, key, iteration / job.iterations);
      return { theta: next.theta.data as Float32Array, optimizer: next.state as Tree<NdArray>, norm: next.norm.data[0], losses: next.losses.data as Float32Array };
    },
    close: () => step.release(),
  };
}

function vector(data: Float32Array): NdArray {
  return { data, shape: [data.length], dtype: 'float32' };
}
