import { mean } from 'd3-array';
import { compile } from '../../compile/index.js';
import type { NdArray, Tree } from '../../graph/index.js';
import { adam } from '../../optim/index.js';
import { alongsideWorkers } from '../../training/index.js';
import type { Position, Stepped } from '../../training/outer-step.js';
import { stepProgram } from '../../training/programs.js';
import { ravel } from '../../training/ravel.js';
import { initialState } from '../../training/start.js';
import { taskStep } from '../../training/task-step.js';
import { tellRetry } from '../tell-retry.js';
import { sinusoidInputs, sinusoidParameters } from './inputs.js';
import type { Measurable } from './own-step.js';
import sinusoidJob from './sinusoid-job.js';
import type { Workload } from './workloads.js';

const like = sinusoidParameters();
const optimizer = adam(1e-3);
const inputs = sinusoidInputs();
const tasks = inputs.support.x.shape[0];

/** Always the first: its tasks are those of the workload. */
const iteration = 0;

type Iteration = (position: Position) => Promise<Stepped>;

/** 25 tasks and the update of Adam; each step goes on from the last. One program, or a process for each thread, with its share of the tasks. */
export async function sinusoids(workload: Workload, threads: number): Promise<Measurable> {
  const iterate = threads === 1 ? inOneProgram(workload) : await together(workload, threads);
  const theta = ravel(like);
  const initial: Position = { iteration, theta, optimizer: initialState(optimizer, theta) };
  let position = initial;
  return {
    ...(threads === 1 ? {} : { formulation: `${threads} processes, each with its share of the tasks` }),
    async step() {
      position = { ...(await iterate(position)), iteration };
    },
    async check() {
      const { loss, norm } = await iterate(initial);
      return { loss, gradientNorm: norm };
    },
  };
}

function inOneProgram(workload: Workload): Iteration {
  const run = compile(stepProgram(sinusoidJob(workload.name).algorithm, optimizer, like, tasks));
  const keys: NdArray = { data: new Int32Array(2 * tasks), shape: [tasks, 2], dtype: 'int32' };
  return async ({ theta, optimizer: state }) => {
    const next = await run(vector(theta), state, inputs, keys, 0);
    return { theta: next.theta.data as Float32Array, optimizer: next.state as Tree<NdArray>, loss: mean(next.losses.data)!, norm: next.norm.data[0] };
  };
}

async function together(workload: Workload, processes: number): Promise<Iteration> {
  const chunkSize = Math.ceil(tasks / processes);
  const job = { ...sinusoidJob(workload.name), seed: 0, iterations: 1, tasksPerCall: chunkSize };
  const executor = alongsideWorkers({ workers: processes - 1, module: new URL('./sinusoid-job.js', import.meta.url).href, options: workload.name });
  return (await taskStep(job, like, optimizer, tasks, { tasksPerCall: chunkSize, chunkSize }, executor, ({ message }) => tellRetry(message))).run;
}

function vector(data: Float32Array): NdArray {
  return { data, shape: [data.length], dtype: 'float32' };
}
