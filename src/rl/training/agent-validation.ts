import { scoreOf } from '../../training/score.js';
import { dueEvery, type Validation } from '../../training/validation.js';
import { adaptAll } from './adapt-all.js';
import type { AgentSession } from './agent-executor.js';
import { meanOf } from './asked-batch.js';

/** Plays on validation tasks while training; the same tasks each time. */
export interface AgentValidationPlan {
  /** Iterations between validations; the last of all iterations is validated, too, but not one after which time or a signal ends training. */
  readonly every: number;
  /** Validation tasks, at least 2. Default 20. */
  readonly tasks?: number;
  /** Rounds of episodes, at least 1, of which the last one's mean return counts. Default: the agent's own. */
  readonly rounds?: number;
}

/** @throws RangeError for numbers that make no sense. */
export function agentValidation(session: AgentSession, { every, tasks = 20, rounds }: AgentValidationPlan, usual: { readonly rounds: number; readonly chunkSize: number }): Validation {
  const isDue = dueEvery(every);
  if (!Number.isInteger(tasks) || tasks < 2) throw new RangeError(`validation.tasks must be a whole number of at least 2, for a confidence interval, got ${tasks}.`);
  if (rounds !== undefined && (!Number.isInteger(rounds) || rounds < 1)) throw new RangeError(`validation.rounds must be a whole number of at least 1, got ${rounds}.`);
  return {
    isDue,
    async run(theta, signal) {
      const adaptations = await adaptAll(session, { stream: 'validation', theta, rounds: rounds ?? usual.rounds, recorded: 0, tasks, chunkSize: usual.chunkSize, signal });
      const score = scoreOf(adaptations.map(({ returns }) => meanOf(returns.at(-1)!)));
      return { metric: 'return', score, better: (mean, than) => mean > than };
    },
    // The session is closed by who opened it.
    release: async () => undefined,
  };
}
