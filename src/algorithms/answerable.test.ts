import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, evaluate, leavesOf, slice, tanh, tensor, type Tensor } from '../graph/index.js';
import { crossEntropy, initialisers, mlpEncoder, type Encoder } from '../nn/index.js';
import { key, normal } from '../random/index.js';
import type { Examples, Task } from '../tasks/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad } from '../transform/index.js';
import { answerable } from './answerable.js';
import { logisticHead, matchingNet, protoMaml, protoNet, r2d2, svmHead, type Algorithm } from './index.js';

test('a row can be answered where it counts and its class has support', () => {
  const y = tensor([0, 1, 2, 2, 7], 'int32');
  assertClose(answerable({ y }, tensor([1, 0, 3])), [1, 0, 1, 1, 0]);
  assertClose(answerable({ y, mask: tensor([1, 1, 0, 1, 0]) }, tensor([1, 0, 3])), [1, 0, 0, 1, 0]);
});

const [inputs, ways] = [3, 3];
const encoder = mlpEncoder({ inputs, hidden: [4], activation: tanh, initialiser: initialisers.normal(0.8) }) as unknown as Encoder<object>;

const algorithms: Readonly<Record<string, unknown>> = {
  'a prototypical network': protoNet({ encoder, ways }),
  'a matching network': matchingNet({ encoder, ways }),
  'Proto-MAML': protoMaml({ encoder, ways, loss: crossEntropy }),
  'r2d2': r2d2({ encoder, ways }),
  'the logistic head': logisticHead({ encoder, ways }),
  'the svm head': svmHead({ encoder, ways }),
};

const rows = (seed: number, labels: readonly number[]): Examples => ({ x: tensor(normal(key(seed), [labels.length, inputs])), y: tensor([...labels], 'int32') });
const support = rows(1, [0, 0, 2, 2]);
const query = rows(2, [0, 2, 2, 1]); // class 1 has no support
const withoutLast = ({ x, y }: Examples): Examples => ({ x: slice(x, [[0, 3]]), y: slice(y, [[0, 3]]) });

for (const [name, value] of Object.entries(algorithms)) {
  const algorithm = value as Algorithm<object, object>;
  const theta = tensorsOf(algorithm.init(key(3))) as object;
  const objective = (task: Task): Tensor => algorithm.objective(theta, task);

  test(`${name} is not trained on queries of a class without support`, () => {
    assertClose(objective({ support, query }), objective({ support, query: withoutLast(query) }), 1e-9);
    // One that does not count is none.
    const stray = { x: concat([support.x, slice(support.x, [[0, 1]])]), y: concat([support.y, tensor([1], 'int32')]), mask: tensor([1, 1, 1, 1, 0]) };
    assertClose(objective({ support: stray, query }), objective({ support, query: withoutLast(query) }), 1e-6);
  });

  test(`${name}: where no query can be answered there is nothing to learn, and nothing that is no number`, () => {
    const task = { support, query: rows(4, [1, 1]) };
    assertClose(objective(task), 0, 0);
    for (const leaf of leavesOf<Tensor>(grad((p: object) => algorithm.objective(p, task))(theta))) assert.ok(evaluate(leaf).data.every((each) => each === 0));
  });
}
