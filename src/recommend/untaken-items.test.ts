import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { key } from '../random/index.js';
import { handRatings } from '../testing/hand-ratings.js';
import { untakenItems } from './untaken-items.js';

test('what is drawn was never taken, and never comes twice, until nothing is left', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 40 }), fc.array(fc.nat(12), { maxLength: 5 }), fc.nat(1000), (items, takes, calls, seed) => {
      const taken = Math.min(items, takes);
      const ratings = handRatings([[], Array.from({ length: taken }, (_, item) => [item, 1] as const)], items);
      const draw = untakenItems(ratings, 1, key(seed));
      const found = calls.flatMap((wanted) => draw(wanted));
      assert.equal(new Set(found).size, found.length);
      assert.ok(found.every((item) => item >= taken && item < items));
      assert.equal(found.length, Math.min(items - taken, calls.reduce((total, wanted) => total + wanted, 0)));
    }),
  );
});

test('items are as likely as each other, whether many are left or few', () => {
  for (const items of [8, 40]) {
    const ratings = handRatings([[[0, 1], [1, 1]]], items);
    const counts = new Float64Array(items);
    for (let seed = 0; seed < 3000; seed++) for (const item of untakenItems(ratings, 0, key(seed))(2)) counts[item]++;
    const expected = 6000 / (items - 2);
    counts.forEach((count, item) => assert.ok(item < 2 ? count === 0 : Math.abs(count - expected) < 5 * Math.sqrt(expected), `item ${item} of ${items}: ${count}`));
  }
});
