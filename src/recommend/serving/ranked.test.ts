import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ranked } from './ranked.js';

test('the best of any items are the first of all in order: by score, then by count, then by number', () => {
  const few = fc.integer({ min: -3, max: 3 });
  fc.assert(
    fc.property(fc.array(fc.tuple(few, few, fc.boolean()), { maxLength: 300 }), fc.nat({ max: 310 }), (list, top) => {
      const items = list.flatMap(([, , chosen], item) => (chosen ? [item] : []));
      const order = [...items].sort((a, b) => list[b][0] - list[a][0] || list[b][1] - list[a][1] || a - b);
      assert.deepEqual(Array.from(ranked(Int32Array.from(items), list.map(([score]) => score), list.map(([, count]) => count), top)), order.slice(0, top));
    }),
    { numRuns: 200, seed: 3 },
  );
});

test('scores that are no numbers end the list and stop nothing', () => {
  assert.equal(ranked(Int32Array.of(0, 1, 2, 3), [NaN, 1, NaN, 2], [0, 0, 0, 0], 2).length, 2);
});
