import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anil, cavia, imaml, maml, mamlPlusPlus, metaCurvature, metaSgd, reptile, tNet, warpGrad } from '../algorithms/index.js';
import { meanSquaredError, mlp, sequential, toldBeside, withLinearWarps } from '../nn/index.js';
import { encoderOf, errorsOf, onFields, smallTasks } from '../testing/rater-training.js';

const family = smallTasks({});
const settings = { loss: meanSquaredError, innerSteps: 1, innerLearningRate: 0.1 };
const net = (inputs: number) => mlp({ inputs, hidden: [16], outputs: 1 });

const algorithms: Readonly<Record<string, (inputs: number) => unknown>> = {
  maml: (inputs) => maml({ ...settings, learner: net(inputs) }),
  'first-order maml': (inputs) => maml({ ...settings, learner: net(inputs), firstOrder: true }),
  anil: (inputs) => anil({ ...settings, learner: net(inputs) }),
  'meta-sgd': (inputs) => metaSgd({ ...settings, learner: net(inputs) }),
  'maml++': (inputs) => mamlPlusPlus({ ...settings, learner: net(inputs) }),
  cavia: (inputs) => cavia({ ...settings, learner: toldBeside(net(inputs + 3), 3) }),
  // Its meta-gradient does not see the steps, and would let features grow until large ones diverge.
  imaml: (inputs) => imaml({ ...settings, innerSteps: 16, innerLearningRate: 0.03, learner: net(inputs) }),
  'meta-curvature': (inputs) => metaCurvature({ ...settings, learner: net(inputs) }),
  't-net': (inputs) => tNet({ ...settings, learner: net(inputs) }),
  'warp-grad': (inputs) => warpGrad({ ...settings, learner: withLinearWarps(net(inputs)) }),
};

for (const [name, make] of Object.entries(algorithms)) {
  test(`${name} learns what new raters will say`, async () => {
    const { before, after } = await errorsOf(family, onFields(family, make));
    assert.ok(after < 0.75 * before, `the error is ${after} after training, ${before} before`);
  });
}

test('reptile, which trains what it adapts and nothing else, learns it with the fields inside of its network', async () => {
  const encoder = encoderOf(family);
  const learner = sequential(encoder, net(encoder.outputShape[0]));
  const { before, after } = await errorsOf(family, reptile({ learner, loss: meanSquaredError, innerSteps: 3, innerLearningRate: 0.01 }) as never);
  assert.ok(after < 0.75 * before, `the error is ${after} after training, ${before} before`);
});
