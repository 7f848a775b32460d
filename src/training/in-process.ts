import { chunkCurves } from './chunk-curves.js';
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
    async openTest(job) {
      const curves = chunkCurves(job);
      return {
        async curves({ chunks, take, signal, ...ask }) {
          for (const chunk of chunks) {
            signal?.throwIfAborted();
            take(await curves.of(ask, chunk), chunk);
            // The native runtime does not give way by itself: timers, signals and progress would wait for the end.
            await new Promise<void>((resolve) => setTimeout(resolve));
          }
        },
        close: curves.release,
      };
    },
  };
}
