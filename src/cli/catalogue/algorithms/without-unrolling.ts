import { z } from 'zod';
import { imaml, reptile } from '../../../algorithms/index.js';
import { algorithmEntry } from '../algorithm-entry.js';
import { learnerAndLoss } from '../loss.js';
import { count, mamlSchedule, queryStatistics, rate, steps } from './options.js';
import { onOmniglot } from './published.js';

/** Gradient steps on a task that no derivative goes back through. */

export const reptileEntry = algorithmEntry({
  name: 'reptile',
  about: 'the initial weights move towards what training on a task makes of them',
  source: 'Nichol, Achiam and Schulman 2018, On first-order meta-learning algorithms, arXiv:1803.02999',
  serves: ['classes', 'values'],
  published: onOmniglot([0.9768, 0.9948, 0.8943, 0.9712], 'transductive, 50 steps at test, 15 shots in training, 200,000 iterations'),
  options: (task) =>
    z.strictObject({
      innerSteps: steps(task.ways === undefined || task.ways <= 5 ? 5 : 10),
      innerLearningRate: rate(task.target === 'values' ? 0.01 : 0.001),
      innerBatch: count.max(10_000).default(task.ways === undefined || task.ways <= 5 ? 10 : 20).describe('rows of the mini-batch of a step'),
    }),
  schedule: ({ target, ways, shots }) => ({
    metaBatch: 5,
    optimizer: 'sgd',
    outerLearningRate: 1,
    decay: 'linear',
    testSteps: target === 'values' ? 32 : 50,
    // Support and queries are one training set of ten examples of each class.
    ...(ways === undefined ? {} : { queries: Math.max(1, 10 - shots) }),
  }),
  build: (options, shape, network) => reptile({ ...options, ...learnerAndLoss(shape, network) }),
});

export const imamlEntry = algorithmEntry({
  name: 'imaml',
  about: 'the inner loop goes to its minimum near the initial weights, and the gradient is taken there',
  source: 'Rajeswaran, Finn, Kakade and Levine 2019, Meta-learning with implicit gradients, arXiv:1909.04630',
  serves: ['classes', 'values'],
  published: onOmniglot([0.9916, 0.9967, 0.9446, 0.9869], 'gradient descent, 16 or 25 steps, 5 iterations of conjugate gradients'),
  options: (task) =>
    z.strictObject({
      innerSteps: steps(16),
      innerLearningRate: rate(task.target === 'values' ? 0.01 : 0.1),
      proximity: z.number().positive().max(1e6).default(task.target === 'values' ? 0.5 : 2).describe('the strength of the pull towards the initial weights'),
      damping: z.number().min(0).max(1e6).optional().describe('added to proximity in the linear system alone; five times proximity where not said'),
      solverIterations: count.max(100).default(5).describe('iterations of conjugate gradients'),
      queryStatistics,
    }),
  schedule: (task) => ({ ...mamlSchedule(task), testSteps: 16, ...(task.target === 'classes' ? { metaBatch: 16 } : {}) }),
  build: (options, shape, network) => imaml({ ...options, ...learnerAndLoss(shape, network) }),
});
