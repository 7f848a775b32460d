import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeTexts, ngramIds, ngramVectors, type TextRepresentation } from './index.js';
import { ngramHashes } from './ngrams.js';

const rowOf = (representation: TextRepresentation, text: string): number[] => [...encodeTexts(representation, [text]).data];
const product = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i], 0);

test('a vector has the signed root of the count of each piece in its bucket, scaled to length one', () => {
  const representation = ngramVectors({ buckets: 64, characters: false });
  const row = rowOf(representation, 'no no NO yes');
  const [no, yes] = ['no', 'yes'].map((word) => ngramHashes(word, { words: 1, characters: false })[0]);
  const expected = new Array<number>(64).fill(0);
  expected[(no & 0x7fffffff) % 64] += Math.sign(no) * Math.sqrt(3 / 4);
  expected[(yes & 0x7fffffff) % 64] += Math.sign(yes) * Math.sqrt(1 / 4);
  row.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-6, `at ${i}: ${value}, expected ${expected[i]}`));
});

test('vectors have length one, or are zeros where a text has no pieces', () => {
  const representation = ngramVectors();
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const row = rowOf(representation, text);
      const pieces = ngramHashes(text, { words: 1, characters: [3, 5] }).length;
      assert.equal(row.length, 1024);
      // Pieces that cancel out each other are possible, and give zeros too.
      assert.ok(Math.abs(product(row, row) - 1) < 1e-5 || row.every((value) => value === 0), text);
      if (pieces === 0) assert.ok(row.every((value) => value === 0), text);
    }),
  );
  assert.ok(rowOf(representation, ' ?! ').every((value) => value === 0));
});

test('texts that share pieces are closer than those that do not', () => {
  const [a, b, c] = ['what is my account balance', 'tell me the balance of my accounts', 'play some jazz'].map((text) => rowOf(ngramVectors(), text));
  assert.ok(product(a, b) > 0.3, `${product(a, b)}`);
  assert.ok(Math.abs(product(a, c)) < 0.15, `${product(a, c)}`);
});

test('what is rare among the texts that were learned from weighs more, by the log of how rare', () => {
  const plain = ngramVectors({ buckets: 4096, characters: false, idf: true });
  const fitted = plain.fit!(['the cat', 'the dog', 'the bird']);
  const [the, cat] = ['the', 'cat'].map((word) => (ngramHashes(word, { words: 1, characters: false })[0] & 0x7fffffff) % 4096);
  const [before, after] = [rowOf(plain, 'the cat owl'), rowOf(fitted, 'the cat owl')].map((row) => Math.abs(row[the] / row[cat]));
  assert.ok(Math.abs(before - 1) < 1e-6);
  // log(4/4) against log(4/2): a word of every text says nothing.
  assert.equal(after, 0);
  const owl = (ngramHashes('owl', { words: 1, characters: false })[0] & 0x7fffffff) % 4096;
  const row = rowOf(fitted, 'cat owl');
  assert.ok(Math.abs(Math.abs(row[owl] / row[cat]) - Math.log(4) / Math.log(2)) < 1e-5);
  assert.equal(ngramVectors().fit, undefined);
});

test('ids are those of pieces in order, from 1 on, and zeros follow', () => {
  const representation = ngramIds({ length: 12, buckets: 100, characters: [3, 3] });
  const row = rowOf(representation, 'pay it');
  const hashes = ngramHashes('pay it', { words: 1, characters: [3, 3] });
  assert.deepEqual(row, [...hashes.map((hash) => 1 + ((hash & 0x7fffffff) % 99)), ...new Array<number>(12 - hashes.length).fill(0)]);
  assert.deepEqual(rowOf(ngramIds({ length: 3, buckets: 100, characters: [3, 3] }), 'pay it'), row.slice(0, 3));
  assert.ok(rowOf(ngramIds({ length: 3, buckets: 2 }), 'pay it').every((id) => id === 1));
});

test('texts are encoded as rows of the shape of the representation', () => {
  const { shape, dtype, data } = encodeTexts(ngramIds({ length: 5 }), ['a b c', '', 'd']);
  assert.deepEqual([shape, dtype], [[3, 5], 'float32']);
  assert.deepEqual([...data.subarray(5, 10)], [0, 0, 0, 0, 0]);
});

test('options that make no sense are refused', () => {
  assert.throws(() => ngramVectors({ buckets: 0 }), /buckets must be a whole number from 1 to 1048576, got 0/);
  assert.throws(() => ngramVectors({ words: 0, characters: false }), /no pieces with words: 0 and characters: false/);
  assert.throws(() => ngramVectors({ characters: [4, 3] }), /\[shortest, longest\].*got \[4,3\]/);
  assert.throws(() => ngramIds({ length: 0 }), /length must be .*got 0/);
  assert.throws(() => ngramIds({ buckets: 1 }), /buckets must be .*got 1/);
  assert.throws(() => ngramIds({ words: 1.5 }), /words must be .*got 1.5/);
});
