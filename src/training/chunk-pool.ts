import type { Chunk } from './chunks.js';
import { differences, type Json } from './configuration.js';
import type { DeskReply, DeskRequest } from './desk-protocol.js';
import type { ExecutorNotice } from './executor.js';
import { Line, type Letters, type Spoken } from './line.js';
import { Mailbox } from './mailbox.js';
import { PendingAsk, type AskRequest } from './pending-ask.js';
import { startWorker, type WorkerProcess } from './worker-process.js';

/** Thrown where worker processes cannot do their work. */
export class WorkerError extends Error {
  override name = 'WorkerError';
}

export interface ChunkPoolOptions<Setup, Ask, Answer> {
  /** Worker processes, of one computing thread each. */
  readonly workers: number;
  /** The module that a worker runs, which calls `serveDesk`. */
  readonly program: URL;
  /** What each is told first. */
  readonly setup: Setup;
  /** What builds the workers' desks, for messages. */
  readonly module: string;
  /** What they must say of what they built. */
  readonly identity: Json;
  /** Whether a chunk goes to the same place each time, where what was made for it is kept: chunk i to place i modulo `workers`. Default: to whoever is free. */
  readonly sticky?: boolean;
  /** Whether a worker that has answered looks for the next request for a while before it sleeps: a core should be left to this process, too. Default: no. */
  readonly awake?: boolean;
  /** What goes through mailboxes, so that somebody must look for it. Default: nothing. */
  readonly letters?: Letters<DeskRequest<Setup, Ask>, DeskReply<Answer>>;
  /** Told of what went wrong and was made good. */
  readonly notice: (notice: ExecutorNotice) => void;
}

/** The mailboxes of all workers. */
export interface Mailboxes {
  /** Takes what they have put in. */
  look(): void;
  /** Tells them whether this process looks by itself. At first it does not. */
  watch(isWatching: boolean): void;
}

/** Worker processes that answer questions about chunks. */
export interface ChunkPool<Ask, Answer> extends Mailboxes {
  /** Resolves when all answers were taken. One request at a time. */
  ask(request: AskRequest<Ask, Answer>): Promise<void>;
  close(): Promise<void>;
}

/** Chunks that a worker has at once: the one it works on, and the next, so that it need not wait for it. */
const ahead = 2;

/** Deaths in a row, of one chunk's workers or of one place's before they were ready, after which it is given up. */
const mostDeaths = 3;

interface Member<Setup, Ask, Answer> {
  readonly process: WorkerProcess<Spoken<DeskRequest<Setup, Ask>>>;
  readonly line: Line<DeskRequest<Setup, Ask>, DeskReply<Answer>>;
  ready: boolean;
  /** What it was sent and has not answered, in order. */
  readonly sent: { readonly chunk: Chunk; readonly pending: PendingAsk<Ask, Answer> }[];
  /** Whose ask it has. */
  given?: PendingAsk<Ask, Answer>;
  /** Deaths in a row before it was ready. */
  stillborn: number;
}

/**
 * Starts worker processes and resolves when one is ready; the others join as they come. One that dies is replaced and its chunks asked again.
 * @throws WorkerError where they cannot start, fail, or build something else than `identity`.
 */
export async function openChunkPool<Setup, Ask, Answer>(options: ChunkPoolOptions<Setup, Ask, Answer>): Promise<ChunkPool<Ask, Answer>> {
  const { workers, program, setup, module, identity, sticky = false, awake = false, letters, notice } = options;
  const members: Member<Setup, Ask, Answer>[] = [];
  let pending: PendingAsk<Ask, Answer> | undefined;
  let broken: Error | undefined;
  let isWatching = false;
  let becomeReady = (): void => undefined;
  let failToStart = (_: Error): void => undefined;

  const fail = (error: Error): void => {
    broken ??= error;
    failToStart(error);
    pending?.reject(error);
  };

  const start = (place: number, stillborn: number): void => {
    const file = letters && Mailbox.file();
    const process = startWorker<Spoken<DeskRequest<Setup, Ask>>, Spoken<DeskReply<Answer>>>(program, { reply: (spoken) => line.hear(spoken), ended: (how) => onEnd(place, how) }, { file });
    const line = new Line<DeskRequest<Setup, Ask>, DeskReply<Answer>>(process.send, (reply) => onReply(place, reply));
    if (letters && file !== undefined) line.attach(new Mailbox(file, 0), letters.requests, letters.replies);
    line.watch(isWatching);
    members[place] = { process, line, ready: false, sent: [], stillborn };
    line.send({ type: 'setup', setup, awake, hasMailbox: file !== undefined });
  };

  const dispatch = (): void => {
    if (!pending) return;
    // All get their first before any gets a second.
    for (let depth = 0; depth < ahead; depth++) {
      for (const [place, member] of members.entries()) {
        if (!member.ready || member.sent.length !== depth) continue;
        const chunk = pending.nextFor(place);
        if (!chunk) continue;
        member.line.send({ type: 'chunk', chunk, ...(member.given === pending ? {} : { ask: pending.request.ask }) });
        member.given = pending;
        member.sent.push({ chunk, pending });
      }
    }
  };

  const onReply = (place: number, reply: DeskReply<Answer>): void => {
    const member = members[place];
    if (reply.type === 'failure') return fail(new WorkerError(`A worker process failed: ${reply.message}`, { cause: reply.stack }));
    if (reply.type === 'ready') {
      const differing = differences(reply.identity, identity);
      if (differing.length > 0) return fail(new WorkerError(`The workers' module ${module} builds another job than this process has: ${differing.join('; ')}.`));
      Object.assign(member, { ready: true, stillborn: 0 });
      becomeReady();
    } else {
      const answered = member.sent.shift()!;
      // The answer to a request that was given up on meanwhile is dropped.
      if (answered.pending === pending) pending.answered(answered.chunk, reply.answer);
    }
    dispatch();
  };

  const onEnd = (place: number, how: string): void => {
    const { line, sent, ready, stillborn } = members[place];
    line.detach();
    if (broken) return;
    if (!ready && stillborn + 1 >= mostDeaths) {
      return fail(new WorkerError(`Worker processes cannot start: ${mostDeaths} in a row ended (${how}) before they were ready. Their messages stand on standard error.`));
    }
    const lost = sent.filter((each) => each.pending === pending).map(({ chunk }) => chunk);
    if (pending && lost.length > 0) {
      const [{ first, count }] = lost;
      const what = `the worker process of tasks ${first} to ${first + count - 1} of ${pending.request.during} ended (${how})`;
      const deaths = pending.lost(place, lost);
      if (deaths >= mostDeaths) return fail(new WorkerError(`Given up after ${deaths} tries: ${what}. It may lack memory; use fewer workers or a smaller chunkSize.`));
      notice({ type: 'retry', message: `Trying again: ${what}.` });
    } else if (ready || how !== 'signal SIGINT') {
      // Ctrl-C reaches the whole group, and a process that is still loading cannot let it pass yet: of that nothing is said.
      notice({ type: 'retry', message: `A worker process ended (${how}) ${ready ? 'while it had nothing to do' : 'before it was ready'}: another takes its place.` });
    }
    start(place, ready ? 0 : stillborn + 1);
    dispatch();
  };

  const close = async (): Promise<void> => {
    broken ??= new WorkerError('The pool of workers is closed.');
    pending?.reject(broken);
    await Promise.all(members.map(({ process }) => process.end()));
    for (const { line } of members) line.detach();
  };

  for (let place = 0; place < workers; place++) start(place, 0);
  try {
    await new Promise<void>((resolve, reject) => {
      becomeReady = resolve;
      failToStart = reject;
    });
  } catch (error) {
    await close();
    throw error;
  }

  return {
    async ask(request) {
      if (broken) throw broken;
      const { signal } = request;
      signal?.throwIfAborted();
      let onAbort = (): void => undefined;
      let own: PendingAsk<Ask, Answer> | undefined;
      try {
        await new Promise<void>((resolve, reject) => {
          own = pending = new PendingAsk(request, sticky ? workers : 1, resolve, reject);
          onAbort = () => reject(signal!.reason);
          signal?.addEventListener('abort', onAbort, { once: true });
          dispatch();
        });
      } finally {
        signal?.removeEventListener('abort', onAbort);
        if (pending === own) pending = undefined;
      }
    },
    look() {
      for (const { line } of members) line.look();
    },
    watch(doesWatch) {
      isWatching = doesWatch;
      for (const { line } of members) line.watch(isWatching);
    },
    close,
  };
}

/** @throws RangeError where it is not a whole number of at least 1. */
export function requireWorkers(workers: number): void {
  if (!Number.isInteger(workers) || workers < 1) throw new RangeError(`workers must be a whole number of at least 1, got ${workers}. For none, use inProcess().`);
}
