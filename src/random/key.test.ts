import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foldIn, generatorOf, key, split, uniformOf, type Key } from './index.js';

const words = ({ data }: Key) => `${data[0]},${data[1]}`;
const distinct = (keys: readonly Key[]) => new Set(keys.map(words)).size;

test('a key is two int32 in an array, the same for the same seed', () => {
  assert.deepEqual(key(42), key(42));
  assert.deepEqual([key(1).shape, key(1).dtype, key(1).data.length], [[2], 'int32', 2]);
  assert.ok(key(1).data instanceof Int32Array);
});

test('seeds are safe integers, of either sign and size', () => {
  for (const seed of [0.5, NaN, Infinity, 2 ** 53]) assert.throws(() => key(seed), /A seed must be a whole number, got/);
  const seeds = [0, 1, -1, 2 ** 32, -(2 ** 32), 2 ** 32 + 1, 2 ** 53 - 1, 1 - 2 ** 53, 2 ** 31, -(2 ** 31)];
  assert.equal(distinct(seeds.map(key)), seeds.length);
});

test('cases have whole numbers: two that differ by less would draw the same', () => {
  for (const index of [0.5, NaN, Infinity, undefined as never]) assert.throws(() => foldIn(key(1), index), { name: 'RangeError', message: `foldIn takes the number of a case, a whole number, got ${index}.` });
});

test('keys of a hundred thousand seeds, cases and parts are all distinct', () => {
  const count = 100_000;
  const parent = key(3);
  assert.equal(distinct(Array.from({ length: count }, (_, seed) => key(seed))), count);
  assert.equal(distinct(Array.from({ length: count }, (_, index) => foldIn(parent, index))), count);
  assert.equal(distinct(split(parent, count)), count);
});

test('a key, its parts, its cases and theirs are distinct; the order of folding matters', () => {
  fc.assert(fc.property(fc.maxSafeInteger(), fc.nat(1000), fc.nat(1000), (seed, i, j) => {
    const parent = key(seed);
    const [left, right] = split(parent);
    const related = [parent, left, right, foldIn(parent, i), foldIn(left, i), foldIn(right, i), split(left)[0], split(right)[0], foldIn(foldIn(parent, i), j), ...(i === j ? [] : [foldIn(foldIn(parent, j), i)])];
    assert.equal(distinct(related), related.length);
  }), { seed: 1, numRuns: 200 });
});

test('cases may be negative or large', () => {
  const parent = key(9);
  const cases = [0, 1, -1, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 32 - 1, 2 ** 40, 2 ** 40 + 1];
  assert.equal(distinct(cases.map((index) => foldIn(parent, index))), cases.length);
});

test('drawing and deriving leave a key as it was', () => {
  const parent = key(5);
  const before = words(parent);
  split(parent, 3);
  foldIn(parent, 1);
  uniformOf(generatorOf(parent));
  assert.equal(words(parent), before);
  assert.deepEqual([uniformOf(generatorOf(parent)), uniformOf(generatorOf(parent))].map((u, _, all) => u === all[0]), [true, true]);
});

test('one more bit in a seed or a case changes half of the bits of the key', () => {
  const bits = (a: Key, b: Key) => [0, 1].reduce((total, i) => total + [...((a.data[i] ^ b.data[i]) >>> 0).toString(2)].filter((bit) => bit === '1').length, 0);
  const pairs = Array.from({ length: 1000 }, (_, i) => [bits(key(i), key(i ^ (1 << i % 30))), bits(foldIn(key(i), i), foldIn(key(i), i ^ (1 << i % 30)))]);
  for (const at of [0, 1]) {
    const mean = pairs.reduce((total, pair) => total + pair[at], 0) / pairs.length;
    assert.ok(Math.abs(mean - 32) < 1, `${mean} of 64 bits change`);
  }
});

test('first draws of neighbouring keys are uniform and not related', () => {
  const count = 20_000;
  const first = Array.from({ length: count }, (_, i) => uniformOf(generatorOf(foldIn(key(1), i))));
  const mean = first.reduce((a, b) => a + b, 0) / count;
  assert.ok(Math.abs(mean - 0.5) < 0.01, `the mean is ${mean}`);
  const lag = first.slice(1).reduce((total, u, i) => total + (u - 0.5) * (first[i] - 0.5), 0) / count;
  assert.ok(Math.abs(lag) < 0.002, `neighbours have covariance ${lag}`);
  const tenths = new Array<number>(10).fill(0);
  for (const u of first) tenths[Math.floor(10 * u)]++;
  // 9 degrees of freedom: 27.9 is passed once in a thousand.
  const chi = tenths.reduce((total, n) => total + (n - count / 10) ** 2 / (count / 10), 0);
  assert.ok(chi < 27.9, `chi-squared over tenths is ${chi}`);
});

test('keys are split into a whole number of them', () => {
  for (const count of [1.5, -1, NaN]) assert.throws(() => split(key(1), count), { name: 'RangeError', message: `split makes a whole number of keys, got ${count}.` });
});
