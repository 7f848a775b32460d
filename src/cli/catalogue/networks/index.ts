import type { SeriesFormat } from '../../../fewshot/index.js';
import { conv1dEncoder, conv4, conv4Encoder, embeddingBag, identityEncoder, mlp, mlpEncoder, resnet12, resnet12Encoder, resnet7, resnet7Encoder, withHead, withOrdinalHead } from '../../../nn/index.js';
import { network, type NetworkEntry } from '../network-entry.js';

/** Every network of the command line; the first that takes a kind of input is its default. */
export const networkEntries: readonly NetworkEntry[] = [
  {
    name: 'mlp',
    about: 'two hidden layers of 40 (Finn et al. 2017 on sinusoids)',
    inputs: ['vector'],
    build({ inputShape }, channels = 40) {
      const options = { inputs: inputShape.reduce((product, length) => product * length, 1), hidden: [channels, channels] };
      return network(() => mlpEncoder(options), (outputs) => mlp({ ...options, outputs }));
    },
  },
  {
    name: 'mlp-ordinal',
    about: 'the same with one score and rising thresholds above: classes that have an order, such as stars (McCullagh 1980)',
    inputs: ['vector'],
    build({ inputShape }, channels = 40) {
      const features = mlpEncoder({ inputs: inputShape.reduce((product, length) => product * length, 1), hidden: [channels, channels] });
      return network(() => features, (levels) => withOrdinalHead(features, levels));
    },
  },
  {
    name: 'linear',
    about: 'no hidden layer: the features are the inputs themselves',
    inputs: ['vector'],
    build({ inputShape }) {
      const features = identityEncoder(inputShape);
      return network(() => features, (outputs) => withHead(features, outputs));
    },
  },
  {
    name: 'conv4',
    about: 'four strided convolutions of 64 channels (Finn et al. 2017 on Omniglot)',
    inputs: ['image'],
    build: ({ inputShape }, channels) =>
      network((positions) => conv4Encoder({ inputShape, channels, positions }), (ways) => conv4({ inputShape, channels, ways })),
  },
  {
    name: 'conv4-max',
    about: 'four convolutions of 64 channels with max-pooling (Vinyals et al. 2016, Snell et al. 2017)',
    inputs: ['image'],
    build: ({ inputShape }, channels) =>
      network(
        (positions) => conv4Encoder({ inputShape, channels, positions, pooling: 'max' }),
        (ways) => conv4({ inputShape, channels, ways, pooling: 'max' }),
      ),
  },
  {
    name: 'resnet7',
    about: 'four convolutions of 32, 64, 128 and 128 channels with max-pooling, and three residual ones, or in these proportions',
    inputs: ['image'],
    build({ inputShape }, first = 32) {
      const channels = [1, 2, 4, 4].map((times) => times * first);
      return network(() => resnet7Encoder({ inputShape, channels }), (ways) => resnet7({ inputShape, channels, ways }));
    },
  },
  {
    name: 'resnet12',
    about: 'four residual blocks of 64, 160, 320 and 640 channels (Lee et al. 2019), or in these proportions',
    inputs: ['image'],
    build({ inputShape }, first = 64) {
      const channels = [1, 2.5, 5, 10].map((times) => Math.round(times * first));
      return network(() => resnet12Encoder({ inputShape, channels }), (ways) => resnet12({ inputShape, channels, ways }));
    },
  },
  {
    name: 'conv1d',
    about: 'three strided convolutions of 64 channels along a series',
    inputs: ['series'],
    build({ inputShape, description }, channels) {
      const { padded } = description.series as SeriesFormat;
      const features = conv1dEncoder({ inputShape, channels, padded });
      return network(() => features, (outputs) => withHead(features, outputs));
    },
  },
  {
    name: 'bag',
    about: 'the weighted mean of learned embeddings of words and letters, 64 wide',
    inputs: ['words'],
    build({ description }, width = 64) {
      const { buckets } = description.representation as { readonly buckets: number };
      const features = embeddingBag({ buckets, width, weights: true });
      return network(() => features, (outputs) => withHead(features, outputs));
    },
  },
];
