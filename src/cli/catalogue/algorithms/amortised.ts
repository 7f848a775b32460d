import { z } from 'zod';
import { attentiveNeuralProcess, conditionalNeuralProcess, inContextTransformer, snail } from '../../../algorithms/index.js';
import type { Encoder } from '../../../nn/index.js';
import { algorithmEntry, untyped, type TaskShape } from '../algorithm-entry.js';
import type { Network } from '../network-entry.js';
import { count, manyQueries } from './options.js';

/** Networks that read the support set; adapting is one pass over it. */

const inputsOf = ({ inputShape }: TaskShape): number => inputShape.reduce((product, length) => product * length, 1);

/** Classes are told from features, values from the inputs themselves. */
const readingOf = (shape: TaskShape, network: Network) => {
  const { target } = shape;
  return target.kind === 'classes'
    ? { ways: target.ways, encoder: network.encoder() as Encoder<object> }
    : { outputs: target.outputs, encoder: undefined, inputs: inputsOf(shape) };
};

const width = count.max(4096).default(128).describe('values of what an example is encoded to');

export const cnpEntry = algorithmEntry({
  name: 'cnp',
  about: 'the mean of the encoded support points tells a decoder the function; answers have a deviation, too',
  source: 'Garnelo et al. 2018, Conditional neural processes, arXiv:1807.01613',
  serves: ['values'],
  ownNetwork: true,
  options: () => z.strictObject({ width }),
  build: (options, shape) => untyped(conditionalNeuralProcess({ ...options, inputs: inputsOf(shape), outputs: (shape.target as { outputs: number }).outputs })),
});

export const anpEntry = algorithmEntry({
  name: 'anp',
  about: 'a neural process whose queries attend to the support points; with a latent variable for what they share',
  source: 'Kim et al. 2019, Attentive neural processes, arXiv:1901.05761',
  serves: ['values'],
  ownNetwork: true,
  options: () =>
    z.strictObject({
      width,
      heads: count.max(64).default(8).describe('heads of the attention, a divisor of width'),
      selfAttention: z.number().int().min(0).max(16).default(0).describe('layers of attention among the support points'),
      latent: z.number().int().min(0).max(4096).default(128).describe('values of the latent variable; 0 for none'),
    }),
  build: (options, shape) => untyped(attentiveNeuralProcess({ ...options, inputs: inputsOf(shape), outputs: (shape.target as { outputs: number }).outputs })),
});

export const snailEntry = algorithmEntry({
  name: 'snail',
  about: 'the support set is a sequence that ends with the query; attention and dilated convolutions read it',
  source: 'Mishra, Rohaninejad, Chen and Abbeel 2018, A simple neural attentive meta-learner, arXiv:1707.03141',
  serves: ['classes', 'values'],
  options: () =>
    z.strictObject({
      filters: count.max(1024).default(32).describe('filters of each dense block; 128 in the paper'),
      attention: z.union([z.literal('paper'), count.max(1024)]).default(32).describe('key and value sizes of the three attention blocks; paper: 64-32, 256-128 and 512-256'),
    }),
  schedule: (task) => manyQueries(task, 8),
  build: ({ filters, attention }, shape, network, { ways = 1, shots }) =>
    untyped(snail({ filters, attention: attention === 'paper' ? undefined : [1, 2, 3].map(() => [attention, attention] as const), ...readingOf(shape, network), supportRows: ways * shots })),
});

export const inContextEntry = algorithmEntry({
  name: 'in-context',
  about: 'a small transformer reads the support set as tokens and answers for each query token',
  source: 'Garg, Tsipras, Liang and Valiant 2022, arXiv:2208.01066; Kirsch, Harrison, Sohl-Dickstein and Metz 2022, arXiv:2212.04458',
  serves: ['classes', 'values'],
  options: () =>
    z.strictObject({
      width: count.max(4096).default(64).describe('values of a token'),
      heads: count.max(64).default(4).describe('heads of each attention, a divisor of width'),
      layers: count.max(64).default(4).describe('layers of attention'),
    }),
  schedule: (task) => manyQueries(task, 8),
  build: (options, shape, network) => untyped(inContextTransformer({ ...options, ...readingOf(shape, network) })),
});
