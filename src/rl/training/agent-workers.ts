import { openChunkPool, requireWorkers } from '../../training/chunk-pool.js';
import { requireModule } from '../../training/worker-setup.js';
import type { Json, WorkerPoolOptions, WorkerSetup } from '../../training/index.js';
import type { Agent } from '../agent.js';
import type { OuterRule } from '../outer/outer.js';
import type { AgentExecutor, AgentJob } from './agent-executor.js';
import { workIdentityOf } from './agent-identity.js';
import type { Answer, Question } from './questions.js';

/** The agent and the outer rule of a run, from JSON: the same that the main process gives to `metaTrainAgent`. The default export of a worker's module. */
export type AgentBuilder<Theta = unknown, Data = unknown> = (options: Json) => BuiltAgent<Theta, Data> | Promise<BuiltAgent<Theta, Data>>;

export interface BuiltAgent<Theta = unknown, Data = unknown> {
  readonly agent: Agent<Theta, Data>;
  /** May be absent where nothing is trained. */
  readonly outer?: OuterRule;
}

/** What a worker is told first. */
export interface AgentSetup {
  readonly setup: WorkerSetup;
  /** Whether the outer rule matters. */
  readonly trains: boolean;
  readonly job: Pick<AgentJob, 'seed' | 'tasksPerCall'>;
}

/**
 * Plays and computes in processes of their own. Each keeps what it collected on its chunks for as long as an iteration takes; where one dies, the process that takes its place collects it again, to the
 * same bits.
 *
 * @throws RangeError where `workers` is not a whole number of at least 1; TypeError where `module` is no address.
 */
export function agentWorkers({ workers, module, options = null }: WorkerPoolOptions): AgentExecutor {
  requireWorkers(workers);
  requireModule(module);
  return {
    workers,
    async open({ agent, outer, seed, tasksPerCall }, notice) {
      const pool = await openChunkPool<AgentSetup, Question, Answer>({
        workers,
        program: new URL('./worker-main.js', import.meta.url),
        setup: { setup: { module, options }, trains: outer !== undefined, job: { seed, tasksPerCall } },
        module,
        identity: workIdentityOf(agent, outer),
        sticky: true,
        notice,
      });
      return {
        workers,
        ask: ({ question, ...request }) => pool.ask({ ask: question, during: question.kind === 'adapt' ? `the ${question.stream}` : `iteration ${question.iteration + 1}`, ...request }),
        close: pool.close,
      };
    },
  };
}
