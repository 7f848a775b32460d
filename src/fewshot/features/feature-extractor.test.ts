import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Program } from '../../compile/program.js';
import { evaluate, ndarray, tensor } from '../../graph/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { conv4Encoder } from '../../nn/index.js';
import { key, uniform } from '../../random/index.js';
import { assertClose } from '../../testing/close.js';
import { tensorsOf } from '../../testing/tensors.js';
import { open, writeAverages, writeModel } from '../../testing/tiny-model.js';
import { featureExtractor, type FeatureModelOptions } from '../index.js';

const root = mkdtempSync(join(tmpdir(), 'metalearn-models-'));
after(() => rmSync(root, { recursive: true }));
const at = (name: string): string => join(root, name);

async function featuresOf(options: FeatureModelOptions, shape: readonly number[], rows: number): Promise<{ shape: readonly number[]; data: number[]; x: number[] }> {
  const x = uniform(key(1), [rows, ...shape], 0, 1);
  const extractor = await featureExtractor({ threads: 1, ...options }, shape);
  const result = await extractor.features(x);
  await extractor.release();
  return { shape: result.shape, data: [...result.data], x: [...x.data] };
}

/** The mean of each channel of each image with channels last. */
const averages = (x: readonly number[], rows: number, channels: number): number[] =>
  Array.from({ length: rows * channels }, (_, i) => {
    const image = x.slice((Math.floor(i / channels) * x.length) / rows, ((Math.floor(i / channels) + 1) * x.length) / rows).filter((_, at) => at % channels === i % channels);
    return image.reduce((a, b) => a + b) / image.length;
  });

for (const layout of ['NCHW', 'NHWC'] as const) {
  for (const [rows, kind] of [[open, 'any'], [5, 'five']] as const) {
    test(`a model of ${layout} images that takes ${kind} rows sees every row once`, async () => {
      const model = writeAverages(at(`${layout}${rows}.onnx`), layout, 4, 3, rows);
      const { shape, data, x } = await featuresOf({ model, batchSize: 4 }, [4, 4, 3], 11);
      assert.deepEqual(shape, [11, 3]);
      assertClose(tensor(data), averages(x, 11, 3), 1e-5);
    });
  }
}

test('grey images in a model of colour give three times their scaled mean', async () => {
  const model = writeAverages(at('grey.onnx'), 'NCHW', 4, 3);
  const { data, x } = await featuresOf({ model, mean: [0.5, 0, 0], std: [1, 1, 0.25] }, [4, 4, 1], 2);
  assertClose(tensor(data), averages(x, 2, 1).flatMap((mean) => [mean - 0.5, mean, 4 * mean]), 1e-5);
});

test('an encoder compiled by this library is a feature model', async () => {
  const encoder = conv4Encoder({ inputShape: [8, 8, 3], channels: 4, normalisation: 'none' });
  const theta = tensorsOf(encoder.init(key(0)));
  const input = placeholder([6, 8, 8, 3], 'float32', 'images');
  const program = await Program.make([input], [encoder.apply(theta, input)], { threads: 1, portable: true });
  await program.release();
  writeFileSync(at('encoder.onnx'), program.model);
  const { shape, data, x } = await featuresOf({ model: at('encoder.onnx') }, [8, 8, 3], 7);
  const expected = evaluate(encoder.apply(theta, tensor(ndarray(Float32Array.from(x), [7, 8, 8, 3]))));
  assert.equal(shape[1], expected.shape.slice(1).reduce((a, b) => a * b, 1));
  assertClose(tensor(data), [...expected.data], 1e-4);
});

test('of several outputs one is named, and pooled', async () => {
  const shape = [open, 3, 2, 2];
  const model = writeModel(at('two.onnx'), {
    inputs: [{ name: 'x', shape }],
    outputs: [{ name: 'map', shape }, { name: 'average', shape: [open, 3] }],
    nodes: [['Relu', ['x'], 'map'], ['ReduceMean', ['x'], 'average', { axes: [2, 3], keepdims: 0 }]],
  });
  await assert.rejects(featuresOf({ model }, [2, 2, 3], 1), /two\.onnx has the outputs "map", "average"\. Name the one with the features with `output`/);
  await assert.rejects(featuresOf({ model, output: 'maps' }, [2, 2, 3], 1), /has no output "maps": it has "map", "average"/);
  const [one, other] = await Promise.all([{ output: 'average' }, { output: 'map', pooling: 'mean' as const }].map((options) => featuresOf({ model, ...options }, [2, 2, 3], 3)));
  assertClose(tensor(one.data), other.data, 1e-6);
  assert.deepEqual((await featuresOf({ model, output: 'map' }, [2, 2, 3], 3)).shape, [3, 12]);
});

test('models that do not take one float32 input are refused in words', async () => {
  const ids = writeModel(at('ids.onnx'), { inputs: [{ name: 'input_ids', shape: [open, 7], dtype: 'int32' }], outputs: [{ name: 'y', shape: [open, 7], dtype: 'int32' }], nodes: [['Identity', ['input_ids'], 'y']] });
  await assert.rejects(featuresOf({ model: ids }, [7], 1), /ids\.onnx takes "input_ids" \(int32\): it reads the word ids of a tokeniser.*use ngramVectors or ngramIds/);
  const pair = writeModel(at('pair.onnx'), { inputs: [{ name: 'a', shape: [open, 7] }, { name: 'b', shape: [open, 7] }], outputs: [{ name: 'y', shape: [open, 7] }], nodes: [['Add', ['a', 'b'], 'y']] });
  await assert.rejects(featuresOf({ model: pair }, [7], 1), /pair\.onnx takes "a" \(float32\), "b" \(float32\); a feature model has one input/);
  const truth = writeModel(at('truth.onnx'), { inputs: [{ name: 'a', shape: [open, 7], dtype: 'bool' }], outputs: [{ name: 'y', shape: [open, 7], dtype: 'bool' }], nodes: [['Not', ['a'], 'y']] });
  await assert.rejects(featuresOf({ model: truth }, [7], 1), /"a" \(bool\); a feature model takes float32/);
});

test('missing and damaged models, other shapes and batches of none are refused in words', async () => {
  await assert.rejects(featuresOf({ model: at('nowhere.onnx') }, [4], 1), /The model .*nowhere\.onnx does not exist/);
  writeFileSync(at('junk.onnx'), 'hello');
  await assert.rejects(featuresOf({ model: at('junk.onnx') }, [4], 1), /junk\.onnx cannot be loaded as an ONNX model/);
  const model = writeAverages(at('shapes.onnx'), 'NCHW', 32, 3);
  await assert.rejects(featuresOf({ model }, [28, 28, 1], 1), /shapes\.onnx takes \(any, 3, 32, 32\).*not 28x28\. Ask the family for them \(size: 32\)/);
  await assert.rejects(featuresOf({ model, batchSize: 0 }, [32, 32, 3], 1), /batchSize must be .*got 0/);
  const extractor = await featureExtractor({ model, threads: 1 }, [32, 32, 3]);
  await assert.rejects(extractor.features(ndarray(new Float32Array(32), [1, 32])), /must have the shape \(N, 32, 32, 3\), got \(1, 32\)/);
  await extractor.release();
});
