import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, ndarray, slice, tensor, type Tensor } from '../graph/index.js';
import { crossEntropy, encoder, learner } from '../nn/index.js';
import { assertClose } from '../testing/close.js';
import { protoMaml } from './proto-maml.js';

const points = encoder([2], learner<{ readonly unused: Tensor }>(() => ({ unused: ndarray(0) }), (_, x) => x));
const theta = { unused: tensor(0) };
const two = { x: tensor([[0, 0], [2, 0], [5, 5]]), y: tensor([0, 0, 1], 'int32') };
const third = { x: tensor([[-4, 3], [-6, 3]]), y: tensor([2, 2], 'int32') };

test('proto-maml of no steps compares with the class means, and masked rows count for none', () => {
  const algorithm = protoMaml({ encoder: points, ways: 3, loss: crossEntropy, innerLearningRate: 0.1 });
  const support = { x: tensor([[0, 0], [2, 0], [5, 5], [9, 9]]), y: tensor([0, 0, 1, 1], 'int32'), mask: tensor([1, 1, 1, 0]) };
  const phi = algorithm.adapt(theta, { support, classes: tensor([1, 1, 0]) }, { steps: 0 });
  const logits = evaluate(algorithm.predict(phi, tensor([[1, 1], [5, 4]]))).data;
  const distance = (x: readonly number[], c: readonly number[]): number => (x[0] - c[0]) ** 2 + (x[1] - c[1]) ** 2;
  const difference = (x: readonly number[]): number => distance(x, [5, 5]) - distance(x, [1, 0]);
  assertClose(tensor([logits[0] - logits[1], logits[3] - logits[4]]), [difference([1, 1]), difference([5, 4])], 1e-5);
});

test('a class without support has the logit of an absent one, also where nobody says that it is absent', () => {
  const algorithm = protoMaml({ encoder: points, ways: 3, loss: crossEntropy, innerSteps: 3, innerLearningRate: 0.1 });
  const logits = evaluate(algorithm.predict(algorithm.adapt(theta, { support: two }), tensor([[-5, 3]]))).data;
  assert.ok(logits[2] < -9e8 && logits[0] > -1e3, logits.join(' '));
});

test('a class that is added starts as its mean, and those that were there go on from where they are', () => {
  const algorithm = protoMaml({ encoder: points, ways: 3, loss: crossEntropy, innerSteps: 3, innerLearningRate: 0.1 });
  const phi = algorithm.adapt(theta, { support: two });
  const { head } = algorithm.extend!(phi, { support: third, known: two }, { steps: 0 });
  assertClose(slice(head.weight, [null, [0, 2]]), slice(phi.head.weight, [null, [0, 2]]));
  assertClose(slice(head.weight, [null, [2]]), [-10, 6]);
  assertClose(slice(head.bias!, [[2]]), [-34]);
  const further = algorithm.extend!(phi, { support: third, known: two });
  const logits = evaluate(algorithm.predict(further, third.x)).data;
  for (const row of [0, 1]) assert.ok(logits[3 * row + 2] > Math.max(logits[3 * row], logits[3 * row + 1]), logits.join(' '));
});

test('proto-maml of fewer than two ways is refused', () => {
  assert.throws(() => protoMaml({ encoder: points, ways: 1, loss: crossEntropy }), /ways must be a whole number of at least 2, got 1/);
});
