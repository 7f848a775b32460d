import type { DataFault, FaultKind, Place } from './data-report.js';
import { faultKinds } from './describe-report.js';

/** Counts faults while files are read. */
export interface FaultCounter {
  /** @param found what stands there; of long texts the beginning is kept. */
  add(kind: FaultKind, file: string, line: number, found?: string): void;
  faults(): DataFault[];
}

/** Places that are kept of each kind. */
const fewPlaces = 3;
const longestFound = 60;

export function faultCounter(): FaultCounter {
  const known = new Map<FaultKind, { count: number; places: Place[] }>();
  return {
    add(kind, file, line, found) {
      let own = known.get(kind);
      if (!own) known.set(kind, (own = { count: 0, places: [] }));
      own.count++;
      if (own.places.length < fewPlaces) own.places.push({ file, line, ...(found === undefined ? {} : { found: found.length > longestFound ? `${found.slice(0, longestFound)}...` : found }) });
    },
    faults: () => faultKinds.filter((kind) => known.has(kind)).map((kind) => ({ kind, ...known.get(kind)! })),
  };
}
