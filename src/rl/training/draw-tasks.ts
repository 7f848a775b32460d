import { foldIn, type Key } from '../../random/index.js';
import type { Chunk } from '../../training/index.js';
import { streamKey } from '../../training/streams.js';
import type { DrawnTask } from '../agent.js';
import type { EnvironmentFamily } from '../environment/index.js';

/** The tasks of a chunk. A task's own key fixes what it is and all that is random while it is worked on. */
export function drawTasks(family: Pick<EnvironmentFamily, 'sampleTask'>, streamKey: Key, { first, count }: Pick<Chunk, 'first' | 'count'>): DrawnTask[] {
  return Array.from({ length: count }, (_, i) => {
    const key = foldIn(streamKey, first + i);
    return { task: family.sampleTask(foldIn(key, 0)), key };
  });
}

/** The key of the training tasks of an iteration (done before: `iteration`). */
export function iterationKey(seed: number, iteration: number): Key {
  return foldIn(streamKey(seed, 'train'), iteration);
}
