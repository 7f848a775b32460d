import type { Chunk } from './chunks.js';
import { stayAwake } from './stay-awake.js';

/** Chunks that are shared, and who takes their results, always in the order of the chunks. */
interface Share<Result> {
  readonly chunks: readonly Chunk[];
  readonly take: (result: Result, chunk: Chunk) => void;
  readonly signal?: AbortSignal;
}

type Doing<Result> = (share: Share<Result>) => Promise<void>;

/**
 * Has the first of the chunks done here while workers do the others. Where one side fails, the other is told to stop.
 *
 * @param workers how many processes do what `there` is asked; here is one more.
 */
export async function shareOut<Result>({ chunks, take, signal }: Share<Result>, workers: number, here: Doing<Result>, there: Doing<Result>): Promise<void> {
  const own = chunks.slice(0, Math.ceil(chunks.length / (workers + 1)));
  const early: [Result, Chunk][] = [];
  let isOwnTaken = false;
  let isSettled = false;
  const failed = new AbortController();
  const either = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const stopping = async (side: Promise<void>): Promise<void> => side.catch((error: unknown) => {
    failed.abort(error);
    throw error;
  });
  const others = stopping(
    there({ chunks: chunks.slice(own.length), take: (result, chunk) => (isOwnTaken ? take(result, chunk) : void early.push([result, chunk])), signal: either }),
  ).finally(() => (isSettled = true));
  const ours = stopping(
    here({ chunks: own, take, signal: either }).then(() => {
      isOwnTaken = true;
      for (const [result, chunk] of early) take(result, chunk);
      void stayAwake(() => isSettled);
    }),
  );
  await Promise.allSettled([ours, others]);
  if (failed.signal.aborted) throw failed.signal.reason;
}
