import { test } from 'node:test';
import { evaluate, ndarray, tensor, type Tensor } from '../graph/index.js';
import { crossEntropy, encoder, learner } from '../nn/index.js';
import { assertClose } from '../testing/close.js';
import { protoMaml } from './proto-maml.js';

test('proto-maml of no steps compares with the class means, and masked rows count for none', () => {
  const identity = encoder([2], learner<{ readonly unused: Tensor }>(() => ({ unused: ndarray(0) }), (_, x) => x));
  const algorithm = protoMaml({ encoder: identity, ways: 3, loss: crossEntropy, innerLearningRate: 0.1 });
  const support = { x: tensor([[0, 0], [2, 0], [5, 5], [9, 9]]), y: tensor([0, 0, 1, 1], 'int32'), mask: tensor([1, 1, 1, 0]) };
  const theta = { unused: tensor(0) };
  const phi = algorithm.adapt(theta, { support, classes: tensor([1, 1, 0]) }, { steps: 0 });
  const logits = evaluate(algorithm.predict(phi, tensor([[1, 1], [5, 4]]))).data;
  const distance = (x: readonly number[], c: readonly number[]): number => (x[0] - c[0]) ** 2 + (x[1] - c[1]) ** 2;
  const difference = (x: readonly number[]): number => distance(x, [5, 5]) - distance(x, [1, 0]);
  assertClose(tensor([logits[0] - logits[1], logits[3] - logits[4]]), [difference([1, 1]), difference([5, 4])], 1e-5);
});
