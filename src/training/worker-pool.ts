import type { Chunk } from './chunks.js';
import { differences } from './configuration.js';
import type { ChunkResult, Executor, ExecutorNotice, GradientRequest, Job, Session } from './executor.js';
import { startWorker, type WorkerProcess } from './worker-process.js';
import { identityOf, type Reply, type Request, type WorkerSetup } from './worker-protocol.js';

/** Thrown where worker processes cannot do their work. */
export class WorkerError extends Error {
  override name = 'WorkerError';
}

export interface WorkerPoolOptions extends WorkerSetup {
  /** Worker processes, of one computing thread each: at most one for each core is of use. */
  readonly workers: number;
}

/** Chunks that a worker has at once: the one it works on, and the next, so that it need not wait for it. */
const ahead = 2;

/** Deaths in a row, of one chunk's workers or of one place's before they were ready, after which it is given up. */
const mostDeaths = 3;

/**
 * Computes chunks in processes of their own: faster on several cores, and a crash of native code costs a chunk's time,
 * not the run. A worker that dies is replaced and its chunk computed again, to the same bits.
 *
 * A meta-batch of a single chunk has nothing to share out: `metaTrain` then computes it itself.
 *
 * @throws RangeError where `workers` is not a whole number of at least 1.
 */
export function workerPool({ workers, module, options = null }: WorkerPoolOptions): Executor {
  if (!Number.isInteger(workers) || workers < 1) throw new RangeError(`workers must be a whole number of at least 1, got ${workers}. For none, use inProcess().`);
  return { workers, open: (job, notice) => openPool(workers, { module, options }, job, notice) };
}

interface Member {
  process: WorkerProcess<Request>;
  ready: boolean;
  /** What it was sent and has not answered, in order. */
  readonly sent: { readonly chunk: Chunk; readonly pending: Pending }[];
  /** Whose theta it has. */
  given?: Pending;
  /** Deaths in a row before it was ready. */
  stillborn: number;
}

interface Pending {
  readonly request: GradientRequest;
  readonly queue: Chunk[];
  readonly early: Map<number, ChunkResult>;
  readonly deaths: Map<number, number>;
  taken: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

async function openPool<Theta, Phi>(count: number, setup: WorkerSetup, job: Job<Theta, Phi>, notice: (notice: ExecutorNotice) => void): Promise<Session> {
  const identity = identityOf(job);
  const { seed, iterations, tasksPerCall } = job;
  const members: Member[] = [];
  let pending: Pending | undefined;
  let broken: Error | undefined;
  let becomeReady = (): void => undefined;
  let failToStart = (_: Error): void => undefined;

  const fail = (error: Error): void => {
    broken ??= error;
    failToStart(error);
    pending?.reject(error);
  };

  const start = (index: number, stillborn: number): void => {
    const process = startWorker<Request, Reply>(new URL('./worker-main.js', import.meta.url), { reply: (reply) => onReply(index, reply), ended: (how) => onEnd(index, how) });
    members[index] = { process, ready: false, sent: [], stillborn };
    process.send({ type: 'setup', setup, job: { seed, iterations, tasksPerCall } });
  };

  const dispatch = (): void => {
    if (!pending) return;
    const { iteration, theta } = pending.request;
    // All get their first before any gets a second.
    for (let depth = 0; depth < ahead; depth++) {
      for (const member of members) {
        if (!member.ready || member.sent.length !== depth) continue;
        const chunk = pending.queue.shift();
        if (!chunk) return;
        member.process.send({ type: 'chunk', iteration, chunk, ...(member.given === pending ? {} : { theta }) });
        member.given = pending;
        member.sent.push({ chunk, pending });
      }
    }
  };

  const onReply = (index: number, reply: Reply): void => {
    const member = members[index];
    if (reply.type === 'failure') return fail(new WorkerError(`A worker process failed: ${reply.message}`, { cause: reply.stack }));
    if (reply.type === 'ready') {
      const differing = differences(identity, reply.identity);
      if (differing.length > 0) return fail(new WorkerError(`The workers' module ${setup.module} builds another job than this process has: ${differing.join('; ')}.`));
      Object.assign(member, { ready: true, stillborn: 0 });
      becomeReady();
    } else {
      const answered = member.sent.shift()!;
      // The answer to a request that was given up on meanwhile is dropped.
      if (answered.pending === pending) collect(answered.pending, answered.chunk, reply);
    }
    dispatch();
  };

  const collect = (current: Pending, chunk: Chunk, { gradient, losses }: ChunkResult): void => {
    current.early.set(chunk.index, { gradient, losses });
    const { chunks, take } = current.request;
    for (let next = chunks[current.taken]; next && current.early.has(next.index); next = chunks[current.taken]) {
      take(current.early.get(next.index)!, next);
      current.early.delete(next.index);
      current.taken++;
    }
    if (current.taken === chunks.length) current.resolve();
  };

  const onEnd = (index: number, how: string): void => {
    const { sent, ready, stillborn } = members[index];
    if (broken) return;
    if (!ready && stillborn + 1 >= mostDeaths) {
      return fail(new WorkerError(`Worker processes cannot start: ${mostDeaths} in a row ended (${how}) before they were ready. Their messages stand on standard error.`));
    }
    const lost = sent.filter((each) => each.pending === pending).map(({ chunk }) => chunk);
    if (pending && lost.length > 0) {
      const [chunk] = lost;
      const deaths = (pending.deaths.get(chunk.index) ?? 0) + 1;
      const what = `the worker process of tasks ${chunk.first} to ${chunk.first + chunk.count - 1} of iteration ${pending.request.iteration + 1} ended (${how})`;
      if (deaths >= mostDeaths) return fail(new WorkerError(`Given up after ${deaths} tries: ${what}. It may lack memory; use fewer workers or a smaller chunkSize.`));
      pending.deaths.set(chunk.index, deaths);
      pending.queue.unshift(...lost);
      notice({ type: 'retry', message: `Trying again: ${what}.` });
    }
    start(index, ready ? 0 : stillborn + 1);
    dispatch();
  };

  const close = async (): Promise<void> => {
    broken ??= new WorkerError('The pool of workers is closed.');
    await Promise.all(members.map(({ process }) => process.end()));
  };

  for (let index = 0; index < count; index++) start(index, 0);
  try {
    // One is enough to begin with; the others join as they come.
    await new Promise<void>((resolve, reject) => {
      becomeReady = resolve;
      failToStart = reject;
    });
  } catch (error) {
    await close();
    throw error;
  }

  return {
    async gradients(request) {
      if (broken) throw broken;
      const { signal, chunks } = request;
      signal?.throwIfAborted();
      let onAbort = (): void => undefined;
      try {
        await new Promise<void>((resolve, reject) => {
          pending = { request, queue: [...chunks], early: new Map(), deaths: new Map(), taken: 0, resolve, reject };
          onAbort = () => reject(signal!.reason);
          signal?.addEventListener('abort', onAbort, { once: true });
          dispatch();
        });
      } finally {
        signal?.removeEventListener('abort', onAbort);
        pending = undefined;
      }
    },
    close,
  };
}
