import type { Algorithm } from '../algorithms/index.js';
import type { TaskFamily } from '../tasks/index.js';
import type { Json } from './configuration.js';
import type { ChunkResult, GradientRequest, Job } from './executor.js';
import type { Curves } from './test-report.js';
import type { TestAsk } from './test-session.js';
import type { WorkerSetup } from './worker-setup.js';

/** The family and the algorithm of a run, from JSON: the same that the main process gives to `metaTrain`. The default export of a worker's module. */
export type WorkerBuilder<Theta = unknown, Phi = unknown> = (options: Json) => Built<Theta, Phi> | Promise<Built<Theta, Phi>>;

export interface Built<Theta = unknown, Phi = unknown> {
  readonly family: TaskFamily;
  readonly algorithm: Algorithm<Theta, Phi>;
}

/** What a worker that computes gradients is told first. */
export interface GradientSetup {
  readonly setup: WorkerSetup;
  readonly job: Pick<Job, 'seed' | 'iterations' | 'tasksPerCall'>;
}

/** Of which theta, and which tasks. */
export type GradientAsk = Pick<GradientRequest, 'iteration' | 'theta'>;

/** What it is asked of chunks: their gradients, or, of test tasks, their curves. */
export type WorkAsk = { readonly gradients: GradientAsk } | { readonly curves: TestAsk };

/** What it gives, as it was asked. */
export type WorkAnswer = ChunkResult | Curves;

/** Says of a job what a worker that was built otherwise would say differently. */
export function identityOf<Theta, Phi>({ family, algorithm }: Built<Theta, Phi>): Json {
  const { name, inputShape, target, description } = family;
  return JSON.parse(
    JSON.stringify({ family: { name, inputShape, target, description }, algorithm: { name: algorithm.name, innerSteps: algorithm.innerSteps, ...algorithm.settings } }),
  ) as Json;
}
