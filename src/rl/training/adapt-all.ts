import { cut } from '../../training/chunks.js';
import type { Adaptation } from '../agent.js';
import type { AgentSession } from './agent-executor.js';
import type { AdaptQuestion } from './questions.js';

export interface AdaptAllOptions extends Omit<AdaptQuestion, 'kind'> {
  readonly tasks: number;
  /** Tasks that are worked on at once. */
  readonly chunkSize: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, tasks: number) => void;
}

/** Has an agent adapt to tasks that are not trained on. */
export async function adaptAll(session: AgentSession, { tasks, chunkSize, signal, onProgress, ...question }: AdaptAllOptions): Promise<Adaptation[]> {
  const adaptations: Adaptation[] = [];
  await session.ask({
    question: { kind: 'adapt', ...question },
    chunks: cut(tasks, chunkSize),
    signal,
    take(answer) {
      adaptations.push(...answer.adaptations!);
      onProgress?.(adaptations.length, tasks);
    },
  });
  return adaptations;
}
