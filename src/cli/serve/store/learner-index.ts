import type { Entry } from './line.js';
import type { Place } from './scan.js';

/** Which learners a log has, and where. */
export interface LearnerIndex {
  readonly learners: ReadonlyMap<string, { readonly created: string; readonly places: readonly Place[] }>;
  /** Bytes of the lines of learners that are there. */
  readonly live: number;
  /** Takes note of a line. False where it belongs to nothing: a part whose learner, or the part before it, is not there. */
  note(entry: Entry, place: Place): boolean;
  /** The places of all parts after the log was copied: those that `moved` gives. */
  move(moved: (place: Place) => Place): void;
}

export function learnerIndex(): LearnerIndex {
  const learners = new Map<string, { readonly created: string; places: Place[] }>();
  let live = 0;
  return {
    learners,
    get live() {
      return live;
    },
    note(entry, place) {
      const found = learners.get(entry.id);
      if ('gone' in entry) {
        for (const { length } of found?.places ?? []) live -= length;
        return learners.delete(entry.id);
      }
      if (entry.number !== (found?.places.length ?? 0)) return false;
      live += place.length;
      if (found) found.places.push(place);
      else learners.set(entry.id, { created: entry.at, places: [place] });
      return true;
    },
    move(moved) {
      for (const learner of learners.values()) learner.places = learner.places.map(moved);
    },
  };
}
