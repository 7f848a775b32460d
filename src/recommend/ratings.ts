import type { Attribute } from './attributes.js';
import type { DataReport } from './data/data-report.js';
import type { Names } from './names.js';

/** What a rating may be. */
export interface RatingScale {
  readonly low: number;
  readonly high: number;
  /** The values that occur, rising, where these are few (at most 20): stars. Absent where ratings are any number. */
  readonly levels?: readonly number[];
}

/**
 * Who rated what, indexed by user. The ratings of user u are those from `starts[u]` to `starts[u + 1]`, from the first to the last in time; a user has at most
 * one of an item. Users and items are numbered by `users` and `items`; an item may have no rating (it was just listed).
 */
export interface Ratings {
  readonly name: string;
  readonly users: Names;
  readonly items: Names;
  /** What people call an item, where that is not its name: a film's title. */
  readonly titles?: readonly string[];
  /** Int32 (users + 1). */
  readonly starts: Int32Array;
  /** Int32 (ratings): which item. */
  readonly item: Int32Array;
  /** Float32 (ratings), within `scale`. Where `feedback` is 'implicit', all are one. */
  readonly rating: Float32Array;
  /** Float64 (ratings): seconds since 1970; where the data have no time, the number of the line. */
  readonly time: Float64Array;
  readonly scale: RatingScale;
  /** Whether users said how they like an item, or only took it. */
  readonly feedback: 'explicit' | 'implicit';
  readonly itemAttributes: readonly Attribute[];
  readonly userAttributes: readonly Attribute[];
  /** What a user should know of the data before trusting a number, in sentences. */
  readonly warnings: readonly string[];
  /** What was found wrong with the files; made-up raters have none. */
  readonly report?: DataReport;
  /** Where they came from, for config.json: files and their sums, the seed of synthetic ones. */
  readonly source: Readonly<Record<string, unknown>>;
}

/** How many ratings a user has. */
export function ratingsOf({ starts }: Pick<Ratings, 'starts'>, user: number): number {
  return starts[user + 1] - starts[user];
}

/** The place in `levels` of the one nearest to a rating; of two as near the lower. */
export function nearestLevel(levels: readonly number[], rating: number): number {
  return levels.reduce((best, level, i) => (Math.abs(level - rating) < Math.abs(levels[best] - rating) ? i : best), 0);
}
