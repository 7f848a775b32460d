import { z } from 'zod';
import { anil, boil, cavia, protoMaml } from '../../../algorithms/index.js';
import { toldBeside, toldByFilm } from '../../../nn/index.js';
import { algorithmEntry, untyped } from '../algorithm-entry.js';
import { learnerAndLoss, lossOf, outputsOf } from '../loss.js';
import { count, firstOrder, loop, mamlSchedule, queryStatistics, rate } from './options.js';

/** MAML of which only a part adapts, or whose head is given its start. */

export const anilEntry = algorithmEntry({
  name: 'anil',
  about: 'maml whose head alone adapts, on features that are reused as they are',
  source: 'Raghu, Raghu, Bengio and Vinyals 2020, Rapid learning or feature reuse?, arXiv:1909.09157',
  serves: ['classes', 'values'],
  options: (task) => z.strictObject({ ...loop(task), firstOrder, queryStatistics }),
  schedule: mamlSchedule,
  build: (options, shape, network) => anil({ ...options, ...learnerAndLoss(shape, network) }),
});

export const boilEntry = algorithmEntry({
  name: 'boil',
  about: 'maml whose head does not adapt, so that the features must',
  source: 'Oh, Yoo, Kim and Yun 2021, BOIL: towards representation change for few-shot learning, arXiv:2008.08882',
  serves: ['classes', 'values'],
  options: (task) => z.strictObject({ ...loop(task), firstOrder, queryStatistics }),
  schedule: mamlSchedule,
  build: (options, shape, network) => boil({ ...options, ...learnerAndLoss(shape, network) }),
});

export const caviaEntry = algorithmEntry({
  name: 'cavia',
  about: 'only a context vector adapts, which the shared network is told: beside vectors, else by scaling and shifting channels',
  source: 'Zintgraf, Shiarli, Kurin, Hofmann and Whiteson 2019, Fast context adaptation via meta-learning, arXiv:1810.03642',
  serves: ['classes', 'values'],
  inputs: ['vector', 'image', 'series'],
  options: (task) =>
    z.strictObject({
      ...loop(task),
      innerLearningRate: rate(1),
      contextSize: count.max(10_000).default(task.input === 'vector' ? 5 : 100).describe('numbers of the context'),
      firstOrder,
      queryStatistics,
    }),
  schedule: mamlSchedule,
  build({ contextSize, ...options }, { target, inputShape }, network) {
    const loss = lossOf(target);
    if (inputShape.length > 1) return untyped(cavia({ ...options, loss, learner: toldByFilm(network.learner(outputsOf(target)), contextSize) }));
    const wider = network.of([inputShape[0] + contextSize]);
    return untyped(cavia({ ...options, loss, learner: toldBeside(wider.learner(outputsOf(target)), contextSize) }));
  },
});

export const protoMamlEntry = algorithmEntry({
  name: 'proto-maml',
  about: 'maml whose head starts as the class means of the support features',
  source: 'Triantafillou et al. 2020, Meta-Dataset, arXiv:1903.03096',
  serves: ['classes'],
  anyWays: true,
  options: (task) => z.strictObject({ ...loop(task), innerLearningRate: rate(0.05), firstOrder, queryStatistics }),
  schedule: mamlSchedule,
  build: (options, { target }, network) => untyped(protoMaml({ ...options, encoder: network.encoder('mean'), ways: outputsOf(target), loss: lossOf(target) })),
});
