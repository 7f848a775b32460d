import type { Chunk } from './chunks.js';
import { stayAwake } from './stay-awake.js';

/** Has chunks done somewhere, and takes their results in their order. */
export type Doing<Result> = (share: { readonly chunks: readonly Chunk[]; readonly take: (result: Result, chunk: Chunk) => void }) => Promise<void>;

/**
 * Has the first of the chunks done here while workers do the others. All are taken in the order of the chunks.
 *
 * @param workers how many processes do what `there` is asked; here is one more.
 */
export async function shareOut<Result>(chunks: readonly Chunk[], take: (result: Result, chunk: Chunk) => void, workers: number, here: Doing<Result>, there: Doing<Result>): Promise<void> {
  const own = chunks.slice(0, Math.ceil(chunks.length / (workers + 1)));
  const early: [Result, Chunk][] = [];
  let isOwnTaken = false;
  let isSettled = false;
  const others = there({
    chunks: chunks.slice(own.length),
    take: (result, chunk) => (isOwnTaken ? take(result, chunk) : void early.push([result, chunk])),
  }).finally(() => (isSettled = true));
  // What they fail of is told below, when what is done here is done.
  others.catch(() => undefined);
  await here({ chunks: own, take });
  isOwnTaken = true;
  for (const [result, chunk] of early) take(result, chunk);
  await stayAwake(() => isSettled);
  await others;
}
