import { LRUCache } from 'lru-cache';
import type { Desk, Part } from '../service.js';

/** Adapted learners, those used last, as far as they stay within a bound of bytes. */
export interface Remembered<Learner> {
  /** The learner with this many parts: as it was, or adapted to them; undefined where it is not remembered and `parts` are not there. */
  learner(id: string, count: number, parts: readonly Part[] | undefined): Promise<Learner | undefined>;
}

/** A learner's own small objects, beside its parameters. */
const overhead = 1024;

export function remembered<Learner>(desk: Pick<Desk<Learner>, 'adapt' | 'bytesOf'>, bytes: number): Remembered<Learner> {
  const kept = new LRUCache<string, { readonly count: number; readonly learner: Learner }>({
    maxSize: Math.max(1, bytes),
    sizeCalculation: ({ learner }) => overhead + desk.bytesOf(learner),
  });
  return {
    async learner(id, count, parts) {
      const found = kept.get(id);
      if (found?.count === count) return found.learner;
      if (parts === undefined) return undefined;
      // One of more parts has some that could not be stored.
      const learner = await desk.adapt(parts, found && found.count < count ? found.learner : undefined);
      kept.set(id, { count, learner });
      return learner;
    },
  };
}
