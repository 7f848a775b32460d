import { foldIn, key, type Key } from '../random/index.js';

const streams = { initial: 0, train: 1, validation: 2, test: 3 } as const;

/** The key of one use of a run's seed: initial parameters, meta-training, validation or test tasks. */
export function streamKey(seed: number, stream: keyof typeof streams): Key {
  return foldIn(key(seed), streams[stream]);
}

/** The key of what is random inside the learner (dropout) while it adapts to the task of `taskKey`. */
export function learnerKey(taskKey: Key): Key {
  return foldIn(taskKey, 0x6c726e);
}
