import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndarray, type HostOf } from '../graph/index.js';
import { adam } from '../optim/index.js';
import { foldIn, normal } from '../random/index.js';
import { imageCompletion, sinusoid } from '../regression/index.js';
import type { Examples, HostTask, TaskFamily } from '../tasks/index.js';
import { metaTest, metaTrain } from '../training/index.js';
import { attentiveNeuralProcess, conditionalNeuralProcess, inContextTransformer, snail, type Algorithm } from './index.js';

/** The metric of an algorithm after a short training, on tasks that it has not seen. */
async function trained(family: TaskFamily, value: unknown, iterations: number, learningRate: number): Promise<number> {
  const algorithm = value as Algorithm<unknown, unknown>;
  const metaBatchSize = 16;
  const { theta } = await metaTrain({ family, algorithm, optimizer: adam(learningRate), iterations, metaBatchSize, tasksPerCall: metaBatchSize, chunkSize: metaBatchSize, seed: 1 });
  return (await metaTest({ family, algorithm, theta, episodes: 60 })).inductive[0].mean;
}

const waves = sinusoid({ shots: 10, queries: 10 });
/** The mean square of waves: the error of always answering zero, which is nearly their mean. */
const silence = (0.1 ** 2 + 0.1 * 5 + 5 ** 2) / 6;

const regressors = {
  'a conditional neural process': [conditionalNeuralProcess({ inputs: 1, outputs: 1, width: 32, hidden: [32, 32], decoderHidden: [32, 32] }), 400],
  'an attentive neural process': [attentiveNeuralProcess({ inputs: 1, outputs: 1, width: 32, hidden: [32, 32], decoderHidden: [32, 32], keyHidden: [32], heads: 4, latent: 8 }), 200],
  SNAIL: [snail({ inputs: 1, outputs: 1, supportRows: 10, filters: 12, attention: [[16, 16], [16, 16]] }), 250],
  'an in-context transformer': [inContextTransformer({ inputs: 1, outputs: 1, width: 24, layers: 2 }), 200],
} as const;

for (const [name, [algorithm, iterations]] of Object.entries(regressors)) {
  test(`${name} learns within seconds to continue waves`, async () => {
    const error = await trained(waves, algorithm, iterations, 0.004);
    assert.ok(error < 0.5 * silence, `the error is ${error} where that of silence is ${silence}`);
  });
}

const ways = 4;
const channels = 6;

/** Classes are points in space, and an example is near its class: labels are all that one has to read. */
const points: TaskFamily = {
  name: 'points',
  inputShape: [channels],
  target: { kind: 'classes', ways },
  description: {},
  sample(_, taskKey): HostTask {
    const centres = normal(foldIn(taskKey, 0), [ways, channels]);
    const draw = (index: number, each: number): HostOf<Examples> => {
      const x = normal(foldIn(taskKey, index), [ways * each, channels]);
      const y = Int32Array.from({ length: ways * each }, (_, row) => Math.floor(row / each));
      x.data.forEach((value, i) => (x.data[i] = centres.data[y[Math.floor(i / channels)] * channels + (i % channels)] + 0.2 * value));
      return { x, y: ndarray(y) };
    };
    return { support: draw(1, 1), query: draw(2, 3) };
  },
};

const classifiers = {
  SNAIL: [snail({ inputs: channels, ways, supportRows: ways, filters: 12, attention: [[16, 16], [16, 16]] }), 150],
  'an in-context transformer': [inContextTransformer({ inputs: channels, ways, width: 24, layers: 2 }), 150],
} as const;

for (const [name, [algorithm, iterations]] of Object.entries(classifiers)) {
  test(`${name} learns within seconds to tell classes that it has not seen`, async () => {
    const accuracy = await trained(points, algorithm, iterations, 0.004);
    assert.ok(accuracy > 0.6, `the accuracy is ${accuracy} where chance is ${1 / ways}`);
  });
}

test('a conditional neural process learns within seconds to complete images better than with their mean', async () => {
  const family = imageCompletion({ size: 8, shots: 20 });
  const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0) / values.length;
  const errors = Array.from({ length: 60 }, (_, i) => {
    const { support, query } = family.sample('test', foldIn({ data: Int32Array.of(1, 2), shape: [2], dtype: 'int32' }, i));
    const grey = mean(support.y.data);
    return mean(query.y.data.map((value) => (value - grey) ** 2));
  });
  const error = await trained(family, conditionalNeuralProcess({ inputs: 2, outputs: 1, width: 32, hidden: [32, 32], decoderHidden: [32, 32] }), 300, 0.004);
  assert.ok(error < 0.85 * mean(errors), `the error is ${error} where that of the mean of the pixels is ${mean(errors)}`);
});
