import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dense, meanSquaredError, mlp, sequential } from '../nn/index.js';
import { key } from '../random/index.js';
import { slopeTask } from '../testing/slope.js';
import { tensorsOf } from '../testing/tensors.js';
import { anil } from './anil.js';
import { boil } from './boil.js';

test('anil adapts the head alone, boil all but the head', () => {
  const network = mlp({ inputs: 1, hidden: [3], outputs: 1 });
  const theta = tensorsOf(network.init(key(2)));
  const [head, body] = [anil, boil].map((make) => make({ learner: network, loss: meanSquaredError }).adapt(theta, slopeTask));
  assert.notEqual(head.head.weight, theta.head.weight);
  assert.equal(head.blocks[0].dense.weight, theta.blocks[0].dense.weight);
  assert.equal(body.head.weight, theta.head.weight);
  assert.notEqual(body.blocks[0].dense.weight, theta.blocks[0].dense.weight);
});

test('what the head is can be said', () => {
  const network = sequential(dense(1, 2), dense(2, 1));
  const theta = tensorsOf(network.init(key(2)));
  const phi = anil({ learner: network, loss: meanSquaredError, head: (path) => path.startsWith('1.') }).adapt(theta, slopeTask);
  assert.equal(phi[0].weight, theta[0].weight);
  assert.notEqual(phi[1].weight, theta[1].weight);
});

test('a learner without a head, or of nothing but one, is not taken for maml', () => {
  const network = sequential(dense(1, 2), dense(2, 1));
  const theta = tensorsOf(network.init(key(2)));
  for (const make of [anil, boil]) {
    const algorithm = make({ learner: network, loss: meanSquaredError });
    for (const run of [algorithm.adapt, algorithm.objective]) assert.throws(() => run(theta, slopeTask), /head holds for none of 0\.weight, 0\.bias, 1\.weight, 1\.bias\. Say which parameters are the head/);
  }
  const linear = mlp({ inputs: 1, hidden: [], outputs: 1 });
  const line = tensorsOf(linear.init(key(2)));
  assert.throws(() => boil({ learner: linear, loss: meanSquaredError }).adapt(line, slopeTask), /boil adapts what is below the head, and head holds for all of head\.weight, head\.bias/);
  assert.notEqual(anil({ learner: linear, loss: meanSquaredError }).adapt(line, slopeTask).head.weight, line.head.weight);
});
