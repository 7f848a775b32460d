import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as metalearn from './index.js';
import { omniglotAlphabets } from './fewshot/index.js';
import { lines, steps } from './regression/index.js';

const { maml, mlp, meanSquaredError, sinusoid } = metalearn;
const learner = mlp({ inputs: 1, outputs: 1 });
const loss = meanSquaredError;
const own = maml({ learner, loss });
const encoder = metalearn.mlpEncoder({ inputs: 1, hidden: [4] });

// Plain JavaScript has no compiler that tells of them.
const taking: Readonly<Record<string, readonly [take: (options: never) => unknown, misspelt: object, meant: string]>> = {
  maml: [maml, { learner, loss, innersteps: 5 }, 'innerSteps'],
  reptile: [metalearn.reptile, { learner, loss, innerbatch: 5 }, 'innerBatch'],
  imaml: [metalearn.imaml, { learner, loss, proximty: 5 }, 'proximity'],
  mamlPlusPlus: [metalearn.mamlPlusPlus, { learner, loss, learnedRate: true }, 'learnedRates'],
  metaSgd: [metalearn.metaSgd, { learner, loss, firstorder: true }, 'firstOrder'],
  metaCurvature: [metalearn.metaCurvature, { learner, loss, adapt: () => true }, 'adapts'],
  protoMaml: [metalearn.protoMaml, { encoder, loss, ways: 2, queryStatistic: 'support' }, 'queryStatistics'],
  warpGrad: [metalearn.warpGrad, { learner, loss, warp: () => true }, 'warps'],
  protoNet: [metalearn.protoNet, { encoder, ways: 2, distanse: {} }, 'distance'],
  metaTrain: [metalearn.metaTrain, { metaBatchsize: 4 }, 'metaBatchSize'],
  metaTest: [metalearn.metaTest, { episods: 4 }, 'episodes'],
  adaptTo: [metalearn.adaptTo, { algorithm: own, step: 4 }, 'steps'],
  sinusoid: [sinusoid, { shot: 4 }, 'shots'],
  lines: [lines, { querys: 4 }, 'queries'],
  steps: [steps, { shot: 4 }, 'shots'],
  glyphs: [metalearn.glyphs, { way: 4 }, 'ways'],
  omniglot: [metalearn.omniglot, { rotation: false }, 'rotations'],
  omniglotAlphabets: [omniglotAlphabets, { backgrund: 'small1' }, 'background'],
  caltech101: [metalearn.caltech101, { dataDir: 'x' }, 'dataDirectory'],
  images: [metalearn.images, { directory: 'x', augment: {} }, 'augmentation'],
  strokes: [metalearn.strokes, { ballance: 'varied' }, 'balance'],
  clinc150: [metalearn.clinc150, { representatoin: {} }, 'representation'],
  textFile: [metalearn.textFile, { file: 'x', minimun: 3 }, 'minimum'],
  seriesFile: [metalearn.seriesFile, { file: 'x', lenght: 3 }, 'length'],
  table: [metalearn.table, { file: 'x', task: 'x', target: 'x', categoricals: [] }, 'categorical'],
};

for (const [name, [take, misspelt, meant]] of Object.entries(taking)) {
  test(`${name} refuses a misspelt ${meant}`, async () => {
    const stray = Object.keys(misspelt).at(-1);
    await assert.rejects(async () => take(misspelt as never), { name: 'TypeError', message: `${name} has no option ${stray}. Did you mean ${meant}?` });
  });
}

test('a validation refuses a misspelt option before training', async () => {
  const training = { family: sinusoid({ shots: 2, queries: 2 }), algorithm: own, optimizer: metalearn.adam(1e-3), iterations: 1, metaBatchSize: 1, seed: 0 };
  await assert.rejects(metalearn.metaTrain({ ...training, validation: { every: 1, episode: 3 } as never }), { message: 'validation has no option episode. Did you mean episodes?' });
});
