import type { Job, Reply } from './protocol.js';
import { startWorker, type Worker } from './worker.js';

/** A job that waits or is worked on. */
export interface Pending {
  readonly job: Job;
  /** Whoever asked is gone: it need not be begun. */
  readonly signal?: AbortSignal;
  readonly settle: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
  /** Workers that ended while they did it. */
  deaths: number;
}

/** A worker process and the jobs that wait for it; where it ends, another takes its place. */
export interface Place {
  readonly ready: boolean;
  /** Jobs that wait or are worked on. */
  readonly length: number;
  readonly pid: number | undefined;
  push(pending: Pending): void;
  close(): Promise<void>;
}

export interface PlaceOptions {
  readonly run: string;
  readonly cacheBytes: number;
  /** Milliseconds after which a worker that has not answered is ended. */
  readonly workTime: number;
  /** The first worker is ready, or cannot open the run. */
  readonly opened: (problem?: string) => void;
  /** What was worked on when a worker ended. */
  readonly orphaned: (pending: Pending, how: string) => void;
  /** What waited for a worker that ended. */
  readonly displaced: (pending: Pending) => void;
  readonly hung: (pending: Pending) => void;
  readonly notice: (sentence: string) => void;
}

/** Milliseconds before a worker is started again that ended before it was ready. */
const pause = 1000;

export function openPlace({ run, cacheBytes, workTime, opened, orphaned, displaced, hung, notice }: PlaceOptions): Place {
  const queue: Pending[] = [];
  let current: Pending | undefined;
  let timer: NodeJS.Timeout | undefined;
  let ready = false;
  let closed = false;
  let worker: Worker;
  start();
  return {
    get ready() {
      return ready;
    },
    get length() {
      return queue.length + Number(current !== undefined);
    },
    get pid() {
      return worker.pid;
    },
    push(pending) {
      queue.push(pending);
      advance();
    },
    close() {
      closed = true;
      clearTimeout(timer);
      return worker.end();
    },
  };

  function start(): void {
    worker = startWorker(run, cacheBytes, { reply, ended });
  }

  function advance(): void {
    while (ready && !current) {
      const next = queue.shift();
      if (!next) return;
      if (next.signal?.aborted) {
        next.reject(next.signal.reason);
        continue;
      }
      current = next;
      timer = setTimeout(() => {
        const late = taken();
        if (late) hung(late);
        worker.kill();
      }, workTime);
      worker.send(next.job);
    }
  }

  function reply(said: Reply): void {
    if (said.type === 'ready') {
      ready = true;
      opened();
    } else if (said.type === 'unable') {
      opened(said.message);
      notice(`A worker could not open the run: ${said.message}`);
      worker.kill();
    } else {
      taken()?.settle(said);
    }
    advance();
  }

  function ended(how: string): void {
    const [orphan, stillborn] = [taken(), !ready];
    ready = false;
    if (closed) return;
    notice(`Worker process ${worker.pid} ended with ${how}; another takes its place.`);
    opened(`A worker process ended with ${how} before it was ready.`);
    if (orphan) orphaned(orphan, how);
    // Another worker may come much sooner to them than one that must start first, or never does.
    queue.splice(0).forEach(displaced);
    if (stillborn) timer = setTimeout(start, pause);
    else start();
  }

  function taken(): Pending | undefined {
    const was = current;
    current = undefined;
    clearTimeout(timer);
    return was;
  }
}
