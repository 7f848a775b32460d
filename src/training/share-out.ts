import type { Mailboxes } from './chunk-pool.js';
import type { Chunk } from './chunks.js';
import { stayAwake } from './stay-awake.js';

/** Chunks that are shared, and who takes their results, always in the order of the chunks. */
interface Share<Result> {
  readonly chunks: readonly Chunk[];
  readonly take: (result: Result, chunk: Chunk) => void;
  readonly signal?: AbortSignal;
}

type Doing<Result> = (share: Share<Result>) => Promise<void>;

/** The processes that chunks are shared with. */
export interface Others extends Mailboxes {
  /** How many they are: here is one more. */
  readonly workers: number;
}

/** Shares chunks out, request after request, one at a time. */
export type ShareOut = <Result>(share: Share<Result>, here: Doing<Result>, there: Doing<Result>) => Promise<void>;

/** Has the first of the chunks done here while others do the rest. Where one side fails, the other is told to stop. */
export function sharing({ workers, look, watch }: Others): ShareOut {
  const stop = stopping();
  return async ({ chunks, take, signal }, here, there) => {
    const own = chunks.slice(0, Math.ceil(chunks.length / (workers + 1)));
    const early: Parameters<typeof take>[] = [];
    let isOwnTaken = false;
    let isSettled = false;
    const { failed, either } = stop(signal);
    const side = async (done: Promise<void>): Promise<void> => done.catch((error: unknown) => {
      failed.abort(error);
      throw error;
    });
    watch(true);
    const others = side(
      there({ chunks: chunks.slice(own.length), take: (result, chunk) => (isOwnTaken ? take(result, chunk) : void early.push([result, chunk])), signal: either }),
    ).finally(() => (isSettled = true));
    const takeOwn: typeof take = (result, chunk) => {
      take(result, chunk);
      look();
    };
    const ours = side(
      here({ chunks: own, take: takeOwn, signal: either }).then(() => {
        isOwnTaken = true;
        for (const [result, chunk] of early) take(result, chunk);
        void stayAwake(() => (look(), isSettled)).then((came) => came || watch(false));
      }),
    );
    await Promise.allSettled([ours, others]);
    if (failed.signal.aborted) throw failed.signal.reason;
  };
}

/** What tells both sides to stop: the caller's signal, or the failure of one. It is made once, not for each request, of which it would take a hundredth where they are short. */
function stopping(): (signal?: AbortSignal) => { failed: AbortController; either: AbortSignal } {
  let made: { failed: AbortController; either: AbortSignal; signal?: AbortSignal } | undefined;
  return (signal) => {
    if (!made || made.failed.signal.aborted || made.signal !== signal) {
      const failed = new AbortController();
      made = { failed, either: signal ? AbortSignal.any([signal, failed.signal]) : failed.signal, signal };
    }
    return made;
  };
}
