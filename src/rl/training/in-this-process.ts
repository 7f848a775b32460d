import type { AgentExecutor } from './agent-executor.js';
import { chunkWork } from './chunk-work.js';

/** Does the chunks one after the other in this process. */
export function inThisProcess(): AgentExecutor {
  return {
    workers: 0,
    async open(job) {
      const work = chunkWork(job);
      return {
        workers: 0,
        async ask({ question, chunks, take, signal }) {
          for (const chunk of chunks) {
            signal?.throwIfAborted();
            take(await work.answer(question, chunk), chunk);
          }
        },
        close: work.release,
      };
    },
  };
}
