import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maml, onFeatures, r2d2 } from '../algorithms/index.js';
import { fieldsEncoder, meanSquaredError, mlp } from '../nn/index.js';
import { key } from '../random/index.js';
import { planChunks } from './chunks.js';
import { copiedElements, sharedElements } from './working-set.js';

const encoder = fieldsEncoder([{ name: 'id', kind: 'codes', slots: 1, size: 1000, width: 4 }]);

test('a table of embeddings that all tasks share counts for none of them', () => {
  const adapting = maml({ learner: mlp({ inputs: 4, hidden: [8], outputs: 1 }), loss: meanSquaredError });
  const layers = 4 * 8 + 8 + 8 + 1;
  assert.equal(copiedElements(adapting, adapting.init(key(0))), layers);
  const algorithm = onFeatures(encoder, adapting);
  assert.equal(copiedElements(algorithm, algorithm.init(key(0))), layers);
  assert.equal(sharedElements(algorithm, algorithm.init(key(0))), 4000);
  const twice = onFeatures(encoder, onFeatures(fieldsEncoder([{ name: 'x', kind: 'numbers', slots: 4 }]), adapting));
  assert.equal(copiedElements(twice, twice.init(key(0))), layers);
});

test('where adapting is no loop nothing is copied', () => {
  const algorithm = onFeatures(encoder, r2d2({ inputs: 4, outputs: 1 }));
  assert.equal(copiedElements(algorithm, algorithm.init(key(0))), 0);
  assert.equal(sharedElements(algorithm, algorithm.init(key(0))), 0);
});

test('a meta-batch is not cut where each part would return a large table', () => {
  assert.deepEqual(planChunks(32, 450, 5953), { tasksPerCall: 16, chunkSize: 16 });
  assert.deepEqual(planChunks(32, 450, 5953, {}, 168_320), { tasksPerCall: 32, chunkSize: 32 });
});
