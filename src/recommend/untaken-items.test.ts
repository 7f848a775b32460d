import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { key } from '../random/index.js';
import { besideKnown, untakenItems, withUntaken } from './untaken-items.js';

test('what is drawn was never taken, and never comes twice, until nothing is left', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 40 }), fc.array(fc.nat(12), { maxLength: 5 }), fc.nat(1000), (items, takes, calls, seed) => {
      const taken = Math.min(items, takes);
      const draw = untakenItems(Array(taken).keys(), items, key(seed));
      const found = calls.flatMap((wanted) => draw(wanted));
      assert.equal(new Set(found).size, found.length);
      assert.ok(found.every((item) => item >= taken && item < items));
      assert.equal(found.length, Math.min(items - taken, calls.reduce((total, wanted) => total + wanted, 0)));
    }),
  );
});

test('items are as likely as each other, whether many are left or few', () => {
  for (const items of [8, 40]) {
    const counts = new Float64Array(items);
    for (let seed = 0; seed < 3000; seed++) for (const item of untakenItems([0, 1], items, key(seed))(2)) counts[item]++;
    const expected = 6000 / (items - 2);
    counts.forEach((count, item) => assert.ok(item < 2 ? count === 0 : Math.abs(count - expected) < 5 * Math.sqrt(expected), `item ${item} of ${items}: ${count}`));
  }
});

test('what was taken has its share of untaken items behind it, as rated 0, and what was seen and left stays as it is', () => {
  const known = { items: [3, 7, 9], ratings: [1, 0, 2] };
  assert.deepEqual(withUntaken(known, 2, (wanted) => [20, 21, 22, 23, 24].slice(0, wanted)), { items: [3, 7, 9, 20, 21, 22, 23], ratings: [1, 0, 2, 0, 0, 0, 0] });
  assert.deepEqual(besideKnown(known, 0, 100), known);
  assert.deepEqual(besideKnown({ items: [], ratings: [] }, 4, 100), { items: [], ratings: [] });
});

test('of a known set the same are drawn in whatever order it came, others of another set, none that are known, and none beyond the count', () => {
  const besides = (items: number[], count = 100): number[] => besideKnown({ items, ratings: items.map(() => 1) }, 4, count).items.slice(items.length);
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(120), { minLength: 1, maxLength: 15 }), (items) => {
      const drawn = besides(items);
      assert.deepEqual(besides([...items].reverse()), drawn);
      assert.equal(new Set([...items, ...drawn]).size, items.length + drawn.length);
      assert.ok(drawn.every((item) => item < 100));
      assert.equal(drawn.length, 4 * items.length);
    }),
  );
  assert.notDeepEqual(besides([1, 2]), besides([1, 3]));
  assert.deepEqual(besides([0, 1, 2, 40], 5).sort(), [3, 4]);
});
