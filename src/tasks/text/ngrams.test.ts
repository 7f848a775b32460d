import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bucketOf, ngramHashes, wordsOf } from './ngrams.js';

test('words are runs of letters and digits; apostrophes belong to words and signs are words', () => {
  assert.deepEqual(wordsOf("  What's  my\tBALANCE, please? 'now' I’d pay $20 😀"), ["what's", 'my', 'balance', 'please', 'now', "i'd", 'pay', '$', '20', '😀']);
  assert.deepEqual(wordsOf('Überweise ﬁnal 42 Français 日本語'), ['überweise', 'final', '42', 'français', '日本語']);
  assert.deepEqual(wordsOf(' ...?! \n'), []);
});

// From a few lines of Python: FNV-1a over code points from a start of each kind, then MurmurHash3's finaliser.
test('hashes are those of another implementation, words first', () => {
  const [words, letters] = [[-1568668746, 180106722], [2070340244, -707780277, 831073069, -542838303, -917620626, 2112827225, -1112433202, -1690984191]];
  assert.deepEqual(ngramHashes('Pay it', { words: 1, characters: [3, 4] }), [...words, ...letters]);
  assert.deepEqual(ngramHashes('pay IT!', { words: 2, characters: false }), [words[0], -1733163373, words[1]]);
});

test('letters beyond 16 bits count as one', () => {
  assert.equal(ngramHashes('ñ😀', { words: 0, characters: [3, 3] }).length, 2);
  assert.equal(ngramHashes('ñ𐐷', { words: 0, characters: [3, 3] }).length, 2);
});

test('a run of letters is not the word that is spelt alike, and pairs of words are not the other pair', () => {
  const [word] = ngramHashes('pay', { words: 1, characters: false });
  assert.ok(!ngramHashes('spays', { words: 0, characters: [1, 5] }).includes(word));
  const pairs = (text: string) => new Set(ngramHashes(text, { words: 2, characters: false }));
  assert.equal(new Set([...pairs('ab c'), ...pairs('a bc')]).size, 6);
});

test('there are as many pieces as lengths and words say', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 6 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 3 }), (words, runs, shortest, more) => {
      const within = (length: number): number => Array.from({ length: more + 1 }, (_, i) => Math.max(0, length + 2 - (shortest + i) + 1)).reduce((a, b) => a + b);
      const expected = words.reduce((total, word) => total + within(word.length), 0) + Array.from({ length: runs }, (_, i) => Math.max(0, words.length - i)).reduce((a, b) => a + b, 0);
      assert.equal(ngramHashes(words.join(' '), { words: runs, characters: [shortest, shortest + more] }).length, expected);
    }),
  );
});

test('buckets are used evenly, and signs are independent of them', () => {
  const counts = new Int32Array(16);
  let balance = 0;
  for (let i = 0; i < 8000; i++) {
    const [hash] = ngramHashes(`w${i}`, { words: 1, characters: false });
    counts[bucketOf(hash, 16)]++;
    if (bucketOf(hash, 16) === 3) balance += hash < 0 ? -1 : 1;
  }
  assert.ok(counts.every((count) => Math.abs(count - 500) < 110), counts.join());
  assert.ok(Math.abs(balance) < 110, `${balance}`);
});
