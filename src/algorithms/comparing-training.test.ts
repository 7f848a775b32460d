import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndarray, relu, type HostOf } from '../graph/index.js';
import { batchNorm, conv, encoder, sequential } from '../nn/index.js';
import { adam } from '../optim/index.js';
import { foldIn, normal } from '../random/index.js';
import type { Examples, HostTask, TaskFamily } from '../tasks/index.js';
import { metaTest, metaTrain } from '../training/index.js';
import { cosine, matchingNet, nearestMean, protoNet, relationNet, scaled, type Algorithm } from './index.js';

const ways = 4;
const channels = 6;

/** Images of 2 x 2 positions whose class is in the first channels; what the last two hold is louder, and says nothing. */
const noisy: TaskFamily = {
  name: 'noisy',
  inputShape: [2, 2, channels],
  target: { kind: 'classes', ways },
  description: {},
  sample(_, taskKey): HostTask {
    const classes = normal(foldIn(taskKey, 0), [ways, 4 * channels]);
    const draw = (index: number, each: number): HostOf<Examples> => {
      const x = normal(foldIn(taskKey, index), [ways * each, 2, 2, channels]);
      const y = Int32Array.from({ length: ways * each }, (_, row) => Math.floor(row / each));
      x.data.forEach((value, i) => {
        const at = i % (4 * channels);
        const spoken = at % channels < channels - 2;
        x.data[i] = spoken ? 0.5 * value + classes.data[y[Math.floor(i / (4 * channels))] * 4 * channels + at] : 8 * value;
      });
      return { x, y: ndarray(y) };
    };
    return { support: draw(1, 1), query: draw(2, 4) };
  },
};

const maps = encoder([2, 2, 12], sequential(conv(channels, 12, { size: 1, bias: false }), batchNorm(12), relu));
const algorithms = {
  'a prototypical network': protoNet({ encoder: maps, ways, queryStatistics: 'both' }),
  'a matching network': matchingNet({ encoder: maps, ways, distance: scaled(cosine, 10), queryStatistics: 'support' }),
  'a matching network in full context': matchingNet({ encoder: maps, ways, fullContext: { steps: 2 } }),
  'a relation network': relationNet({ encoder: maps, ways }),
};

test('classes are near chance to the mean of raw inputs', async () => {
  const { inductive } = await metaTest({ family: noisy, algorithm: nearestMean({ inputShape: noisy.inputShape, ways }), theta: {}, episodes: 100 });
  assert.ok(inductive[0].mean < 0.4);
});

for (const [name, value] of Object.entries<unknown>(algorithms)) {
  test(`${name} learns within seconds what to compare`, async () => {
    const algorithm = value as Algorithm<unknown, unknown>;
    const { theta } = await metaTrain({ family: noisy, algorithm, optimizer: adam(0.01), iterations: 80, metaBatchSize: 4, seed: 1 });
    const { inductive, transductive } = await metaTest({ family: noisy, algorithm, theta, episodes: 60 });
    assert.ok(inductive[0].mean > 0.6 && transductive[0].mean > 0.6);
  });
}
