import type { Chunk } from './chunks.js';

export interface AskRequest<Ask, Answer> {
  /** What is asked of every chunk; sent once to each worker. */
  readonly ask: Ask;
  readonly chunks: readonly Chunk[];
  /** Takes the answers, always in the order of the chunks. */
  readonly take: (answer: Answer, chunk: Chunk) => void;
  /** What it belongs to, for messages: `iteration 3`. */
  readonly during: string;
  readonly signal?: AbortSignal;
}

/** A request that is worked on: who gets which chunk, and which answers are there. */
export class PendingAsk<Ask, Answer> {
  private readonly queues: Chunk[][];
  private readonly early = new Map<number, Answer>();
  private readonly deaths = new Map<number, number>();
  private taken = 0;

  /** @param queues how many there are: place i takes from queue i modulo as many, and chunk i stands in it. */
  constructor(
    readonly request: AskRequest<Ask, Answer>,
    queues: number,
    private readonly resolve: () => void,
    readonly reject: (error: unknown) => void,
  ) {
    const { chunks } = request;
    this.queues = Array.from({ length: queues }, (_, queue) => chunks.filter(({ index }) => index % queues === queue));
    if (chunks.length === 0) resolve();
  }

  /** The next chunk for a place, if there is one. */
  nextFor(place: number): Chunk | undefined {
    return this.queueOf(place).shift();
  }

  /** An answer came: it is taken when those of all chunks before it were. */
  answered(chunk: Chunk, answer: Answer): void {
    this.early.set(chunk.index, answer);
    const { chunks, take } = this.request;
    try {
      for (let next = chunks[this.taken]; next && this.early.has(next.index); next = chunks[this.taken]) {
        take(this.early.get(next.index)!, next);
        this.early.delete(next.index);
        this.taken++;
      }
    } catch (error) {
      this.reject(error);
    }
    if (this.taken === chunks.length) this.resolve();
  }

  /** The worker at a place died with these chunks, of which it worked on the first. Gives how many have died with that one. */
  lost(place: number, chunks: readonly Chunk[]): number {
    const { index } = chunks[0];
    const deaths = (this.deaths.get(index) ?? 0) + 1;
    this.deaths.set(index, deaths);
    this.queueOf(place).unshift(...chunks);
    return deaths;
  }

  private queueOf(place: number): Chunk[] {
    return this.queues[place % this.queues.length];
  }
}
