import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../compile/index.js';
import { exp, mul, slice, sum, tensor, toNested, type Tensor } from '../graph/index.js';
import { identityEncoder, type NoParams } from '../nn/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { arrayOf, arraysOf, readFixture, type FixtureArray } from '../testing/fixtures.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad } from '../transform/index.js';
import { attending, inContext, type FullContext } from './full-context.js';
import { cosine, matchingNet, scaled, type MatchingTheta } from './index.js';

const encoder = identityEncoder([2]);
const net = matchingNet({ encoder, ways: 3 });
const support = { x: tensor([[1, 0], [0, 1], [0, 2]]), y: tensor([0, 1, 1], 'int32') };

test('the probability of a class is the attention to its examples', () => {
  const phi = net.adapt({ encoder: {} }, { support });
  // Cosines of (3, 0) to the support: 1, 0, 0.
  const share = Math.E / (Math.E + 2);
  const logits = net.predict(phi, tensor([[3, 0]]));
  assertClose(slice(logits, [null, [0, 2]]), [Math.log(share), Math.log(1 - share)]);
  assertClose(slice(logits, [null, [2]]), -1e9);
  assertClose(net.objective({ encoder: {} }, { support, query: { x: tensor([[3, 0]]), y: tensor([1], 'int32') } }), -Math.log(1 - share));
});

test('a factor of a thousand leaves a probability that float32 cannot hold finite, as a logarithm', async () => {
  const sharp = matchingNet({ encoder, ways: 3, distance: scaled(cosine, 1000) });
  const compiled = compile((x: Tensor) => sharp.predict(sharp.adapt({ encoder: {}, scale: tensor(1000) }, { support }), x));
  const [right, wrong] = (await compiled({ data: Float32Array.of(3, 0), shape: [1, 2], dtype: 'float32' })).data;
  assert.ok(right === 0 && wrong < -60 && Number.isFinite(wrong));
  await compiled.release();
});

test('a plain computation of cosines and their softmax gives the same', () => {
  const [inputs, queries] = [normal(key(1), [5, 2]), normal(key(2), [3, 2])];
  const labels = [2, 0, 1, 0, 2];
  const cos = (a: readonly number[], b: readonly number[]): number => (a[0] * b[0] + a[1] * b[1]) / Math.hypot(...a) / Math.hypot(...b);
  const expected = (toNested(queries) as number[][]).map((query) => {
    const attention = (toNested(inputs) as number[][]).map((row) => Math.exp(cos(query, row)));
    const total = attention.reduce((a, b) => a + b);
    return [0, 1, 2].map((way) => attention.reduce((mass, one, i) => mass + (labels[i] === way ? one : 0), 0) / total);
  });
  const phi = net.adapt({ encoder: {} }, { support: { x: tensor(inputs), y: tensor(labels, 'int32') } });
  assertClose(exp(net.predict(phi, tensor(queries))), expected);
});

/** The case of full-context embeddings of fixtures/make_lstm.py. */
interface Fixture extends Record<'support' | 'queries' | 'memory' | 'output' | 'upstream', FixtureArray> {
  readonly steps: number;
  readonly params: unknown;
  readonly gradients: { readonly support: FixtureArray; readonly queries: FixtureArray; readonly params: unknown };
}

test('full-context embeddings and their gradients are those of the formulas in PyTorch', () => {
  const { fullContext: fixture } = readFixture('lstm.json') as { readonly fullContext: Fixture };
  const params = tensorsOf(arraysOf(fixture.params)) as unknown as FullContext;
  const present = tensor([1, 1, 1, 1]);
  const inputs = { support: tensor(arrayOf(fixture.support)), queries: tensor(arrayOf(fixture.queries)), params };
  assertClose(inContext(params, inputs.support), arrayOf(fixture.memory));
  const embed = (given: typeof inputs): Tensor => attending(given.params.attention, given.queries, inContext(given.params, given.support), present, fixture.steps);
  assertClose(embed(inputs), arrayOf(fixture.output));
  const { support: ofSupport, queries, params: ofParams } = fixture.gradients;
  const expected = { support: arrayOf(ofSupport), queries: arrayOf(queries), params: arraysOf(ofParams) };
  assertClose(grad((given: typeof inputs) => sum(mul(embed(given), arrayOf(fixture.upstream))))(inputs), expected);
});

test('in full context a prediction depends on the order of the support rows', () => {
  const full = matchingNet({ encoder, ways: 2, fullContext: { steps: 2 } });
  const theta = tensorsOf(full.init(key(3))) as unknown as MatchingTheta<NoParams>;
  const turned = { x: tensor([[0, 2], [0, 1], [1, 0]]), y: tensor([1, 1, 0], 'int32') };
  const predict = (given: typeof support): Tensor => full.predict(full.adapt(theta, { support: given }), tensor([[1, 2]]));
  assert.throws(() => assertClose(predict(support), predict(turned), 1e-4));
  assert.deepEqual([full.name, full.settings], ['full-context matchingnet', { distance: 'cosine', queryStatistics: 'query', contextSteps: 2 }]);
});
