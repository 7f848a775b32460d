import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndarray } from '../graph/index.js';
import { checkpointMetadata, decodeCheckpoint, decodeParameters, encodeCheckpoint, type Checkpoint } from './checkpoint.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

const theta = { blocks: [{ conv: { kernel: ndarray([[1, 2], [3, 4]]) }, norm: {} }], head: { weight: ndarray([5]) } };
const optimizer = { mean: ndarray([0, 1]), count: ndarray(7, undefined, 'int32') };
const checkpoint: Checkpoint<typeof theta, typeof optimizer> = {
  theta,
  optimizer,
  iteration: 12,
  seed: 3,
  configuration: { task: 'sinusoid' },
  dataFingerprint: 'abc',
  best: { iteration: 10, metric: 'mse', mean: 0.1, ci95: 0.01 },
  window: { loss: 1 / 3, count: 2 },
};
const bytes = encodeCheckpoint(checkpoint);

test('a checkpoint comes back whole', () => {
  assert.deepEqual(decodeCheckpoint(bytes, { theta, optimizer }, 'a.safetensors'), checkpoint);
  const { best: _, ...unvalidated } = checkpoint;
  assert.deepEqual(decodeCheckpoint(encodeCheckpoint(unvalidated), { theta, optimizer }, 'a.safetensors'), unvalidated);
});

test('its arrays are named by their paths, so that other tools can read them', () => {
  assert.deepEqual([...decodeSafetensors(bytes).tensors.keys()].sort(), ['optimizer.count', 'optimizer.mean', 'params.blocks.0.conv.kernel', 'params.head.weight']);
});

test('an optimiser without state, or whose state is one array, comes back too', () => {
  for (const state of [{}, [], ndarray([1, 2])]) {
    const like = { theta, optimizer: state };
    assert.deepEqual(decodeCheckpoint(encodeCheckpoint({ ...checkpoint, ...like }), like, 'a').optimizer, state);
  }
});

test('parameters alone can be read, from any .safetensors file that has them', () => {
  const file = encodeSafetensors({ tensors: new Map([['params.w', ndarray([1])]]), metadata: {} });
  assert.deepEqual(decodeParameters(file, { w: ndarray([0]) }, 'w.safetensors'), { w: ndarray([1]) });
  assert.throws(() => checkpointMetadata(file, 'w.safetensors'), /w\.safetensors is a \.safetensors file, but not a checkpoint of this library/);
});

test('a checkpoint cut short, of another learner or of another optimiser is refused in words', () => {
  assert.throws(() => decodeParameters(bytes.subarray(0, bytes.length - 1), theta, 'a.safetensors'), /^CheckpointError: a\.safetensors cannot be read: .* cut short/);
  assert.throws(() => decodeParameters(bytes, { ...theta, tail: ndarray([1]) }, 'a'), /a belongs to another learner: it lacks params\.tail/);
  assert.throws(() => decodeParameters(bytes, { head: theta.head }, 'a'), /it has params\.blocks\.0\.conv\.kernel beside/);
  assert.throws(() => decodeParameters(bytes, { ...theta, head: { weight: ndarray([5, 6]) } }, 'a'), /params\.head\.weight is float32\(1\) there and float32\(2\) here/);
  assert.throws(() => decodeCheckpoint(bytes, { theta, optimizer: {} }, 'a'), /a belongs to another optimiser: it has optimizer\./);
  const { tensors, metadata } = decodeSafetensors(bytes);
  for (const [name, damage] of [['iteration', 'x'], ['configuration', '{'], ['window', '']]) {
    const damaged = encodeSafetensors({ tensors, metadata: { ...metadata, [name]: damage } });
    assert.throws(() => checkpointMetadata(damaged, 'a'), /a is damaged: its metadata cannot be read/);
  }
});
