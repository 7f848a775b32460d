import { leavesOf, type NdArray } from '../../graph/index.js';
import { foldIn, key } from '../../random/index.js';
import type { TaskFamily } from '../../tasks/index.js';
import { adaptTo, releaseAdapted } from '../../training/index.js';
import type { Theta } from '../baselines.js';
import type { AnyAlgorithm } from '../catalogue/index.js';
import { withLine } from '../progress.js';

/** What adapting to a task costs and changes. */
export interface Adapting {
  /** The median over some tasks, one at a time, after a first for which programs are compiled. */
  readonly milliseconds: number;
  /** Numbers that adapting changes or makes: of phi, those in arrays that theta does not have as they are. */
  readonly parameters: number;
}

const tasks = 11;

export function measureAdapting(family: TaskFamily, algorithm: AnyAlgorithm, theta: Theta, steps: number, signal?: AbortSignal): Promise<Adapting> {
  return withLine('timing how it adapts', (onProgress) => timeTasks(family, algorithm, theta, steps, onProgress, signal));
}

async function timeTasks(family: TaskFamily, algorithm: AnyAlgorithm, theta: Theta, steps: number, onProgress: (done: number, total: number) => void, signal?: AbortSignal): Promise<Adapting> {
  const times: number[] = [];
  let parameters = 0;
  try {
    for (let task = 0; task <= tasks; task++) {
      const { support, classes } = family.sample('test', foldIn(key(0), task));
      const started = performance.now();
      const { phi } = await adaptTo({ algorithm, theta, support, classes, steps, signal });
      if (task > 0) times.push(performance.now() - started);
      parameters = countChanged(theta, phi);
      onProgress(task, tasks);
    }
  } finally {
    await releaseAdapted(algorithm);
  }
  return { milliseconds: times.sort((a, b) => a - b)[Math.floor(tasks / 2)], parameters };
}

/** The elements of the leaves of phi that are no leaves of theta. */
export function countChanged(theta: unknown, phi: unknown): number {
  const kept = new Map<string, NdArray[]>();
  const shapeOf = ({ shape }: NdArray): string => shape.join();
  for (const leaf of leavesOf<NdArray>(theta)) kept.set(shapeOf(leaf), [...(kept.get(shapeOf(leaf)) ?? []), leaf]);
  const isKept = (leaf: NdArray): boolean => (kept.get(shapeOf(leaf)) ?? []).some(({ data }) => data.every((value: number, i: number) => value === leaf.data[i]));
  return leavesOf<NdArray>(phi).filter((leaf) => !isKept(leaf)).reduce((sum, { data }) => sum + data.length, 0);
}
