import { mean, sum } from 'd3-array';
import { agentWorkers, inThisProcess } from '../../rl/index.js';
import { agentStep } from '../../rl/training/agent-step.js';
import { chunkPrograms } from '../../rl/training/chunk-programs.js';
import { cut } from '../../training/chunks.js';
import { ravel } from '../../training/ravel.js';
import type { Measurable } from './own-step.js';
import trpoAgent from './trpo-agent.js';
import { trpoInputs, trpoParameters } from './trpo-inputs.js';
import type { Workload } from './workloads.js';

const tasks = 20;
/** As `metaTrainAgent` cuts them by itself. */
const chunkSize = 5;

/** A whole iteration of MAML-TRPO on nav2d, always from the same parameters, with fresh tasks: a process for each thread. */
export async function trpoIteration(_: Workload, threads: number): Promise<Measurable> {
  const { agent, outer } = trpoAgent();
  const like = trpoParameters();
  const theta = ravel(like);
  const executor = threads > 1 ? agentWorkers({ workers: threads, module: new URL('./trpo-agent.js', import.meta.url).href }) : inThisProcess();
  const { tasksPerCall = chunkSize } = agent;
  const session = await executor.open({ agent, outer, seed: 0, tasksPerCall }, () => undefined);
  const { run } = agentStep(session, outer, cut(tasks, chunkSize), like);
  let iteration = 0;
  return {
    formulation: threads > 1 ? `${threads} worker processes` : 'one process',
    async step() {
      await run({ iteration: iteration++, theta, optimizer: {} });
    },
    async check() {
      const programs = chunkPrograms(agent, outer.loss, like as never, tasksPerCall);
      const { losses, total } = await programs.gradient(theta, trpoInputs() as never);
      await programs.release();
      return { loss: mean(losses!)!, gradientNorm: Math.sqrt(sum(total!, (value) => value ** 2)) / tasks };
    },
  };
}
