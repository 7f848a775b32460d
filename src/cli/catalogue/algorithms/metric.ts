import { z } from 'zod';
import { cosine, matchingNet, protoNet, relationNet, scaled, squaredEuclidean, type Distance } from '../../../algorithms/index.js';
import { algorithmEntry, untyped } from '../algorithm-entry.js';
import { outputsOf } from '../loss.js';
import { jointStatistics, manyQueries } from './options.js';
import { onOmniglot } from './published.js';

/** Algorithms that compare features; adapting is one pass over the support set. */

const distances = { euclidean: squaredEuclidean, cosine } as const;
type DistanceName = keyof typeof distances;

const distanceOptions = (usual: DistanceName) => ({
  distance: z.enum(['euclidean', 'cosine']).default(usual).describe('how far features are from one another'),
  scale: z
    .union([z.literal(false), z.number().positive().max(1e6)])
    .optional()
    .describe('where a learned factor of the distance starts (euclidean: 0.05, cosine: 10), by which training gets on sooner; false for none, as in the papers'),
});

function distanceOf(name: DistanceName, scale: number | false = { euclidean: 0.05, cosine: 10 }[name]): Distance {
  return scale === false ? distances[name] : scaled(distances[name], scale);
}

export const protoNetEntry = algorithmEntry({
  name: 'proto-net',
  about: 'a class is the mean of its support features; the nearest class wins',
  source: 'Snell, Swersky and Zemel 2017, Prototypical networks, arXiv:1703.05175',
  serves: ['classes'],
  anyWays: true,
  published: onOmniglot([0.988, 0.997, 0.96, 0.989], 'trained with 60 ways, conv4 with max-pooling'),
  options: () => z.strictObject({ ...distanceOptions('euclidean'), queryStatistics: jointStatistics('both') }),
  schedule: (task) => ({ ...manyQueries(task), ...(task.task === 'omniglot' && task.ways! < 60 ? { trainWays: 60, metaBatch: 1 } : {}), decay: 'cosine' }),
  build: ({ distance, scale, ...options }, { target }, network) =>
    untyped(protoNet({ ...options, distance: distanceOf(distance, scale), encoder: network.encoder(), ways: outputsOf(target) })),
});

export const matchingNetEntry = algorithmEntry({
  name: 'matching-net',
  about: 'each support example votes for its class by how near its features are to those of the query',
  source: 'Vinyals, Blundell, Lillicrap, Kavukcuoglu and Wierstra 2016, Matching networks for one shot learning, arXiv:1606.04080',
  serves: ['classes'],
  anyWays: true,
  options: () =>
    z.strictObject({
      ...distanceOptions('cosine'),
      fullContext: z.number().int().min(0).max(100).default(0).describe('reading steps of full-context embeddings; 0 for none'),
      queryStatistics: jointStatistics('both'),
    }),
  schedule: (task) => ({ ...manyQueries(task), decay: 'cosine' }),
  build: ({ distance, scale, fullContext, ...options }, { target }, network) =>
    untyped(
      matchingNet({
        ...options,
        distance: distanceOf(distance, scale),
        encoder: network.encoder(),
        ways: outputsOf(target),
        ...(fullContext > 0 ? { fullContext: { steps: fullContext } } : {}),
      }),
    ),
});

export const relationNetEntry = algorithmEntry({
  name: 'relation-net',
  about: 'a learned module compares maps of features, of a class and of a query',
  source: 'Sung, Yang, Zhang, Xiang, Torr and Hospedales 2018, Learning to compare, arXiv:1711.06025',
  serves: ['classes'],
  inputs: ['image'],
  anyWays: true,
  options: () => z.strictObject({ queryStatistics: jointStatistics('query') }),
  schedule: (task) => ({ ...manyQueries(task), decay: 'cosine' }),
  build: (options, { target }, network) => untyped(relationNet({ ...options, encoder: network.encoder('map'), ways: outputsOf(target) })),
});
