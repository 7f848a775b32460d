import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { faultCounter } from './fault-counter.js';
import { indexRatings, type IndexedRatings } from './index-ratings.js';
import { ratingRows } from './rating-rows.js';

interface Line {
  readonly user: number;
  readonly item: number;
  readonly rating: number;
  readonly time: number;
}
const [users, items] = [5, 6];
const line = fc.record({ user: fc.nat(users - 1), item: fc.nat(items - 1), rating: fc.integer({ min: -1, max: 6 }), time: fc.nat(8) });

function index(lines: readonly Line[]): { indexed: IndexedRatings; faults: ReturnType<typeof faultCounter> } {
  const rows = ratingRows();
  const faults = faultCounter();
  lines.forEach(({ user, item, rating, time }, at) => rows.add(user, item, rating, time, at + 1));
  return { indexed: indexRatings(rows, users, items, { low: 0, high: 5 }, 'a.csv', faults), faults };
}

test('each user has the last rating of each item, from the first to the last in time', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const { indexed, faults } = index(lines);
      const inScale = lines.map((each, at) => ({ ...each, at })).filter(({ rating }) => rating >= 0 && rating <= 5);
      let [duplicates, contradictions] = [0, 0];
      for (let user = 0; user < users; user++) {
        const own = inScale.filter((each) => each.user === user).sort((a, b) => a.time - b.time || a.at - b.at);
        own.forEach((each, at) => {
          const later = own.slice(at + 1).find(({ item }) => item === each.item);
          if (later) later.rating === each.rating ? duplicates++ : contradictions++;
        });
        const last = own.filter((each, at) => !own.slice(at + 1).some(({ item }) => item === each.item));
        const span = [indexed.starts[user], indexed.starts[user + 1]] as const;
        assert.deepEqual([...indexed.item.slice(...span)], last.map(({ item }) => item));
        assert.deepEqual([...indexed.rating.slice(...span)], last.map(({ rating }) => rating));
        assert.deepEqual([...indexed.time.slice(...span)], last.map(({ time }) => time));
      }
      const counted = Object.fromEntries(faults.faults().map(({ kind, count }) => [kind, count]));
      const expected = { outOfScale: lines.length - inScale.length, contradiction: contradictions, duplicate: duplicates };
      assert.deepEqual({ outOfScale: 0, contradiction: 0, duplicate: 0, ...counted }, expected);
    }),
  );
});

test('the place of a contradiction is the line that does not count', () => {
  const { faults } = index([
    { user: 0, item: 1, rating: 5, time: 9 },
    { user: 0, item: 1, rating: 2, time: 4 },
    { user: 1, item: 1, rating: 2, time: 4 },
    { user: 1, item: 1, rating: 2, time: 3 },
  ]);
  assert.deepEqual(faults.faults(), [
    { kind: 'contradiction', count: 1, places: [{ file: 'a.csv', line: 2 }] },
    { kind: 'duplicate', count: 1, places: [{ file: 'a.csv', line: 4 }] },
  ]);
});

test('rows of several blocks are all indexed', () => {
  const rows = ratingRows();
  const count = 300_000;
  for (let at = 0; at < count; at++) rows.add(at % 7, Math.floor(at / 7), (at % 5) + 1, count - at, at);
  const { starts, item, rating, time } = indexRatings(rows, 7, count, { low: 1, high: 5 }, 'a.csv', faultCounter());
  assert.equal(item.length, count);
  for (let user = 0; user < 7; user++) {
    for (let at = starts[user]; at < starts[user + 1]; at += 1000) {
      const original = count - time[at];
      assert.deepEqual([original % 7, Math.floor(original / 7), (original % 5) + 1], [user, item[at], rating[at]]);
    }
  }
  assert.equal(rows.count, 0);
});
