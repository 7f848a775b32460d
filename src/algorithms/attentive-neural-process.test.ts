import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, sub, tensor, type NdArray, type Tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { attentiveNeuralProcess, type AttentiveTheta } from './index.js';
import { divergence, gaussianOf, negativeLogLikelihood } from './gaussian.js';
import { drawn, latentPath } from './latent-path.js';

const linear = (...weight: number[][]) => ({ weight: tensor(weight), bias: tensor(weight[0].map(() => 0)) });
const network = (...weight: number[][]) => ({ blocks: [], head: linear(...weight) });

/** Encodings are y, keys and queries x, and a prediction is what attention reads. */
const reads = attentiveNeuralProcess({ inputs: 1, outputs: 1, width: 1, heads: 1, hidden: [], keyHidden: [], decoderHidden: [], latent: 0 });
const projections = { query: linear([1]), key: { weight: tensor([[1]]) }, value: linear([1]), output: linear([1]) };
const theta = { encoder: network([0], [1]), self: [], key: network([1]), cross: projections, decoder: network([0, 0], [1, 0]) };
const support = { x: tensor([[0.5], [-1], [2], [9]]), y: tensor([[3], [-2], [1], [70]]), mask: tensor([1, 1, 1, 0]) };

test('a prediction is the mean of the encoded examples weighted by the softmax of key times query', () => {
  const weighted = (x: number): number => {
    const weights = [0.5, -1, 2].map((own) => Math.exp(own * x));
    return (3 * weights[0] - 2 * weights[1] + weights[2]) / (weights[0] + weights[1] + weights[2]);
  };
  assertClose(reads.predict(reads.adapt(theta, { support }), tensor([[0], [1.5], [-4]])), [weighted(0), weighted(1.5), weighted(-4)]);
});

test('without latent path the loss is the negative log-likelihood of both sets', () => {
  const [query, own] = [{ x: tensor([[1]]), y: tensor([[2]]) }, { x: tensor([[0.5], [-1]]), y: tensor([[3], [-2]]) }];
  const phi = reads.adapt(theta, { support: own });
  const expected = negativeLogLikelihood(reads.distribution(phi, tensor([[0.5], [-1], [1]])), tensor([[3], [-2], [2]]));
  assertClose(reads.objective(theta, { support: own, query }), expected);
});

test('the divergence of two normal distributions is that of its formula, and zero of equal ones', () => {
  const wide = { mean: tensor([1, 0]), deviation: tensor([2, 1]) };
  const unit = { mean: tensor([0, 0]), deviation: tensor([1, 1]) };
  assertClose(divergence(wide, unit), 0.5 * (4 + 1 - 1 - Math.log(4)));
  assertClose(divergence(unit, wide), 0.5 * (1 / 4 + 1 / 4 - 1 + Math.log(4)));
  assertClose(divergence(wide, wide), 0);
});

test('a latent variable of a set is a function of the mean encoding, its deviation between 0.1 and 1', () => {
  const path = latentPath({ inputs: 1, outputs: 1, width: 1, hidden: [], size: 1 });
  // The mean of y is 1; the layer after it is relu of that.
  const params = { encoder: network([0], [1]), head: { blocks: [{ dense: linear([1]), norm: {} }], head: linear([2, 3]) } };
  const { mean, deviation } = path.of(params, { ...support, y: tensor([[3], [-2], [2], [70]]) });
  assertClose([mean, deviation], [tensor([2]), tensor([0.1 + 0.9 / (1 + Math.exp(-3))])]);
});

test('draws of a latent variable have its mean and deviation, and without a key it is its mean', () => {
  const gaussian = { mean: tensor(new Array<number>(4000).fill(2)), deviation: tensor(new Array<number>(4000).fill(0.5)) };
  assertClose(drawn(gaussian), gaussian.mean);
  const draws = drawn(gaussian, tensor(key(1)));
  assertClose(draws, Array.from(normal(key(1), [4000]).data, (value) => 2 + 0.5 * value));
});

test('the loss with latent path is that of z given both sets, and the divergence from z given the support set', () => {
  const options = { inputs: 1, outputs: 1, width: 2, heads: 1, hidden: [3], keyHidden: [], decoderHidden: [3], latent: 2 };
  const process = attentiveNeuralProcess(options);
  const path = latentPath({ ...options, size: 2 });
  const own = tensorsOf(process.init(key(3))) as AttentiveTheta;
  const sets = { support: { x: tensor([[1], [2]]), y: tensor([[0], [4]]) }, query: { x: tensor([[3]]), y: tensor([[-1]]) } };
  const all = { x: tensor([[1], [2], [3]]), y: tensor([[0], [4], [-1]]) };
  const [prior, posterior] = [path.of(own.latent!, sets.support), path.of(own.latent!, all)];
  const lossWith = (seed?: Tensor): Tensor => {
    const phi = { ...process.adapt(own, sets), z: drawn(posterior, seed) };
    return negativeLogLikelihood(process.distribution(phi, all.x), all.y);
  };
  for (const seed of [undefined, tensor(key(8))]) assertClose(sub(process.objective(own, sets, { key: seed }), lossWith(seed)), (evaluate(divergence(posterior, prior)) as NdArray).data[0] / 3);
  assertClose(process.adapt(own, sets).z!, prior.mean);
});

test('a network of two outputs for a value is its mean and the softplus of its deviation', () => {
  const { mean, deviation } = gaussianOf(tensor([[1, 2, 0, -3]]));
  assertClose([mean, deviation], [[1, 2], [0.1 + 0.9 * Math.log(2), 0.1 + 0.9 * Math.log(1 + Math.exp(-3))]].map((row) => tensor(row)));
});

test('sizes that make no sense are refused', () => {
  assert.throws(() => attentiveNeuralProcess({ inputs: 1, outputs: 1, width: 10 }), /width of 10 cannot be divided into 8 equal heads/);
  assert.throws(() => attentiveNeuralProcess({ inputs: 1, outputs: 1, latent: -1 }), /latent must be a whole number of at least 1, got -1/);
});
