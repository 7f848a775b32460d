import type { Executor } from './executor.js';
import { inProcess } from './in-process.js';
import { sharing } from './share-out.js';
import type { TestSession } from './test-session.js';
import { poolOf, type WorkerPoolOptions } from './worker-pool.js';

/**
 * Computes chunks in this process and, at the same time, in `workers` others, one for each core but one: for meta-steps of a few milliseconds, as of small
 * networks, where to wake a worker and to be woken by it costs as much as is gained. Here nobody sleeps within 5 ms of a request.
 *
 * Every process does as many chunks. A meta-batch of small tasks and networks is one chunk by itself, so give `metaTrain` a `chunkSize` with it. As workers of
 * `workerPool`, those that die are replaced. What this process computes, it has nobody to replace for.
 *
 * Start Node.js with `--single-threaded`, as workers are: threads of V8's own would take turns with them.
 *
 * @throws RangeError where `workers` is not a whole number of at least 1; TypeError where `module` is no address.
 */
export function alongsideWorkers(options: WorkerPoolOptions): Executor {
  const { workers } = options;
  const here = inProcess();
  const there = poolOf(options, true);
  return {
    workers,
    async open(job, notice) {
      // What fails here fails before there are processes.
      const own = await here.open(job, notice);
      const measuring: TestSession = await here.openTest<unknown, unknown>(job as never, notice);
      const others = await there.open(job, notice);
      const shareOut = sharing({ workers, ...others });
      return {
        gradients: (request) => shareOut(request, (share) => own.gradients({ ...request, ...share }), (share) => others.gradients({ ...request, ...share })),
        curves: (request) => shareOut(request, (share) => measuring.curves({ ...request, ...share }), (share) => others.curves!({ ...request, ...share })),
        close: async () => void (await Promise.all([others.close(), own.close(), measuring.close()])),
      };
    },
    async openTest(job, notice) {
      const own = await here.openTest(job, notice);
      const others = await there.openTest(job, notice);
      const shareOut = sharing({ workers, ...others });
      return {
        curves: (request) => shareOut(request, (share) => own.curves({ ...request, ...share }), (share) => others.curves({ ...request, ...share })),
        close: async () => void (await Promise.all([others.close(), own.close()])),
      };
    },
  };
}
