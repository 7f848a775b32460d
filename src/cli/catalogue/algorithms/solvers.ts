import { z } from 'zod';
import { alpaca, laplaceNegativeLogLikelihood, logisticHead, r2d2, svmHead } from '../../../algorithms/index.js';
import { algorithmEntry, untyped } from '../algorithm-entry.js';
import { outputsOf } from '../loss.js';
import { count, jointStatistics, manyQueries } from './options.js';

/** Features of which a linear head is solved for, differentiably. */

const positive = z.number().positive().max(1e6);
const lambda = positive.default(1).describe('what the learned strength of regularisation starts at');

export const r2d2Entry = algorithmEntry({
  name: 'r2d2',
  about: 'ridge regression on meta-learned features, in closed form',
  source: 'Bertinetto, Henriques, Torr and Vedaldi 2019, Meta-learning with differentiable closed-form solvers, arXiv:1805.08136',
  serves: ['classes', 'values'],
  anyWays: true,
  options: ({ target }) =>
    z.strictObject({ lambda, scale: positive.default(target === 'classes' ? 10 : 1).describe('what the learned factor of the answers starts at'), queryStatistics: jointStatistics('query') }),
  schedule: (task) => ({ ...manyQueries(task), decay: 'cosine' }),
  build: (options, { target }, network) => {
    const encoder = network.encoder();
    return untyped(target.kind === 'classes' ? r2d2({ ...options, encoder, ways: target.ways }) : r2d2({ ...options, encoder, outputs: target.outputs }));
  },
});

export const logisticHeadEntry = algorithmEntry({
  name: 'logistic-head',
  about: 'logistic regression on meta-learned features, by a few Newton steps',
  source: 'Bertinetto, Henriques, Torr and Vedaldi 2019, section 3.3, arXiv:1805.08136',
  serves: ['classes'],
  anyWays: true,
  options: () =>
    z.strictObject({
      newtonSteps: count.max(100).default(5).describe('Newton steps'),
      lambda,
      scale: positive.default(1).describe('what the learned factor of the logits starts at'),
      queryStatistics: jointStatistics('query'),
    }),
  schedule: (task) => ({ ...manyQueries(task), decay: 'cosine' }),
  build: (options, { target }, network) => untyped(logisticHead({ ...options, encoder: network.encoder(), ways: outputsOf(target) })),
});

export const svmHeadEntry = algorithmEntry({
  name: 'svm-head',
  about: 'a multi-class support vector machine on meta-learned features, differentiated at its optimum',
  source: 'Lee, Maji, Ravichandran and Soatto 2019, Meta-learning with differentiable convex optimization, arXiv:1904.03758',
  serves: ['classes'],
  anyWays: true,
  options: () =>
    z.strictObject({
      C: positive.default(0.1).describe('how much one example may weigh'),
      ridge: positive.default(1).describe('added to the diagonal of the kernel'),
      solverIterations: count.max(1000).default(30).describe('iterations that look for the bounds that hold'),
      scale: positive.default(10).describe('what the learned factor of the logits starts at'),
      queryStatistics: jointStatistics('query'),
    }),
  schedule: (task) => ({ ...manyQueries(task), decay: 'cosine' }),
  build: ({ solverIterations: iterations, ...options }, { target }, network) => untyped(svmHead({ ...options, iterations, encoder: network.encoder(), ways: outputsOf(target) })),
});

export const alpacaEntry = algorithmEntry({
  name: 'alpaca',
  about: 'Bayesian linear regression on meta-learned features, from a meta-learned prior',
  source: 'Harrison, Sharma and Pavone 2018, Meta-learning priors for efficient online Bayesian regression, arXiv:1807.08912',
  serves: ['values'],
  options: ({ errors }) =>
    z.strictObject({
      precision: z.enum(['diagonal', 'full']).default('diagonal').describe('what the prior learns of how sure it is: of each weight, or of all together'),
      lambda: positive.default(10).describe('what the learned precision of each weight starts at, in units of that of the noise'),
      noise: positive.default(1).describe('what the learned standard deviation of the noise starts at'),
      errors: z.enum(['normal', 'laplace']).default(errors === 'absolute' ? 'laplace' : 'normal').describe('how errors are taken to be distributed: normally, so that squares count, or as Laplace has it, so that absolute values do'),
      queryStatistics: jointStatistics('query'),
    }),
  schedule: () => ({ decay: 'cosine' }),
  build: ({ errors, ...options }, { target }, network) =>
    untyped(alpaca({ ...options, encoder: network.encoder(), outputs: outputsOf(target), likelihood: errors === 'laplace' ? laplaceNegativeLogLikelihood : undefined })),
});
