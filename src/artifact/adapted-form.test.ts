import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapTree, tensor, type NdArray } from '../graph/index.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { key } from '../random/index.js';
import { valueLearners } from '../testing/served-learners.js';
import { adaptedForm, fixedLearner } from './adapted-form.js';

const given = (rows: number) => ({ support: { x: placeholder([rows, 6], 'float32'), y: placeholder([rows, 1], 'float32'), mask: placeholder([rows], 'float32') } });

/** The shapes of what is a user's own, and whether ratings can be added to it. */
const forms: Record<string, [shapes: string[], adds: boolean]> = {
  maml: [['6,16', '16', '16,16', '16', '16,1', '1'], false],
  metaSgd: [['6,16', '16', '16,16', '16', '16,1', '1'], false],
  conditionalNeuralProcess: [['8', ''], true],
  attentiveNeuralProcess: [['8,4,1', '8,4,1', '4', '8'], false],
  r2d2: [['12,1', '1'], false],
  alpaca: [['13,1', '13,13'], true],
};

for (const [name, algorithm] of Object.entries(valueLearners(6))) {
  test(`${name}: of what it adapts to only what differs from user to user and is read is kept`, () => {
    const theta = mapTree((leaf: NdArray) => tensor(leaf), algorithm.init(key(0)));
    const learner = fixedLearner(algorithm, theta as never, {});
    const form = adaptedForm(learner, given);
    const part = form.partOf(learner.adapt(given(4)));
    assert.deepEqual([part.map(({ shape }) => String(shape)), form.adds], forms[name]);
  });
}
