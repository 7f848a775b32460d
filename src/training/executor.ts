import type { Algorithm } from '../algorithms/index.js';
import type { TaskFamily } from '../tasks/index.js';
import type { Chunk } from './chunks.js';
import type { TestSession } from './test-session.js';

/** What an executor computes gradients of. */
export interface Job<Theta = unknown, Phi = unknown> {
  readonly family: TaskFamily;
  readonly algorithm: Algorithm<Theta, Phi>;
  readonly seed: number;
  /** Iterations in all: what progress is measured by. */
  readonly iterations: number;
  readonly tasksPerCall: number;
}

/** What a chunk of tasks contributes to a meta-step. */
export interface ChunkResult {
  /** float32 (P): the sum over the chunk's tasks of the gradient of the objective. */
  readonly gradient: Float32Array;
  /** The objective of each task. */
  readonly losses: Float32Array;
}

/** One iteration's request. */
export interface GradientRequest {
  /** Iterations done before this one; with the seed it fixes the tasks. */
  readonly iteration: number;
  /** float32 (P), not changed while the request runs. */
  readonly theta: Float32Array;
  readonly chunks: readonly Chunk[];
  /** Takes the results, always in the order of the chunks, whoever computed them when. */
  readonly take: (result: ChunkResult, chunk: Chunk) => void;
  readonly signal?: AbortSignal;
}

/** An executor that is ready for one job. */
export interface Session {
  /** Resolves when all chunks were taken. One request at a time. */
  gradients(request: GradientRequest): Promise<void>;
  /** Measures test tasks of the job's family between gradients, where who computes these can share that out, too. Absent: somebody else does. */
  curves?: TestSession['curves'];
  /** Frees programs and processes. */
  close(): Promise<void>;
}

/** Something that went wrong and was made good. */
export interface ExecutorNotice {
  readonly type: 'retry';
  readonly message: string;
}

/**
 * Where chunks of tasks are computed: their gradients in training, their curves in tests. A chunk's result depends on what is
 * asked and the chunk alone, so executors differ in speed only.
 */
export interface Executor {
  /** Processes beside this one; 0 is this process. */
  readonly workers: number;
  open<Theta, Phi>(job: Job<Theta, Phi>, notice: (notice: ExecutorNotice) => void): Promise<Session>;
  openTest<Theta, Phi>(job: Pick<Job<Theta, Phi>, 'family' | 'algorithm'>, notice: (notice: ExecutorNotice) => void): Promise<TestSession<Theta>>;
}
