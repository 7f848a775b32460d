import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { maml, type Algorithm } from '../algorithms/index.js';
import { mul, sub } from '../graph/index.js';
import { huber, initialisers, meanSquaredError, mlp, type MlpParams } from '../nn/index.js';
import { lines, sinusoid } from '../regression/index.js';
import { mixture, type TaskFamily } from '../tasks/index.js';
import { isFirst } from './is-first.js';

/** What a worker that builds the tiny job should do beside. */
export interface TinyOptions {
  readonly shots?: number;
  /** Draws after which the process kills itself, as often as it is started; or once, where `once` names a file that remembers. */
  readonly crashAfter?: number;
  readonly once?: string;
  /** A folder that gets a file named like the process. */
  readonly pids?: string;
  readonly fail?: string;
  /** Whether the objective fades out while training goes on. */
  readonly fading?: boolean;
  /** Whether tasks are of several kinds and sizes. */
  readonly varied?: boolean;
  /** Whether a first input is so small that a process which has computed takes it for zero. */
  readonly faint?: boolean;
  /** Whether it learns by another loss that is called the same. */
  readonly robust?: boolean;
  /** Units of its layers. */
  readonly hidden?: number;
  /** Whether what is built lacks everything. */
  readonly nothing?: boolean;
  /** The code to exit with at once. */
  readonly exit?: number;
}

/** Sinusoids of 5 and 5 points and an MLP of 8 and 8: the smallest job that is one. What worker processes in tests build. */
export default function tinyJob(options: TinyOptions | null = {}): { family: TaskFamily; algorithm: Algorithm<MlpParams, MlpParams> } {
  const { shots = 5, crashAfter = Infinity, once, pids, fail, exit, fading = false, varied = false, faint = false, robust = false, hidden = 8, nothing = false } = options ?? {};
  if (exit !== undefined) process.exit(exit);
  if (fail) throw new Error(fail);
  if (nothing) return {} as never;
  if (pids) writeFileSync(join(pids, `${process.pid}`), '');
  const family = varied ? mixture({ waves: sinusoid({ shots: [1, 9], queries: [2, 6] }), lines: lines({ shots: [1, 4], queries: 3 }) }) : sinusoid({ shots, queries: 5 });
  const algorithm = maml({
    learner: mlp({ inputs: 1, hidden: [hidden, hidden], outputs: 1, initialiser: initialisers.heNormal }),
    loss: robust ? huber : meanSquaredError,
    innerLearningRate: 0.01,
  });
  let draws = 0;
  return {
    family: {
      ...family,
      sample(split, key) {
        if (++draws > crashAfter && (once === undefined || isFirst(once))) process.kill(process.pid, 'SIGKILL');
        const task = family.sample(split, key);
        if (faint) task.support.x.data[0] = Math.exp(-99.5);
        return task;
      },
    },
    algorithm: fading ? { ...algorithm, objective: (theta, task, call) => mul(algorithm.objective(theta, task, call), sub(1, call!.progress!)) } : algorithm,
  };
}

/** The URL of this module. */
export const tinyModule = import.meta.url;

/** How it is trained: 5 tasks in chunks of 2 (the last of 1), two calls each. */
export const tinyPlan = { iterations: 12, metaBatchSize: 5, seed: 7, chunkSize: 2, tasksPerCall: 1 };
