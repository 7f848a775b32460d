import { chunkGradients } from './chunk-gradients.js';
import type { Executor } from './executor.js';

/** Computes chunks one after the other in this process. */
export function inProcess(): Executor {
  return {
    workers: 0,
    async open(job) {
      const gradients = chunkGradients(job);
      return {
        async gradients({ iteration, theta, chunks, take, signal }) {
          for (const chunk of chunks) take(await gradients.of(iteration, theta, chunk, signal), chunk);
        },
        close: gradients.release,
      };
    },
  };
}
