import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cavia, maml } from '../algorithms/index.js';
import { ndarray } from '../graph/index.js';
import { meanSquaredError, mlp } from '../nn/index.js';
import { adam } from '../optim/index.js';
import { sinusoid } from '../regression/index.js';
import { adaptTo, metaTest, metaTrain } from './index.js';

const learner = mlp({ inputs: 1, outputs: 1, hidden: [4] });
const options = { family: sinusoid({ shots: 2, queries: 2 }), algorithm: maml({ learner, loss: meanSquaredError }), optimizer: adam(1e-3), iterations: 1, metaBatchSize: 1, seed: 0 };
const trained = (wrong: object) => metaTrain({ ...options, ...wrong });

test('what was forgotten, or not called, is asked for by its name', async () => {
  await assert.rejects(trained({ family: undefined }), /^TypeError: family must be a task family, such as sinusoid\(.*\), got undefined\.$/);
  await assert.rejects(trained({ family: sinusoid }), /^TypeError: family must be .*, got a function: call it\.$/);
  await assert.rejects(trained({ algorithm: maml }), /^TypeError: algorithm must be .*, such as maml\(\{ learner, loss \}\), got a function: call it\.$/);
  await assert.rejects(trained({ algorithm: { ...options.algorithm, statistics: undefined } }), /algorithm must be .*, got an object without statistics\.$/);
  await assert.rejects(trained({ optimizer: undefined }), /^TypeError: optimizer must be .*, such as adam\(1e-3\), got undefined\.$/);
  await assert.rejects(trained({ optimizer: 0.001 }), /^TypeError: optimizer must be .*, got 0\.001\.$/);
});

test('a family whose answers are of no kind that there is is refused, and not trained as another', async () => {
  await assert.rejects(trained({ family: { ...options.family, target: { kind: 'class', ways: 3 } } }), /The target of sinusoid must be \{ kind: 'classes', ways \} or \{ kind: 'values', outputs \}, got the kind "class"\.$/);
  await assert.rejects(trained({ family: { ...options.family, target: undefined } }), /got no kind\.$/);
});

test('parameters that were not given are asked for', async () => {
  const { family, algorithm } = options;
  const wanted = /^RangeError: The parameters given to maml are no host arrays: none were given\. Give the theta of its meta-training/;
  await assert.rejects(metaTest({ family, algorithm, theta: undefined as never }), wanted);
  await assert.rejects(adaptTo({ algorithm, theta: undefined as never, support: { x: ndarray([[1]]), y: ndarray([[1]]) } }), wanted);
});

test('an algorithm without a learner or a loss, or one that adapts a context without a learner that is told one, is refused where it is made', () => {
  assert.throws(() => maml({ learner } as never), /^TypeError: A loss must be a function of predictions and targets, such as meanSquaredError or crossEntropy, got undefined\.$/);
  assert.throws(() => maml({ loss: meanSquaredError } as never), /^TypeError: The learner has no init and no apply and no statistics/);
  assert.throws(() => cavia({ learner: learner as never, loss: meanSquaredError }), /^TypeError: cavia takes a learner that is told a context: make one with toldBeside/);
});
