import { z } from 'zod';
import { maml } from '../../../algorithms/index.js';
import { algorithmEntry, type Published } from '../algorithm-entry.js';
import { learnerAndLoss } from '../loss.js';
import { firstOrder, loop, mamlSchedule, queryStatistics } from './options.js';
import { onOmniglot } from './published.js';

const protocol = 'transductive, 1200 characters and their turns for training, 60,000 iterations';

/** Of the authors' own sinusoids, after ten steps. */
const sinusoid: Published = { task: 'sinusoid', shots: 5, value: 0.35, protocol: 'after 10 steps, 70,000 iterations' };

export const mamlEntry = algorithmEntry({
  name: 'maml',
  about: 'initial weights from which few gradient steps on a task lead far; exact, through the steps',
  source: 'Finn, Abbeel and Levine 2017, Model-agnostic meta-learning, arXiv:1703.03400',
  serves: ['classes', 'values'],
  published: [...onOmniglot([0.987, 0.999, 0.958, 0.989], protocol), sinusoid],
  options: (task) => z.strictObject({ ...loop(task), firstOrder, queryStatistics }),
  schedule: mamlSchedule,
  build: (options, shape, network) => maml({ ...options, ...learnerAndLoss(shape, network) }),
});

export const fomamlEntry = algorithmEntry({
  name: 'fomaml',
  about: 'maml to first order: the gradient at the adapted weights, as if they did not depend on the initial ones',
  source: 'Finn, Abbeel and Levine 2017, section 5.2, arXiv:1703.03400',
  serves: ['classes', 'values'],
  published: onOmniglot([0.983, 0.992, 0.894, 0.979], 'as repeated by Nichol et al. 2018, arXiv:1803.02999; transductive'),
  options: (task) => z.strictObject({ ...loop(task), queryStatistics }),
  schedule: mamlSchedule,
  build: (options, shape, network) => maml({ ...options, firstOrder: true, ...learnerAndLoss(shape, network) }),
});
