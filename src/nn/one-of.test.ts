import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conv2d, maxPool, zeros } from '../graph/index.js';
import { conv, conv4Encoder, embeddingBag, mlpEncoder } from './index.js';
import { oneOf } from './one-of.js';

test('one of the words that are allowed is given back', () => {
  assert.equal(oneOf('pooling', 'max', ['stride', 'max']), 'max');
  assert.throws(() => oneOf<string>('kind', undefined as unknown as string, ['a', 'b', 'c']), { name: 'RangeError', message: "kind must be 'a', 'b' or 'c', got undefined." });
});

const inputShape = [28, 28, 1];
const unknown: Readonly<Record<string, [make: (word: never) => unknown, message: string]>> = {
  'how images shrink': [(pooling) => conv4Encoder({ inputShape, pooling }), "pooling must be 'stride' or 'max', got 'mean'."],
  'what is made of positions': [(positions) => conv4Encoder({ inputShape, positions }), "positions must be 'mean', 'flat' or 'map', got 'vector'."],
  'how a convolution is normalised': [(normalisation) => conv4Encoder({ inputShape, normalisation }), "normalisation must be 'batch', 'layer', 'group' or 'none', got 'bacth'."],
  'how a layer is normalised': [(normalisation) => mlpEncoder({ inputs: 2, normalisation }), "normalisation must be 'batch', 'layer', 'group' or 'none', got 'Layer'."],
  'how embeddings are combined': [(combine) => embeddingBag({ buckets: 10, width: 3, combine }), "combine must be 'mean' or 'root', got 'average'."],
  'the padding of a convolution': [(padding) => conv(1, 2, { padding }), "padding must be 'same' or 'valid', got 'SAME'."],
};

for (const [name, [make, message]] of Object.entries(unknown)) {
  test(`${name}: a word that is not known is refused where the option is read`, () => {
    const word = /got '(.*)'/.exec(message)?.[1];
    assert.throws(() => make(word as never), { name: 'RangeError', message });
  });
}

test('convolution and pooling refuse a padding that they do not know', () => {
  const images = zeros([1, 5, 5, 1]);
  assert.throws(() => conv2d(images, zeros([3, 3, 1, 2]), { padding: 'SAME' as 'same' }), /conv2d of float32\(1, 5, 5, 1\): the padding SAME must be whole and not negative, or 'same' or 'valid'/);
  assert.throws(() => maxPool(images, { size: 2, padding: 'full' as 'same' }), /maxPool of .*: the padding full must be/);
});
