import { compile } from '../compile/index.js';
import { foldIn, type Key } from '../random/index.js';
import { drawTask, stackTasks, type HostTask } from '../tasks/index.js';
import type { NdArray } from '../graph/ndarray.js';
import { cut, type Chunk } from './chunks.js';
import type { ChunkResult, Job } from './executor.js';
import { gradientProgram } from './programs.js';
import { learnerKey, streamKey } from './streams.js';

/** A job's gradients of chunks, in this process. */
export interface ChunkGradients {
  of(iteration: number, theta: Float32Array, chunk: Pick<Chunk, 'first' | 'count'>, signal?: AbortSignal): Promise<ChunkResult>;
  release(): Promise<void>;
}

/** Compiles the gradient of `job`'s tasks: `tasksPerCall` per call, the calls' sums added in order. */
export function chunkGradients<Theta, Phi>(job: Job<Theta, Phi>): ChunkGradients {
  const { algorithm, family, seed, iterations, tasksPerCall } = job;
  const like = algorithm.init(streamKey(seed, 'initial'));
  // One task goes without an axis of tasks: fewer nodes, and nothing to copy.
  const single = compile(gradientProgram(algorithm, like, false));
  const batched = compile(gradientProgram(algorithm, like, true));
  const trainKey = streamKey(seed, 'train');

  return {
    async of(iteration, theta, chunk, signal) {
      let total: Float32Array | undefined;
      const losses = new Float32Array(chunk.count);
      const flat: NdArray = { data: theta, shape: [theta.length], dtype: 'float32' };
      for (const call of cut(chunk.count, tasksPerCall, chunk.first)) {
        signal?.throwIfAborted();
        const { task, key } = drawTasks(family, trainKey, iteration, call);
        const result = await (call.count === 1 ? single : batched)(flat, task, key, iteration / iterations);
        losses.set(result.losses.data as Float32Array, call.first - chunk.first);
        total = addTo(total, result.gradient.data as Float32Array);
      }
      return { gradient: total!, losses };
    },
    async release() {
      await Promise.all([single.release(), batched.release()]);
    },
  };
}

/** The tasks of a call and their learner keys; without a leading axis where it is one. */
export function drawTasks(
  family: Job['family'],
  trainKey: Key,
  iteration: number,
  { first, count }: Pick<Chunk, 'first' | 'count'>,
): { task: HostTask; key: NdArray } {
  const iterationKey = foldIn(trainKey, iteration);
  const keys = Array.from({ length: count }, (_, i) => foldIn(iterationKey, first + i));
  const tasks = keys.map((taskKey) => drawTask(family, 'train', taskKey));
  if (count === 1) return { task: tasks[0], key: learnerKey(keys[0]) };
  const data = new Int32Array(2 * count);
  keys.forEach((taskKey, i) => data.set(learnerKey(taskKey).data, 2 * i));
  return { task: stackTasks(tasks), key: { data, shape: [count, 2], dtype: 'int32' } };
}

/** Adds element by element in float32 into `total`, which is the first summand's own array where it is new. */
export function addTo(total: Float32Array | undefined, summand: Float32Array): Float32Array {
  if (!total) return summand;
  for (let i = 0; i < total.length; i++) total[i] += summand[i];
  return total;
}
