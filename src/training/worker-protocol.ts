import type { Algorithm } from '../algorithms/index.js';
import type { TaskFamily } from '../tasks/index.js';
import type { Chunk } from './chunks.js';
import type { Json } from './configuration.js';
import type { ChunkResult, Job } from './executor.js';

/** How a worker process builds what it works on: `module`'s default export, a `WorkerBuilder`, called with `options`. */
export interface WorkerSetup {
  /** The URL of a module, as `new URL('./build.js', import.meta.url).href`. */
  readonly module: string;
  readonly options?: Json;
}

/** The family and the algorithm of a run, from JSON: the same that the main process gives to `metaTrain`. */
export type WorkerBuilder<Theta = unknown, Phi = unknown> = (options: Json) => Built<Theta, Phi> | Promise<Built<Theta, Phi>>;

export interface Built<Theta = unknown, Phi = unknown> {
  readonly family: TaskFamily;
  readonly algorithm: Algorithm<Theta, Phi>;
}

/** From the main process to a worker. */
export type Request =
  | { readonly type: 'setup'; readonly setup: WorkerSetup; readonly job: Pick<Job, 'seed' | 'iterations' | 'tasksPerCall'> }
  /** `theta` comes with the first chunk of an iteration that the worker gets. */
  | { readonly type: 'chunk'; readonly iteration: number; readonly chunk: Chunk; readonly theta?: Float32Array };

/** From a worker to the main process. */
export type Reply =
  | { readonly type: 'ready'; readonly identity: JobIdentity }
  | ({ readonly type: 'result' } & ChunkResult)
  /** The worker lives, but its code threw: to try again would throw again. */
  | { readonly type: 'failure'; readonly message: string; readonly stack?: string };

/** What must be the same in every process. */
export type JobIdentity = Json;

/** Says of a job what a worker that was built otherwise would say differently. */
export function identityOf<Theta, Phi>({ family, algorithm }: Built<Theta, Phi> | Job<Theta, Phi>): JobIdentity {
  const { name, inputShape, target, description } = family;
  return JSON.parse(
    JSON.stringify({ family: { name, inputShape, target, description }, algorithm: { name: algorithm.name, innerSteps: algorithm.innerSteps, ...algorithm.settings } }),
  ) as JobIdentity;
}
