import type { Part } from '../service.js';

/** What workers are asked to do. */
export type Task = 'adapt' | 'predict' | 'recommend';

/** From the server to a worker. */
export interface Job {
  readonly task: Task;
  /** A learner that is stored, and how many parts its support set has; absent for one that is adapted to and forgotten again. */
  readonly learner?: { readonly id: string; readonly parts: number };
  /** All parts of the support set; absent where the worker may remember them. */
  readonly parts?: readonly Part[];
  /** What is asked of the learner. */
  readonly asked?: unknown;
}

/** From a worker to the server: first that it is ready, then one for each job, in their order. */
export type Reply =
  | { readonly type: 'ready' }
  /** It cannot open the run. */
  | { readonly type: 'unable'; readonly message: string }
  | { readonly type: 'answer'; readonly answer: unknown }
  /** It does not remember the learner: the job must come again, with the parts. */
  | { readonly type: 'unknown' }
  | { readonly type: 'refused'; readonly status: number; readonly message: string }
  | { readonly type: 'failed'; readonly message: string; readonly stack?: string };
