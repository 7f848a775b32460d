import type { HostOf } from '../graph/index.js';
import type { Split } from '../tasks/index.js';
import type { Chunk } from './chunks.js';
import type { Protocol } from './test-program.js';
import type { Curves } from './test-report.js';

/** What is measured of test tasks. */
export interface TestAsk<Theta = unknown> {
  readonly theta: HostOf<Theta>;
  /** With the split it fixes the tasks. */
  readonly seed: number;
  readonly split: Split;
  /** The numbers of inner steps after which the metric is taken, rising. */
  readonly measuredAfter: readonly number[];
  readonly protocol: Protocol;
  /** The inner learning rate, where not the algorithm's own. */
  readonly learningRate?: number;
  /** Tasks batched in one program call; a chunk is one call. */
  readonly tasksPerCall: number;
}

/** The same of chunks of tasks. */
export interface TestRequest<Theta = unknown> extends TestAsk<Theta> {
  readonly chunks: readonly Chunk[];
  /** Takes the curves of a chunk's tasks, always in the order of the chunks, whoever measured them when. */
  readonly take: (curves: Curves, chunk: Chunk) => void;
  readonly signal?: AbortSignal;
}

/** An executor that is ready to test one algorithm on one family. */
export interface TestSession<Theta = unknown> {
  /** Resolves when all chunks were taken. One request at a time. */
  curves(request: TestRequest<Theta>): Promise<void>;
  /** Frees programs and processes. */
  close(): Promise<void>;
}
