import { addTo } from '../../training/chunk-gradients.js';
import type { Chunk } from '../../training/index.js';
import type { Batch } from '../outer/outer.js';
import type { AgentSession } from './agent-executor.js';
import type { Answer, TrainingQuestion } from './questions.js';

/** Answers of all chunks, put together in their order: of each task, or summed over all. */
export interface Together {
  /** `[round][task]`. */
  readonly returns: readonly Float32Array[];
  readonly losses: readonly number[];
  readonly divergences: readonly number[];
  /** float32 (P). */
  readonly total: Float32Array;
}

export type AskAll = (question: Pick<TrainingQuestion, 'kind' | 'theta' | 'direction'>) => Promise<Together>;

/** Asks all chunks of an iteration's tasks, which were collected with `behaviour`. */
export function askingAll(session: AgentSession, chunks: readonly Chunk[], iteration: number, behaviour: Float32Array, signal?: AbortSignal): AskAll {
  return async (question) => {
    const answers: Answer[] = [];
    let total: Float32Array | undefined;
    await session.ask({
      question: { ...question, iteration, behaviour },
      chunks,
      signal,
      take(answer) {
        answers.push(answer);
        if (answer.total) total = addTo(total, answer.total);
      },
    });
    const joined = (name: 'losses' | 'divergences'): number[] => answers.flatMap((answer) => Array.from(answer[name] ?? []));
    const returns = (answers[0].returns ?? []).map((_, round) => Float32Array.from(answers.flatMap((answer) => Array.from(answer.returns![round]))));
    return { returns, losses: joined('losses'), divergences: joined('divergences'), total: total ?? new Float32Array(0) };
  };
}

/** The batch of an outer rule: every answer a mean over the tasks. `seen` is told each gradient before the rule is. */
export function askedBatch(ask: AskAll, tasks: number, seen: (answer: Together) => void): Batch {
  return {
    async gradient(theta) {
      const answer = await ask({ kind: 'gradient', theta });
      seen(answer);
      return { gradient: answer.total.map((sum) => sum / tasks), loss: meanOf(answer.losses), divergence: meanOf(answer.divergences) };
    },
    async curvature(direction) {
      const { total } = await ask({ kind: 'curvature', direction });
      return total.map((sum) => sum / tasks);
    },
    async evaluate(theta) {
      const { losses, divergences } = await ask({ kind: 'evaluate', theta });
      return { loss: meanOf(losses), divergence: meanOf(divergences) };
    },
  };
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
