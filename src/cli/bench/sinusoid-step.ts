import { mean } from 'd3-array';
import { compile } from '../../compile/index.js';
import { evaluate, tensor, type NdArray, type Tree } from '../../graph/index.js';
import { adam } from '../../optim/index.js';
import { alongsideWorkers } from '../../training/index.js';
import { stepProgram } from '../../training/programs.js';
import { ravel } from '../../training/ravel.js';
import { taskStep } from '../../training/task-step.js';
import { tellRetry } from '../tell-retry.js';
import { sinusoidInputs, sinusoidParameters } from './inputs.js';
import type { Measurable } from './own-step.js';
import sinusoidJob from './sinusoid-job.js';
import type { Workload } from './workloads.js';

const like = sinusoidParameters();
const optimizer = adam(1e-3);

/** 25 tasks and the update of Adam; each step goes on from the last. One program, or a process for each thread, with its share of the tasks. */
export async function sinusoids(workload: Workload, threads: number): Promise<Measurable> {
  const inputs = sinusoidInputs();
  const tasks = inputs.support.x.shape[0];
  const job = sinusoidJob(workload.name);
  const flat = ravel(like);
  const initial = { theta: flat, optimizer: evaluate<unknown>(optimizer.init(tensor(vector(flat)))) as Tree<NdArray> };

  const run = compile(stepProgram(job.algorithm, optimizer, like, tasks));
  const keys: NdArray = { data: new Int32Array(2 * tasks), shape: [tasks, 2], dtype: 'int32' };
  let { theta, optimizer: state } = initial;
  const whole: Measurable = {
    async step() {
      const next = await run(vector(theta), state, inputs, keys, 0);
      theta = next.theta.data as Float32Array;
      state = next.state as typeof state;
    },
    async check() {
      const { losses, norm } = await run(vector(initial.theta), initial.optimizer, inputs, keys, 0);
      return { loss: mean(losses.data)!, gradientNorm: norm.data[0] };
    },
  };
  if (threads === 1) return whole;

  const executor = alongsideWorkers({ workers: threads - 1, module: new URL('./sinusoid-job.js', import.meta.url).href, options: workload.name });
  const chunkSize = Math.ceil(tasks / threads);
  const shared = await taskStep({ ...job, seed: 0, iterations: 1, tasksPerCall: chunkSize }, like, optimizer, tasks, { tasksPerCall: chunkSize, chunkSize }, executor, ({ message }) => tellRetry(message));
  let position = { iteration: 0, ...initial };
  return {
    check: whole.check,
    formulation: `${threads} processes, each with its share of the tasks`,
    async step() {
      position = { iteration: position.iteration + 1, ...(await shared.run(position)) };
    },
  };
}

function vector(data: Float32Array): NdArray {
  return { data, shape: [data.length], dtype: 'float32' };
}
