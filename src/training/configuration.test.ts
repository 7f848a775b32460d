import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences, fingerprint } from './configuration.js';

test('differences are named by their path, with both values', () => {
  const stored = { task: 'omniglot', learner: { channels: 64 }, sizes: [1, 2], old: true };
  const asked = { task: 'omniglot', learner: { channels: 32 }, sizes: [1, 3], fresh: undefined };
  assert.deepEqual(differences(stored, asked), ['learner.channels is 64 there and 32 here', 'sizes.1 is 2 there and 3 here', 'old is true there and absent here']);
  assert.deepEqual(differences(stored, asked, ['learner', 'sizes.1', 'old']), []);
  assert.deepEqual(differences({ a: [1] }, { a: { 0: 1 } }), ['a is [1] there and {"0":1} here']);
  assert.deepEqual(differences(1, 2), ['it is 1 there and 2 here']);
});

test('order of keys and undefined entries make no difference', () => {
  assert.deepEqual(differences({ a: 1, b: undefined, c: 2 }, { c: 2, a: 1 }), []);
});

test('a fingerprint is the SHA-256 of the JSON', async () => {
  assert.equal(await fingerprint({}), '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
});
