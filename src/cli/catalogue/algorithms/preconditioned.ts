import { z } from 'zod';
import { mamlPlusPlus, metaCurvature, metaSgd, tNet, warpGrad } from '../../../algorithms/index.js';
import { withLinearWarps } from '../../../nn/index.js';
import { algorithmEntry, untyped } from '../algorithm-entry.js';
import { learnerAndLoss } from '../loss.js';
import { firstOrder, loop, mamlSchedule, queryStatistics, rate, steps } from './options.js';
import { onOmniglot } from './published.js';

/** MAML with more about its steps learned than where they start. */

export const metaSgdEntry = algorithmEntry({
  name: 'meta-sgd',
  about: 'maml with a learned rate for each element of the parameters',
  source: 'Li, Zhou, Chen and Li 2017, Meta-SGD, arXiv:1707.09835',
  serves: ['classes', 'values'],
  published: onOmniglot([0.995, 0.999], 'one step, transductive'),
  options: (task) => z.strictObject({ ...loop(task), firstOrder, queryStatistics }),
  schedule: mamlSchedule,
  build: (options, shape, network) => untyped(metaSgd({ ...options, ...learnerAndLoss(shape, network) })),
});

export const metaCurvatureEntry = algorithmEntry({
  name: 'meta-curvature',
  about: 'maml whose gradients are multiplied along each of their axes by a learned matrix',
  source: 'Park and Oliva 2019, Meta-curvature, arXiv:1902.03356',
  serves: ['classes', 'values'],
  options: (task) => z.strictObject({ ...loop(task), firstOrder, queryStatistics }),
  schedule: mamlSchedule,
  build: (options, shape, network) => untyped(metaCurvature({ ...options, ...learnerAndLoss(shape, network) })),
});

export const tNetEntry = algorithmEntry({
  name: 't-net',
  about: 'maml of a network each of whose weights is followed by a matrix that does not adapt',
  source: 'Lee and Choi 2018, Gradient-based meta-learning with learned layerwise metric and subspace, arXiv:1801.05558',
  serves: ['classes', 'values'],
  options: (task) => z.strictObject({ ...loop(task), firstOrder, queryStatistics }),
  schedule: mamlSchedule,
  build: (options, shape, network) => untyped(tNet({ ...options, ...learnerAndLoss(shape, network) })),
});

export const warpGradEntry = algorithmEntry({
  name: 'warp-grad',
  about: 'layers that do not adapt are trained so that a step from anywhere on the way lowers the query loss; here linear ones',
  source: 'Flennerhag, Rusu, Pascanu, Visin, Yin and Hadsell 2020, arXiv:1909.00025',
  serves: ['classes', 'values'],
  options: (task) => z.strictObject({ ...loop(task), innerSteps: steps(5), innerLearningRate: rate(task.target === 'values' ? 0.01 : 0.1), queryStatistics }),
  schedule: (task) => ({ ...mamlSchedule(task), testSteps: task.target === 'values' ? 10 : 5 }),
  build: (options, shape, network) => {
    const { learner, loss } = learnerAndLoss(shape, network);
    return untyped(warpGrad({ ...options, learner: withLinearWarps(learner), loss }));
  },
});

const share = (value: number, what: string) => z.union([z.literal(false), z.number().positive().max(1)]).default(value).describe(what);

export const mamlPlusPlusEntry = algorithmEntry({
  name: 'maml-plus-plus',
  about: 'maml with a loss over all steps, rates by layer and step, normalisation by step, and first derivatives before second ones',
  source: 'Antoniou, Edwards and Storkey 2019, How to train your MAML, arXiv:1810.09502',
  serves: ['classes', 'values'],
  published: onOmniglot([0.995, 0.999], '5 steps, transductive'),
  options: (task) =>
    z.strictObject({
      innerSteps: steps(5),
      innerLearningRate: rate(task.target === 'values' ? 0.01 : 0.1),
      multiStepLoss: share(0.1, 'the share of training after which nearly only the last step counts; or false'),
      learnedRates: z.boolean().default(true).describe('a learned rate for each layer and step'),
      perStepAffine: z.boolean().default(true).describe('scale and shift of normalisations by step'),
      perStepStatistics: z.boolean().default(task.input !== 'vector').describe('running statistics by step, for single queries'),
      derivativeOrderAnnealing: share(0.3, 'the share of training that is first-order; or false'),
    }),
  schedule: (task) => ({ ...mamlSchedule(task), testSteps: task.target === 'values' ? 10 : 5, decay: 'cosine', ...(task.target === 'classes' ? { metaBatch: 16 } : {}) }),
  build: (options, shape, network) => untyped(mamlPlusPlus({ ...options, ...learnerAndLoss(shape, network) })),
});
