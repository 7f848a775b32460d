/** What can be wrong with a rating data set. */
export type FaultKind =
  | 'cutOff'
  | 'shortLine'
  | 'longLine'
  | 'otherSeparator'
  | 'unclosedQuote'
  | 'invalidText'
  | 'noId'
  | 'notANumber'
  | 'noTime'
  | 'outOfScale'
  | 'contradiction'
  | 'duplicate'
  | 'emptyUser'
  | 'idTwice'
  | 'itemNotInTable'
  | 'userNotInTable'
  | 'unratedItem'
  | 'userWithoutRatings';

/** Where a fault stands. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What stands there, where that says more than the line. */
  readonly found?: string;
}

/** How often one thing is wrong, and the first places. */
export interface DataFault {
  readonly kind: FaultKind;
  readonly count: number;
  readonly places: readonly Place[];
}

/** What was read, and what was wrong with it. */
export interface DataReport {
  /** Lines of ratings, good and bad, without the header and empty lines. */
  readonly rows: number;
  /** Ratings that were kept. */
  readonly kept: number;
  /** In the order of `FaultKind`; only what occurs. */
  readonly faults: readonly DataFault[];
  /** Decisions that were taken from what the files look like, in sentences. */
  readonly notes: readonly string[];
}
