import type { HostOf } from '../../graph/index.js';
import { requireTheta } from '../../training/fit.js';
import { ravel } from '../../training/ravel.js';
import { streamKey } from '../../training/streams.js';
import type { ExecutorNotice } from '../../training/index.js';
import type { Agent } from '../agent.js';
import { adaptAll } from './adapt-all.js';
import type { AgentExecutor } from './agent-executor.js';
import { agentReport, type AgentTestReport } from './agent-report.js';
import { drawTasks } from './draw-tasks.js';
import { inThisProcess } from './in-this-process.js';
import { requireAgent } from './require-agent.js';

export interface MetaTestAgentOptions<Theta, Data> {
  readonly agent: Agent<Theta, Data>;
  /** The meta-parameters to test: those of `metaTrainAgent`, or fresh ones for comparison. */
  readonly theta: HostOf<Theta>;
  /** Tasks to test on, at least 2. Default 40. */
  readonly tasks?: number;
  /** Rounds of episodes, an adaptation between each and the next: at least 1. Default: the agent's own. */
  readonly rounds?: number;
  /** Fixes the tasks, and all that is random in them. Default 0. */
  readonly seed?: number;
  /** Tasks whose episodes are recorded, for drawing. Default 4. */
  readonly recorded?: number;
  /** Tasks that are played at once. Default 10. With the seed it fixes the bits of the result. */
  readonly chunkSize?: number;
  /** Where the agent plays. Default: in this process. The result does not depend on it. */
  readonly executor?: AgentExecutor;
  readonly signal?: AbortSignal;
  /** Told now and then how many tasks are done. */
  readonly onProgress?: (done: number, tasks: number) => void;
  readonly onNotice?: (notice: ExecutorNotice) => void;
}

/**
 * Meta-testing of an agent: it plays and adapts on tasks that it was never trained on; what it earns is told round by round, with 95% confidence intervals over tasks. Theta is not changed.
 *
 * @throws RangeError for sizes that make no sense and parameters of another agent; TypeError where the agent is none; EnvironmentError where an environment breaks its word; the signal's reason where it is aborted.
 */
export async function metaTestAgent<Theta, Data>(options: MetaTestAgentOptions<Theta, Data>): Promise<AgentTestReport> {
  requireAgent(options.agent);
  const { agent, theta, tasks = 40, rounds = agent.rounds, seed = 0, recorded = 4, chunkSize = 10, executor = inThisProcess(), signal, onProgress, onNotice } = options;
  if (!Number.isInteger(tasks) || tasks < 2) throw new RangeError(`tasks must be a whole number of at least 2, for a confidence interval, got ${tasks}.`);
  for (const [name, least, value] of [['rounds', 1, rounds], ['recorded', 0, recorded], ['chunkSize', 1, chunkSize]] as const) {
    if (!Number.isInteger(value) || value < least) throw new RangeError(`${name} must be a whole number of at least ${least}, got ${value}.`);
  }
  requireTheta(agent, theta);
  signal?.throwIfAborted();
  const session = await executor.open({ agent, seed, tasksPerCall: chunkSize }, (notice) => onNotice?.(notice));
  try {
    const adaptations = await adaptAll(session, { stream: 'test', theta: ravel(theta), rounds, recorded, tasks, chunkSize, signal, onProgress });
    const { name, environment } = agent;
    const drawn = drawTasks(environment, streamKey(seed, 'test'), { first: 0, count: tasks });
    return { environment: environment.name, agent: name, metric: 'return', better: 'higher', tasks, seed, ...agentReport(environment, drawn, adaptations, recorded) };
  } finally {
    await session.close();
  }
}
