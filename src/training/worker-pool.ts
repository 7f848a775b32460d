import { openChunkPool, requireWorkers, type ChunkPool, type Mailboxes } from './chunk-pool.js';
import type { ChunkResult, Executor, Session } from './executor.js';
import { gradientLetters } from './gradient-letters.js';
import type { Curves } from './test-report.js';
import type { TestAsk, TestSession } from './test-session.js';
import { gradientIdentityOf, testIdentityOf } from './work-identity.js';
import type { GradientSetup, WorkAnswer, WorkAsk } from './worker-protocol.js';
import { requireModule, type WorkerSetup } from './worker-setup.js';

export interface WorkerPoolOptions extends WorkerSetup {
  /** Worker processes, of one computing thread each: at most one for each core is of use. */
  readonly workers: number;
}

/**
 * Computes chunks in processes of their own: faster on several cores, and a crash of native code costs a chunk's time,
 * not the run. A worker that dies is replaced and its chunk computed again, to the same bits.
 *
 * A meta-batch of a single chunk has nothing to share out: `metaTrain` then computes it itself.
 *
 * @throws RangeError where `workers` is not a whole number of at least 1; TypeError where `module` is no address.
 */
export function workerPool(options: WorkerPoolOptions): Executor {
  return poolOf(options, false);
}

/** An executor whose workers may put what they give into mailboxes. */
interface Pool extends Executor {
  open<Theta, Phi>(...job: Parameters<Executor['open']>): Promise<Session & Mailboxes>;
  openTest<Theta, Phi>(...job: Parameters<Executor['openTest']>): Promise<TestSession<Theta> & Mailboxes>;
}

/** @param awake whether workers look for the next request for a while before they sleep, and take it from mailboxes, where it is one for gradients: who asks must look, too. */
export function poolOf({ workers, module, options = null }: WorkerPoolOptions, awake: boolean): Pool {
  requireWorkers(workers);
  requireModule(module);
  return {
    workers,
    async open(job, notice) {
      const { seed, iterations, tasksPerCall } = job;
      const pool = await openChunkPool<GradientSetup, WorkAsk, WorkAnswer>({
        workers,
        program: new URL('./worker-main.js', import.meta.url),
        setup: { setup: { module, options }, job: { seed, iterations, tasksPerCall } },
        module,
        identity: await gradientIdentityOf(job),
        awake,
        letters: awake ? gradientLetters : undefined,
        notice,
      });
      return {
        gradients: ({ iteration, theta, take, ...request }) => pool.ask({ ask: { gradients: { iteration, theta } }, during: `iteration ${iteration + 1}`, take: (answer, chunk) => take(answer as ChunkResult, chunk), ...request }),
        curves: ({ chunks, take, signal, ...ask }) => pool.ask({ ask: { curves: ask }, during: duringTest(ask), take: (answer, chunk) => take(answer as Curves, chunk), chunks, signal }),
        ...restOf(pool),
      };
    },
    async openTest(job, notice) {
      const pool = await openChunkPool<WorkerSetup, TestAsk, Curves>({
        workers,
        program: new URL('./test-worker-main.js', import.meta.url),
        setup: { module, options },
        module,
        identity: await testIdentityOf(job),
        awake,
        notice,
      });
      return { curves: ({ chunks, take, signal, ...ask }) => pool.ask({ ask, chunks, take, signal, during: duringTest(ask) }), ...restOf(pool) };
    },
  };
}

/** What a session has of its pool as it is. */
function restOf<Ask, Answer>({ look, watch, close }: ChunkPool<Ask, Answer>): Mailboxes & Pick<Session, 'close'> {
  return { look, watch, close };
}

function duringTest({ split }: Pick<TestAsk, 'split'>): string {
  return split === 'test' ? 'the test' : `the test on ${split} tasks`;
}
