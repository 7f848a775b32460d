import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ndcg } from './index.js';

const near = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} where ${expected} is expected`);
/** Scores and ratings of one user; few values of each, so that many are equal. */
const ranked = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 10 })), { minLength: 1, maxLength: 12 });

test('nDCG of an order by hand: gains of 2^rating - 1, discounted by the logarithm of rank plus one', () => {
  // The order shown is 3, 5, 1; the best is 5, 3, 1.
  const log3 = Math.log2(3);
  near(ndcg([0.9, 0.1, 0.5], [3, 1, 5], 1), 7 / 31);
  near(ndcg([0.9, 0.1, 0.5], [3, 1, 5], 3), (7 + 31 / log3 + 1 / 2) / (31 + 7 / log3 + 1 / 2));
  near(ndcg([0.9, 0.1, 0.5], [3, 1, 5], 10), ndcg([0.9, 0.1, 0.5], [3, 1, 5], 3));
});

test('equal scores take each rank as often: nDCG is the mean over their orders', () => {
  near(ndcg([1, 1], [5, 1], 1), (31 + 1) / 2 / 31);
  // The two behind share ranks 2 and 3, of which only rank 2 counts for nDCG@2.
  near(ndcg([2, 1, 1], [0, 3, 2], 2), ((7 + 3) / 2 / Math.log2(3)) / (7 + 3 / Math.log2(3)));
});

test('without any gain every order is the best', () => {
  assert.equal(ndcg([3, 1, 2], [0, 0, 0], 3), 1);
});

test('nDCG is from 0 to 1, and 1 where items stand in the order of their ratings', () => {
  fc.assert(
    fc.property(ranked, fc.integer({ min: 1, max: 12 }), (items, k) => {
      const truth = items.map(([, rating]) => rating);
      const value = ndcg(items.map(([score]) => score), truth, k);
      assert.ok(value >= 0 && value <= 1, `${value}`);
      near(ndcg(truth, truth, k), 1);
    }),
  );
});

test('the reverse of the best order is the worst: no other scores are below it', () => {
  fc.assert(
    fc.property(ranked, fc.integer({ min: 1, max: 12 }), (items, k) => {
      const truth = items.map(([, rating]) => rating);
      const worst = ndcg(truth.map((rating) => -rating), truth, k);
      assert.ok(ndcg(items.map(([score]) => score), truth, k) >= worst - 1e-12);
    }),
  );
});

test('the order in which items are asked changes nothing', () => {
  fc.assert(
    fc.property(ranked, fc.integer({ min: 1, max: 12 }), fc.infiniteStream(fc.nat()), (items, k, draws) => {
      const of = (list: readonly (readonly [number, number])[]): number => ndcg(list.map(([score]) => score), list.map(([, rating]) => rating), k);
      const shuffled = items.map((item) => [draws.next().value as number, item] as const).sort(([a], [b]) => a - b).map(([, item]) => item);
      near(of(shuffled), of(items));
    }),
  );
});

test('what nDCG cannot take is refused', () => {
  assert.throws(() => ndcg([1, 2], [3], 1), /got 2 scores of 1 ratings/);
  assert.throws(() => ndcg([1], [-1], 1), /got -1: shift the scale/);
});
