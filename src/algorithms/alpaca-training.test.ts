import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, ndarray } from '../graph/index.js';
import { mlpEncoder } from '../nn/index.js';
import { adam } from '../optim/index.js';
import { foldIn, key, normal, type Key } from '../random/index.js';
import { sinusoid } from '../regression/index.js';
import type { HostTask, TaskFamily } from '../tasks/index.js';
import { metaTest, metaTrain } from '../training/index.js';
import { tensorsOf } from '../testing/tensors.js';
import { alpaca } from './alpaca.js';

test('from ten points of a wave it tells the rest, better than before training and better than without them', async () => {
  const algorithm = alpaca({ encoder: mlpEncoder({ inputs: 1, hidden: [40, 40] }), outputs: 1 });
  const family = sinusoid({ shots: 10, queries: 10 });
  const errorOf = async (theta: ReturnType<typeof algorithm.init>, of: TaskFamily): Promise<number> => (await metaTest({ family: of, algorithm, theta, episodes: 200 })).inductive[0].mean;
  const { theta } = await metaTrain({ family, algorithm, optimizer: adam(0.01), iterations: 400, metaBatchSize: 8, seed: 1 });
  const unseen: TaskFamily = { ...family, sample: (split, own) => withoutSupport(family.sample(split, own) as HostTask) };
  const [fresh, trained, prior] = [await errorOf(algorithm.init(key(1)), family), await errorOf(theta, family), await errorOf(theta, unseen)];
  assert.ok(trained < 0.5 * fresh, `mean squared error ${trained} after training, ${fresh} before`);
  assert.ok(trained < 0.3 * prior, `mean squared error ${trained} of ten points, ${prior} of none`);
});

const [inputs, noise] = [3, 0.5];

/** Weights of mean (2, -1, 0) and deviations (1, 0.1, 3), a bias of mean 1, and noise: what the algorithm supposes. */
const linear: TaskFamily = {
  name: 'linear',
  inputShape: [inputs],
  target: { kind: 'values', outputs: 1 },
  description: {},
  sample(split, own) {
    const drawn = foldIn(own, split === 'train' ? 0 : 1);
    const [a, b, c] = normal(foldIn(drawn, 0), [inputs]).data;
    const weights = [2 + a, -1 + 0.1 * b, 3 * c];
    const rows = (at: Key, count: number): HostTask['support'] => {
      const x = normal(foldIn(at, 0), [count, inputs]);
      const error = normal(foldIn(at, 1), [count, 1], 0, noise);
      return { x, y: ndarray(error.data.map((value, row) => value + 1 + weights.reduce((total, weight, i) => total + weight * x.data[row * inputs + i], 0)) as Float32Array, [count, 1]) };
    };
    return { support: rows(foldIn(drawn, 1), 2), query: rows(foldIn(drawn, 2), 20) };
  },
};

test('of tasks as it supposes them it learns the prior and the noise, and its intervals hold what they say', async () => {
  const algorithm = alpaca({ inputs, outputs: 1 });
  const { theta } = await metaTrain({ family: linear, algorithm, optimizer: adam(0.03), iterations: 500, metaBatchSize: 32, seed: 2 });
  const found = Math.exp(theta.logNoise.data[0] / 2);
  assert.ok(Math.abs(found - noise) < 0.05, `the noise is ${found}`);
  [2, -1, 0, 1].forEach((mean, i) => assert.ok(Math.abs(theta.prior.mean.data[i] - mean) < 0.3, `the mean of weight ${i} is ${theta.prior.mean.data[i]}`));
  [1, 0.1, 3].forEach((deviation, i) => {
    const learned = found * Math.exp(-theta.prior.spread.data[i] / 2);
    assert.ok(Math.abs(learned - deviation) < 0.15 * deviation + 0.1, `the deviation of weight ${i} is ${learned}`);
  });
  let [within, count] = [0, 0];
  for (let task = 0; task < 60; task++) {
    const { support, query } = tensorsOf(linear.sample('test', foldIn(key(7), task)) as HostTask);
    const { mean, deviation } = algorithm.distribution(algorithm.adapt(tensorsOf(theta), { support }), query.x);
    const [centre, spread, y] = [mean, deviation, query.y].map((each) => evaluate(each).data);
    y.forEach((value, i) => {
      within += Number(Math.abs(value - centre[i]) < 1.2816 * spread[i]);
      count++;
    });
  }
  assert.ok(Math.abs(within / count - 0.8) < 0.05, `intervals of 80 % hold ${(100 * within) / count} %`);
});

/** The same task with nothing known of it. */
function withoutSupport({ support, ...task }: HostTask): HostTask {
  return { ...task, support: { ...support, mask: ndarray(new Float32Array(support.x.shape[0])) } };
}
