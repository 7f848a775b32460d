import type { NdArray, Tree } from '../../graph/index.js';
import type { AnyAgent, DrawnTask } from '../../rl/agent.js';
import type { EnvironmentFamily } from '../../rl/environment/index.js';
import { metaTestAgent, type AgentExecutor, type AgentTestReport } from '../../rl/training/index.js';
import { adaptAll } from '../../rl/training/adapt-all.js';
import { drawTasks } from '../../rl/training/draw-tasks.js';
import { ravel } from '../../training/ravel.js';
import { streamKey } from '../../training/streams.js';
import { withLine } from '../progress.js';
import { tellRetry } from '../tell-retry.js';
import { agentExecutor } from './agent-executor.js';
import type { AgentSettings } from './settings.js';

export interface Measuring {
  readonly agent: AnyAgent;
  readonly theta: Tree<NdArray>;
  readonly seed: number;
  readonly tasks: number;
  /** 1 and the steps of adaptation, or the episodes of a trial. */
  readonly rounds: number;
  readonly executor: AgentExecutor;
  readonly signal?: AbortSignal;
}

/** Tasks that are played side by side. */
const together = 10;

/** Where an agent of settings plays so many tasks. */
export function testExecutor(settings: AgentSettings, tasks: number, workers?: number): AgentExecutor {
  return agentExecutor(settings, workers, Math.ceil(tasks / together));
}

/** A test with a line of its own that tells how far it is. @param recorded tasks, from the first on, whose episodes are kept. */
export function measure(name: string, { theta, ...asked }: Measuring, recorded = 0): Promise<AgentTestReport> {
  return withLine(`testing: ${name}`, (onProgress) => metaTestAgent({ ...asked, theta: theta as never, recorded, chunkSize: together, onProgress, onNotice: ({ message }) => tellRetry(message) }));
}

/** The mean return after the last step on validation tasks, by which a size of steps is chosen. */
export async function validationReturn({ agent, theta, seed, tasks, rounds, executor, signal }: Measuring): Promise<number> {
  const session = await executor.open({ agent, seed, tasksPerCall: together }, ({ message }) => tellRetry(message));
  try {
    const adaptations = await adaptAll(session, { stream: 'validation', theta: ravel(theta), rounds, recorded: 0, tasks, chunkSize: together, signal });
    return adaptations.reduce((sum, { returns }) => sum + meanOf(returns[rounds - 1]), 0) / tasks;
  } finally {
    await session.close();
  }
}

/** The mean returns of a report, `[task][round]`. */
export function curvesOf({ scores }: Pick<AgentTestReport, 'scores'>): number[][] {
  return scores[0].values.map((_, task) => scores.map(({ values }) => values[task]));
}

/** The tasks of a test, as `measure` draws them. */
export function testTasks(family: EnvironmentFamily, seed: number, tasks: number): DrawnTask[] {
  return drawTasks(family, streamKey(seed, 'test'), { first: 0, count: tasks });
}

export function meanOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
