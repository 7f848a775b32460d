import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foldIn, integerBelow, key, normal, sampleWithoutReplacement, uniform } from './index.js';

const meanOf = (data: ArrayLike<number>, f: (x: number) => number = (x) => x) => Array.from(data).reduce((total, x) => total + f(x), 0) / data.length;
const near = (found: number, expected: number, tolerance: number) => assert.ok(Math.abs(found - expected) < tolerance, `${found} where about ${expected} is expected`);

test('uniform draws fill a shape with float32 in their range, with its mean and variance', () => {
  const draws = uniform(key(1), [200, 100], -2, 6);
  assert.deepEqual([draws.shape, draws.dtype, draws.data.length], [[200, 100], 'float32', 20_000]);
  assert.ok(draws.data.every((x) => x >= -2 && x < 6));
  near(meanOf(draws.data), 2, 0.06);
  near(meanOf(draws.data, (x) => (x - 2) ** 2), 64 / 12, 0.1);
});

test('uniform draws never reach their upper end, also where float32 has few numbers left', () => {
  for (const [low, high] of [[0, 1], [1000, 1001], [1, 1 + 2 ** -20], [-1, 0]]) {
    const { data } = uniform(key(2), [100_000], low, high);
    assert.ok(data.every((x) => x >= low && x < high), `a draw between ${low} and ${high} is ${Math.max(...data.subarray(0, 1000))}`);
  }
});

test('a range that is none is refused, and one of a single number has it', () => {
  for (const [low, high] of [[2, -2], [0, NaN], [0, Infinity], [-Infinity, 0]]) assert.throws(() => uniform(key(2), [1], low, high), { name: 'RangeError', message: /^uniform draws from a finite low to a high that is at least as large, got/ });
  assert.deepEqual([...uniform(key(2), [2], 3, 3).data], [3, 3]);
});

test('normal draws have the moments of the normal distribution, and its tails', () => {
  const { data } = normal(key(3), [50_000], 5, 2);
  const standard = (x: number) => (x - 5) / 2;
  near(meanOf(data, standard), 0, 0.02);
  near(meanOf(data, (x) => standard(x) ** 2), 1, 0.03);
  near(meanOf(data, (x) => standard(x) ** 3), 0, 0.06);
  near(meanOf(data, (x) => standard(x) ** 4), 3, 0.15);
  near(meanOf(data, (x) => Number(Math.abs(standard(x)) > 1.959964)), 0.05, 0.004);
  // The two of a pair are not related.
  near(Array.from({ length: 25_000 }, (_, i) => standard(data[2 * i]) * standard(data[2 * i + 1])).reduce((a, b) => a + b, 0) / 25_000, 0, 0.03);
  assert.ok(data.every(Number.isFinite));
});

test('an odd number of normal draws, and none', () => {
  assert.equal(normal(key(1), [3]).data.length, 3);
  assert.deepEqual(normal(key(1), [3]).data, normal(key(1), [4]).data.slice(0, 3));
  assert.equal(uniform(key(1), [0]).data.length, 0);
  assert.equal(normal(key(1), []).data.length, 1);
});

test('the same key draws the same, another key differently', () => {
  assert.deepEqual(uniform(key(1), [5]), uniform(key(1), [5]));
  assert.notDeepEqual(uniform(key(1), [5]).data, uniform(key(2), [5]).data);
});

test('whole numbers below a bound are all reached, equally often', () => {
  const counts = new Array<number>(7).fill(0);
  for (let i = 0; i < 7000; i++) counts[integerBelow(foldIn(key(4), i), 7)]++;
  const chi = counts.reduce((total, n) => total + (n - 1000) ** 2 / 1000, 0);
  // 6 degrees of freedom: 22.5 is passed once in a thousand.
  assert.ok(chi < 22.5, `chi-squared is ${chi}`);
  assert.equal(integerBelow(key(1), 1), 0);
});

test('samples without replacement are distinct, in range and of the length asked for', () => {
  fc.assert(fc.property(fc.nat(1e6), fc.nat(60), fc.nat(60), (seed, a, b) => {
    const [count, total] = [Math.min(a, b), Math.max(a, b)];
    const drawn = sampleWithoutReplacement(key(seed), total, count);
    assert.equal(drawn.length, count);
    assert.equal(new Set(drawn).size, count);
    assert.ok(drawn.every((i) => Number.isInteger(i) && i >= 0 && i < total));
  }), { seed: 5 });
  assert.deepEqual([...sampleWithoutReplacement(key(6), 20)].sort((a, b) => a - b), [...Array(20).keys()]);
  assert.throws(() => sampleWithoutReplacement(key(1), 3, 4), /Cannot draw 4 different items out of 3/);
});

test('each item is sampled equally often, at each place', () => {
  const counts = Array.from({ length: 3 }, () => new Array<number>(6).fill(0));
  const rounds = 6000;
  for (let i = 0; i < rounds; i++) sampleWithoutReplacement(foldIn(key(7), i), 6, 3).forEach((item, place) => counts[place][item]++);
  for (const place of counts) {
    const chi = place.reduce((total, n) => total + (n - rounds / 6) ** 2 / (rounds / 6), 0);
    // 5 degrees of freedom: 20.5 is passed once in a thousand.
    assert.ok(chi < 20.5, `chi-squared is ${chi}`);
  }
});

test('a few items of very many are drawn without listing them all', () => {
  const drawn = sampleWithoutReplacement(key(8), 2 ** 31, 1000);
  assert.equal(new Set(drawn).size, 1000);
  near(meanOf(drawn) / 2 ** 31, 0.5, 0.05);
});

test('normal draws of what is no deviation, of no shape, and samples of no number are refused', () => {
  for (const [mean, deviation] of [[0, -1], [0, NaN], [Infinity, 1]]) assert.throws(() => normal(key(2), [1], mean, deviation), { name: 'RangeError', message: `normal draws with a finite mean and a finite deviation of at least 0, got ${mean} and ${deviation}.` });
  for (const shape of [[-2, -3], [1.5, 4]]) assert.throws(() => uniform(key(2), shape), /is no shape: lengths are whole numbers of at least 0/);
  for (const count of [-1, 1.5]) assert.throws(() => sampleWithoutReplacement(key(2), 5, count), /Only a whole number of items can be drawn/);
});
