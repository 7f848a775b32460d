import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inContextTransformer, logisticHead, maml, matchingNet, protoMaml, protoNet, r2d2, relationNet, relationOf } from '../algorithms/index.js';
import { crossEntropy, dense, encoder, flatten, mlp, mlpEncoder, sequential, withOrdinalHead } from '../nn/index.js';
import { relu, reshape } from '../graph/index.js';
import { errorsOf, objectivesOf, onFields, smallTasks, takers } from '../testing/rater-training.js';

const width = 12;
const settings = { loss: crossEntropy, innerSteps: 1, innerLearningRate: 0.4 };
const features = (inputs: number) => mlpEncoder({ inputs, hidden: [16, width] });
/** Features as maps of one position, for relations. */
const maps = (inputs: number) => encoder([1, 1, width], sequential(features(inputs), (x) => reshape(x, [x.shape[0], 1, 1, width])));
const relation = () => relationOf(sequential(flatten, dense(2 * width, 16), relu, dense(16, 1)));

type Make = (inputs: number, ways: number) => unknown;
const algorithms: Readonly<Record<string, Make>> = {
  maml: (inputs, ways) => maml({ ...settings, learner: mlp({ inputs, hidden: [16], outputs: ways }) }),
  'maml of an ordinal head': (inputs, ways) => maml({ ...settings, learner: withOrdinalHead(mlpEncoder({ inputs, hidden: [16] }), ways) }),
  'a prototypical network': (inputs, ways) => protoNet({ encoder: features(inputs), ways }),
  'proto-maml': (inputs, ways) => protoMaml({ ...settings, innerLearningRate: 0.1, encoder: features(inputs), ways }),
  'a matching network': (inputs, ways) => matchingNet({ encoder: features(inputs), ways }),
  'a relation network': (inputs, ways) => relationNet({ encoder: maps(inputs), ways, relation: relation() }),
  r2d2: (inputs, ways) => r2d2({ encoder: features(inputs), ways }),
  'the logistic head': (inputs, ways) => logisticHead({ newtonSteps: 3, encoder: features(inputs), ways }),
  'an in-context transformer': (inputs, ways) => inContextTransformer({ inputs, ways, width: 16, layers: 1 }),
};

const levels = smallTasks({ target: 'levels', shots: [4, 8] });
const taken = smallTasks({ shots: [1, 3], negatives: 2, queries: 3 }, takers);

for (const [name, make] of Object.entries(algorithms)) {
  // Those that tell classes by their examples cannot give a level that a user never gave: what they learn is measured where it can be.
  test(`${name} learns which level new raters will give`, async () => {
    const { before, after } = await objectivesOf(levels, onFields(levels, (inputs) => make(inputs, 5)));
    assert.ok(after < 0.9 * before, `the loss is ${after} after training, ${before} before`);
  });

  test(`${name} learns what new users will take`, async () => {
    const { before, after } = await errorsOf(taken, onFields(taken, (inputs) => make(inputs, 2)));
    assert.ok(after < 0.75 * before, `the error is ${after} after training, ${before} before`);
  });
}
