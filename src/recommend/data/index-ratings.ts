import type { Ratings, RatingScale } from '../ratings.js';
import type { FaultCounter } from './fault-counter.js';
import { sortSpan } from './sort-span.js';
import type { RatingRows } from './rating-rows.js';

export interface IndexedRatings extends Pick<Ratings, 'starts' | 'item' | 'rating' | 'time'> {}

/**
 * Ratings by user and time: a counting sort by user, then each user's by time, where the same time keeps the order of the file. Of several ratings of an item by one user the last counts.
 * Ratings out of `scale` are left out. Uses up `rows`.
 * @param file their file, for places of faults.
 */
export function indexRatings(rows: RatingRows, users: number, items: number, { low, high }: RatingScale, file: string, faults: FaultCounter): IndexedRatings {
  const next = new Int32Array(users + 1);
  const isIn = (rating: number): boolean => rating >= Math.fround(low) && rating <= Math.fround(high);
  rows.each((user, value) => {
    if (isIn(value)) next[user + 1]++;
  });
  for (let user = 0; user < users; user++) next[user + 1] += next[user];
  const count = next[users];
  const starts = next.slice();
  const [item, line] = [new Int32Array(count), new Int32Array(count)];
  const rating = new Float32Array(count);
  const time = new Float64Array(count);
  rows.drain((user, itemOfRow, value, timeOfRow, lineOfRow) => {
    if (!isIn(value)) return faults.add('outOfScale', file, lineOfRow, String(Number(value.toPrecision(7))));
    const at = next[user]++;
    item[at] = itemOfRow;
    rating[at] = value;
    time[at] = timeOfRow;
    line[at] = lineOfRow;
  });

  for (let user = 0; user < users; user++) sortSpan(time, starts[user], starts[user + 1], [item, rating, time, line]);

  // Where a user's latest rating of each item stands, from 1; what stands before the user's first is of others.
  const latest = new Int32Array(items);
  const stale = new Uint8Array(count);
  let repeated = 0;
  for (let user = 0; user < users; user++) {
    for (let at = starts[user]; at < starts[user + 1]; at++) {
      const before = latest[item[at]] - 1;
      latest[item[at]] = at + 1;
      if (before < starts[user]) continue;
      stale[before] = 1;
      repeated++;
      faults.add(rating[before] === rating[at] ? 'duplicate' : 'contradiction', file, rating[before] === rating[at] ? Math.max(line[at], line[before]) : line[before]);
    }
  }
  return repeated === 0 ? { starts, item, rating, time } : withoutStale({ starts, item, rating, time }, stale, repeated);
}

function withoutStale({ starts, item, rating, time }: IndexedRatings, stale: Uint8Array, repeated: number): IndexedRatings {
  const moved = new Int32Array(starts.length);
  let end = 0;
  for (let user = 0; user + 1 < starts.length; user++) {
    for (let at = starts[user]; at < starts[user + 1]; at++) {
      if (stale[at]) continue;
      item[end] = item[at];
      rating[end] = rating[at];
      time[end] = time[at];
      end++;
    }
    moved[user + 1] = end;
  }
  const kept = item.length - repeated;
  return { starts: moved, item: item.slice(0, kept), rating: rating.slice(0, kept), time: time.slice(0, kept) };
}
