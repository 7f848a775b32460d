import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alpaca, attentiveNeuralProcess, conditionalNeuralProcess, inContextTransformer, r2d2, snail } from '../algorithms/index.js';
import { mlpEncoder } from '../nn/index.js';
import { errorsOf, onFields, smallTasks } from '../testing/rater-training.js';

const family = smallTasks({});
const hidden = [16];
const outputs = 1;

const algorithms: Readonly<Record<string, (inputs: number) => unknown>> = {
  'a conditional neural process': (inputs) => conditionalNeuralProcess({ inputs, outputs, width: 16, hidden, decoderHidden: hidden }),
  'an attentive neural process': (inputs) => attentiveNeuralProcess({ inputs, outputs, width: 16, hidden, decoderHidden: hidden, keyHidden: hidden, heads: 2 }),
  snail: (inputs) => snail({ inputs, outputs, supportRows: 8, filters: 8, attention: [[8, 8], [8, 8]] }),
  'an in-context transformer': (inputs) => inContextTransformer({ inputs, outputs, width: 16, layers: 1 }),
  r2d2: (inputs) => r2d2({ inputs, outputs }),
  'r2d2 on a hidden layer': (inputs) => r2d2({ encoder: mlpEncoder({ inputs, hidden }), outputs }),
  alpaca: (inputs) => alpaca({ inputs, outputs }),
  'alpaca of a full prior': (inputs) => alpaca({ inputs, outputs, precision: 'full' }),
};

for (const [name, make] of Object.entries(algorithms)) {
  test(`${name} learns what new raters will say`, async () => {
    const { before, after } = await errorsOf(family, onFields(family, make));
    assert.ok(after < 0.75 * before, `the error is ${after} after training, ${before} before`);
  });
}
