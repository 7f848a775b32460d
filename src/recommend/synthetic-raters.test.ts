import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ratingsOf } from './ratings.js';
import { syntheticRaters } from './synthetic-raters.js';

test('of any sizes, the index fits: ratings of a user are in the order of time, of different items, and within the scale', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 5, max: 60 }), fc.integer({ min: 1, max: 10 }), fc.nat(10), fc.nat(100), (users, items, low, more, seed) => {
      const data = syntheticRaters({ users, items, perUser: [low, low + more], seed });
      assert.deepEqual([data.users.count, data.items.count, data.starts.length], [users, items, users + 1]);
      for (const of of [data.item, data.rating, data.time]) assert.equal(of.length, data.starts[users]);
      for (let user = 0; user < users; user++) {
        const own = [...data.item.subarray(data.starts[user], data.starts[user + 1])];
        assert.ok(own.length <= low + more && own.length === ratingsOf(data, user));
        assert.equal(new Set(own).size, own.length);
        assert.ok(own.every((item) => item >= 0 && item < items));
        const times = [...data.time.subarray(data.starts[user], data.starts[user + 1])];
        assert.deepEqual(times, [...times].sort((a, b) => a - b));
      }
      assert.ok(data.rating.every((rating) => data.scale.levels!.includes(rating)));
    }),
    { numRuns: 20 },
  );
});

test('attributes are of all items and users, with codes of their values', () => {
  const data = syntheticRaters({ users: 20, items: 30 });
  const [genres, year] = data.itemAttributes;
  assert.ok(genres.kind === 'categories' && year.kind === 'number');
  assert.equal(genres.starts[30], genres.codes.length);
  for (let item = 0; item < 30; item++) {
    const own = [...genres.codes.subarray(genres.starts[item], genres.starts[item + 1])];
    assert.ok(own.length >= 1 && own.length <= 3 && own.every((code) => code >= 1 && code <= genres.values.length));
  }
  const [region] = data.userAttributes;
  assert.ok(region.kind === 'category' && region.codes.length === 20 && region.codes.every((code) => code >= 1 && code <= region.values.length));
});

test('the seed decides, and nothing else', () => {
  const of = (seed: number) => syntheticRaters({ users: 20, items: 30, seed });
  assert.deepEqual([of(1).item, of(1).rating], [of(1).item, of(1).rating]);
  assert.notDeepEqual(of(1).rating, of(2).rating);
});

test('ratings have all levels, users differ in what they like, and low items are popular', () => {
  const data = syntheticRaters();
  assert.deepEqual([...new Set(data.rating)].sort(), [1, 2, 3, 4, 5]);
  const counts = new Int32Array(data.items.count);
  data.item.forEach((item) => counts[item]++);
  const taken = (from: number, to: number): number => counts.subarray(from, to).reduce((total, count) => total + count, 0);
  assert.ok(taken(0, 100) > 2 * taken(300, 400));
});

test('sizes that make no sense are refused', () => {
  assert.throws(() => syntheticRaters({ users: 0 }), /users must be a whole number of at least 1, got 0/);
  assert.throws(() => syntheticRaters({ items: 2.5 }), /items must be a whole number of at least 1, got 2.5/);
  assert.throws(() => syntheticRaters({ perUser: [5, 3] }), /perUser must be .* \[5,3\]/);
});
