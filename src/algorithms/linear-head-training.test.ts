import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostOf } from '../graph/index.js';
import { mlpEncoder, type Encoder } from '../nn/index.js';
import { adam } from '../optim/index.js';
import { foldIn, key, normal } from '../random/index.js';
import { sinusoid } from '../regression/index.js';
import { metaTest, metaTrain } from '../training/index.js';
import type { HostTask, TaskFamily } from '../tasks/index.js';
import type { Algorithm } from './algorithm.js';
import { logisticHead } from './logistic-head.js';
import { r2d2 } from './ridge-head.js';
import { svmHead } from './svm-head.js';

const [ways, signal, inputs] = [3, 2, 8];

/** Classes are points of a plane, told one example each; of eight inputs the other six are noise, and larger. */
const hidden: TaskFamily = {
  name: 'classes in a plane',
  inputShape: [inputs],
  target: { kind: 'classes', ways },
  description: {},
  sample(split, own) {
    const drawn = foldIn(own, split === 'train' ? 0 : 1);
    const centres = normal(foldIn(drawn, 0), [ways, signal], 0, 2).data;
    const examples = (index: number, rows: number): HostTask['support'] => {
      const x = normal(foldIn(drawn, index), [rows, inputs], 0, 0.3);
      const data = x.data.map((value, i) => (i % inputs < signal ? value + centres[(Math.floor(i / inputs) % ways) * signal + (i % inputs)] : 8 * value));
      return { x: { ...x, data }, y: { data: Int32Array.from({ length: rows }, (_, i) => i % ways), shape: [rows], dtype: 'int32' } };
    };
    return { support: examples(1, ways), query: examples(2, 5 * ways) };
  },
};

const encoder = mlpEncoder({ inputs, hidden: [16, 16] });

async function trainAndTest<Theta, Phi>(family: TaskFamily, algorithm: Algorithm<Theta, Phi>, iterations: number): Promise<Record<'fresh' | 'trained', number>> {
  const scoreOf = async (theta: HostOf<Theta>): Promise<number> => (await metaTest({ family, algorithm, theta, episodes: 200 })).inductive[0].mean;
  const { theta } = await metaTrain({ family, algorithm, optimizer: adam(0.01), iterations, metaBatchSize: 8, seed: 1 });
  return { fresh: await scoreOf(algorithm.init(key(1))), trained: await scoreOf(theta) };
}

const heads: readonly (readonly [name: string, make: (options: { encoder: Encoder<never>; ways: number }) => Algorithm<unknown, unknown>])[] = [
  ['r2d2', (options) => r2d2(options) as unknown as Algorithm<unknown, unknown>],
  ['the logistic head', (options) => logisticHead(options) as unknown as Algorithm<unknown, unknown>],
  ['the svm head', (options) => svmHead(options) as unknown as Algorithm<unknown, unknown>],
];

for (const [name, make] of heads) {
  test(`with ${name}, an encoder learns what tells classes apart from one example of each`, async () => {
    const { fresh, trained } = await trainAndTest(hidden, make({ encoder: encoder as unknown as Encoder<never>, ways }), 200);
    assert.ok(fresh < 0.6, `${fresh} before training`);
    assert.ok(trained > 0.75, `${trained} after training, ${fresh} before`);
  });
}

test('r2d2 learns features on which ridge regression fits sinusoids', async () => {
  const algorithm = r2d2({ encoder: mlpEncoder({ inputs: 1, hidden: [40, 40] }), outputs: 1 });
  const { fresh, trained } = await trainAndTest(sinusoid({ shots: 10, queries: 10 }), algorithm, 400);
  assert.ok(trained < 0.5 * fresh, `mean squared error ${trained} after training, ${fresh} before`);
});
