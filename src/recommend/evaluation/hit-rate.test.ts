import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hitRate } from './index.js';
import { topItems } from './top-items.js';

test('a liked item is a hit where fewer than k of those not rated stand above it', () => {
  // Items 0 and 1 are liked, 2 is rated otherwise; 3 and 4 stand above item 1.
  const scores = [5, 2, 9, 4, 3];
  assert.equal(hitRate(scores, [0, 1], new Set([0, 1, 2]), 1), 0.5);
  assert.equal(hitRate(scores, [0, 1], new Set([0, 1, 2]), 2), 0.5);
  assert.equal(hitRate(scores, [0, 1], new Set([0, 1, 2]), 3), 1);
});

test('among equal scores a liked item is a hit as often as it would stand among the first k', () => {
  assert.equal(hitRate([1, 1, 1, 1], [0], new Set([0]), 1), 1 / 4);
  assert.equal(hitRate([1, 1, 1, 2], [0], new Set([0]), 2), 1 / 3);
});

test('of one liked item and no equal scores, it is a hit where it is among the top items that were not rated', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), { minLength: 3, maxLength: 30 }), fc.integer({ min: 1, max: 10 }), fc.nat(), (scores, k, draw) => {
      const liked = draw % scores.length;
      const other = (liked + 1) % scores.length;
      const top = topItems(scores, new Set([other]), k);
      assert.equal(hitRate(scores, [liked], new Set([liked, other]), k), Number(top.includes(liked)));
    }),
  );
});

test('top items are those of a sort by score, then by number', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 }), fc.array(fc.nat(40)), fc.integer({ min: 1, max: 10 }), (scores, excluded, count) => {
      const sorted = [...scores.keys()].filter((item) => !excluded.includes(item)).sort((a, b) => scores[b] - scores[a] || a - b);
      assert.deepEqual(topItems(scores, new Set(excluded), count), sorted.slice(0, count));
    }),
  );
});
