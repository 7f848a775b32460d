import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndarray, tensor } from '../graph/index.js';
import { crossEntropy, mlpEncoder, withHead } from '../nn/index.js';
import { adam } from '../optim/index.js';
import { foldIn, key, normal } from '../random/index.js';
import type { HostTask, Task, TaskFamily } from '../tasks/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { adaptTo, metaTest, metaTrain, releaseAdapted } from '../training/index.js';
import { nearestMean, protoNet } from './index.js';

/** Two classes as points around (0, 0) and (8, 0), so that no query is nearer to the other mean. */
const apart: TaskFamily = {
  name: 'apart',
  inputShape: [2],
  target: { kind: 'classes', ways: 2 },
  description: {},
  sample(_, taskKey): HostTask {
    const draw = (index: number) => {
      const x = normal(foldIn(taskKey, index), [4, 2], 0, 0.5);
      x.data.forEach((value, i) => (x.data[i] = i === 4 || i === 6 ? value + 8 : value));
      return { x, y: ndarray(Int32Array.of(0, 0, 1, 1)) };
    };
    return { support: draw(0), query: draw(1) };
  },
};
const raw = nearestMean({ inputShape: [2], ways: 2 });

test('the logit of a class is minus the squared distance of raw inputs to the mean of its examples', () => {
  const phi = raw.adapt({}, { support: { x: tensor([[0, 0], [2, 0], [9, 9]]), y: tensor([0, 0, 1], 'int32') } });
  assertClose(raw.predict(phi, tensor([[1, 2]])), [-4, -113]);
  const images = nearestMean({ inputShape: [2, 1, 1], ways: 2 });
  assertClose(images.predict(phi, tensor([[[[1]], [[2]]]])), [-4, -113]);
});

test('with nothing to train, an algorithm can still be tested and adapted', async () => {
  const { inductive, batchStatistics } = await metaTest({ family: apart, algorithm: raw, theta: {}, episodes: 20 });
  assert.equal(inductive[0].mean, 1);
  assert.equal(batchStatistics, false);
  const adapted = await adaptTo({ algorithm: raw, theta: {}, support: apart.sample('test', key(1)).support });
  const { data } = await adapted.predict(ndarray([[0, 0], [8, 0]]));
  assert.ok(data[0] > data[1] && data[3] > data[2]);
  await releaseAdapted(raw);
});

test('of features, it takes the parameters of a learner that was trained with a head', () => {
  const encoder = mlpEncoder({ inputs: 2, hidden: [3] });
  const pretrained = tensorsOf(withHead(encoder, 7).init(key(2)));
  const { support, query } = tensorsOf(apart.sample('test', key(1))) as Task;
  const [ofFeatures, ofPrototypes] = [nearestMean({ encoder, ways: 2 }), protoNet({ encoder, ways: 2 })];
  const logits = ofFeatures.predict(ofFeatures.adapt(pretrained, { support }), query.x);
  assertClose(logits, ofPrototypes.predict(ofPrototypes.adapt({ encoder: pretrained }, { support }), query.x));
  assertClose(ofFeatures.objective(pretrained, { support, query }), crossEntropy(logits, query.y));
});

test('to meta-train it on raw inputs is refused', async () => {
  await assert.rejects(metaTrain({ family: apart, algorithm: raw, optimizer: adam(0.01), iterations: 1, metaBatchSize: 1, seed: 0 }), /There is nothing to train: nearest class mean has no parameters/);
});
