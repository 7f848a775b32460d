import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../compile/index.js';
import { add, concat, evaluate, exp, eye, inverse, leavesOf, matmul, mul, ndarray, ones, ravelTensors, slice, sqrt, sub, sum, tanh, tensor, transpose, unravelTensor, type Tensor } from '../graph/index.js';
import { huber, initialisers, mlpEncoder } from '../nn/index.js';
import { key, normal } from '../random/index.js';
import { stackTasks, type Examples, type HostTask, type Task } from '../tasks/index.js';
import { assertClose } from '../testing/close.js';
import { assertSlope } from '../testing/differences.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad, valueAndGrad, vmap } from '../transform/index.js';
import { alpaca, type AlpacaTheta } from './alpaca.js';
import { negativeLogLikelihood } from './gaussian.js';
import { plusDiagonal, ridge } from './ridge-head.js';

const [inputs, width, outputs] = [2, 3, 2];
const smooth = mlpEncoder({ inputs, hidden: [width], activation: tanh, initialiser: initialisers.normal(0.8) });
type EncoderParams = Parameters<typeof smooth.apply>[0];
const drawn = (seed: number, ...shape: number[]): Tensor => tensor(normal(key(seed), shape));
const rows = (seed: number, count: number): HostTask['support'] => ({ x: normal(key(seed), [count, inputs]), y: normal(key(seed + 1), [count, outputs]) });
const taskOf = (seed: number, shots = 3): HostTask => ({ support: rows(seed, shots), query: rows(seed + 1000, 4) });
const tensors = (task: HostTask): Task => tensorsOf(task) as unknown as Task;
const withBias = (x: Tensor): Tensor => concat([x, ones([x.shape[0], 1])], 1);

/** Any theta: no part of it is what it starts at. */
function anyTheta<E>(algorithm: { init(own: ReturnType<typeof key>): unknown }): AlpacaTheta<E> {
  const host = algorithm.init(key(1)) as never;
  const flat = ravelTensors(tensorsOf(host)) as Tensor;
  return unravelTensor(add(flat, mul(drawn(9, flat.size), 0.4)), host) as AlpacaTheta<E>;
}

for (const precision of ['diagonal', 'full'] as const) {
  const algorithm = alpaca({ encoder: smooth, outputs, precision });
  const theta = anyTheta<EncoderParams>(algorithm);

  for (const shots of [3, 6]) {
    test(`a ${precision} prior: of ${shots} rows, means and deviations are those of the closed form`, () => {
      const { support, query } = tensors(taskOf(3, shots));
      const { mean, spread } = theta.prior;
      const precisionOf = precision === 'full' ? inverse(matmul(spread, transpose(spread))) : mul(eye(width + 1), exp(spread));
      const [seen, asked] = [support, query].map(({ x }) => withBias(smooth.apply(theta.encoder, x)));
      const covariance = inverse(add(precisionOf, matmul(transpose(seen), seen)));
      const weights = matmul(covariance, add(matmul(precisionOf, mean), matmul(transpose(seen), support.y)));
      const variance = mul(exp(theta.logNoise), add(1, sum(mul(matmul(asked, covariance), asked), 1, { keepDims: true })));
      const expected = { mean: matmul(asked, weights), deviation: sqrt(variance) };
      const phi = algorithm.adapt(theta, { support });
      assertClose(algorithm.distribution(phi, query.x), expected, 1e-9);
      assertClose(algorithm.predict(phi, query.x), expected.mean, 1e-9);
      assertClose(algorithm.objective(theta, { support, query }), negativeLogLikelihood(expected, query.y), 1e-9);
    });

    test(`a ${precision} prior: of ${shots} rows, the gradient by all of theta is that of finite differences`, () => {
      const task = tensors(taskOf(7, shots));
      const at = ravelTensors(theta);
      const direction = drawn(5, at.size);
      const objective = (flat: Tensor): Tensor => algorithm.objective(unravelTensor(flat, theta as never), task);
      const along = (t: number, f: (p: Tensor) => Tensor): number => evaluate(f(add(at, mul(direction, tensor({ data: Float64Array.of(t), shape: [], dtype: 'float32' }))))).data[0];
      const slope = (p: Tensor): Tensor => sum(mul(grad(objective)(p), direction));
      assertSlope(along(0, slope), (t) => along(t, objective), 'the gradient');
    });
  }

  test(`a ${precision} prior: examples one by one are examples at once, and take no more room`, () => {
    const { support } = tensors(taskOf(11, 7));
    const of = (from: number, to: number): Examples => ({ x: slice(support.x, [[from, to]]), y: slice(support.y, [[from, to]]) });
    let phi = algorithm.adapt(theta, { support: of(0, 2) });
    const room = leavesOf<Tensor>(phi).map(({ shape }) => shape);
    for (let row = 2; row < 7; row++) phi = algorithm.extend!(phi, { support: of(row, row + 1), known: of(0, row) });
    assert.deepEqual(leavesOf<Tensor>(phi).map(({ shape }) => shape), room);
    assertClose(leavesOf(phi.belief), leavesOf(algorithm.adapt(theta, { support }).belief), 1e-9);
  });
}

const algorithm = alpaca({ encoder: smooth, outputs });
const theta = anyTheta<EncoderParams>(algorithm);

test('where the prior mean is zero it is ridge regression with a weight of squares of lambda', () => {
  const plain = alpaca({ inputs, outputs: 1, lambda: 0.3, noise: 2 });
  const start = tensorsOf(plain.init(key(0)));
  const [x, y, asked] = [drawn(1, 5, inputs), drawn(2, 5, 1), drawn(3, 4, inputs)];
  const phi = plain.adapt(start, { support: { x, y } });
  assertClose(plain.predict(phi, asked), matmul(withBias(asked), ridge(withBias(x), y, tensor(0.3))));
  const seen = withBias(x);
  const doubt = sum(mul(matmul(withBias(asked), inverse(plusDiagonal(matmul(transpose(seen), seen), 0.3))), withBias(asked)), 1, { keepDims: true });
  assertClose(plain.distribution(phi, asked).deviation, mul(2, sqrt(add(1, doubt))));
});

test('without any example that counts, the prior answers', () => {
  const { support, query } = tensors(taskOf(13));
  const nothing = { ...support, mask: tensor([0, 0, 0]) };
  const asked = withBias(smooth.apply(theta.encoder, query.x));
  const expected = { mean: matmul(asked, theta.prior.mean), deviation: sqrt(mul(exp(theta.logNoise), add(1, sum(mul(mul(asked, asked), exp(sub(0, theta.prior.spread))), 1, { keepDims: true })))) };
  const phi = algorithm.adapt(theta, { support: nothing });
  assertClose(algorithm.distribution(phi, query.x), expected);
  assertClose(algorithm.distribution(algorithm.extend!(phi, { support: nothing, known: nothing }), query.x), expected);
  assertClose(algorithm.objective(theta, { support: nothing, query }), negativeLogLikelihood(expected, query.y));
});

test('padding of any content changes nothing', () => {
  const { support, query } = tensors(taskOf(17));
  const padded = ({ x, y }: Examples): Examples => ({
    x: concat([mul(drawn(1, 2, inputs), 30), x]),
    y: concat([mul(drawn(2, 2, outputs), 30), y]),
    mask: concat([tensor([0, 0]), ones([x.shape[0]])]),
  });
  assertClose(algorithm.objective(theta, { support: padded(support), query: padded(query) }), algorithm.objective(theta, { support, query }));
  const known = algorithm.adapt(theta, { support });
  assertClose(leavesOf(algorithm.adapt(theta, { support: padded(support) }).belief), leavesOf(known.belief));
  assertClose(leavesOf(algorithm.extend!(known, { support: padded(query), known: support }).belief), leavesOf(algorithm.extend!(known, { support: query, known: support }).belief));
});

test('a loss of its own is of the means, and leaves the noise alone', () => {
  const robust = alpaca({ encoder: smooth, outputs, loss: huber });
  const task = tensors(taskOf(19));
  assertClose(robust.objective(theta, task), huber(robust.predict(robust.adapt(theta, task), task.query.x), task.query.y));
  assertClose(grad((logNoise: Tensor) => robust.objective({ ...theta, logNoise }, task))(theta.logNoise), [0, 0], 0);
});

test('an encoder with batch statistics tells a single query by those of the support set', () => {
  const normalised = mlpEncoder({ inputs, hidden: [width], activation: tanh, normalisation: 'batch' });
  const inductive = alpaca({ encoder: normalised, outputs, queryStatistics: 'support' });
  const own = anyTheta<EncoderParams>(inductive);
  const { support, query } = tensors(taskOf(23));
  const phi = inductive.adapt(own, { support });
  const statistics = inductive.statistics(phi, support);
  const all = inductive.distribution(phi, query.x, { statistics });
  assertClose(concat([0, 1, 2, 3].map((row) => inductive.predict(phi, slice(query.x, [[row, row + 1]]), { statistics }))), all.mean);
  assertClose(inductive.objective(own, { support, query }), negativeLogLikelihood(all, query.y));
});

test('vmap over tasks is a loop over them, compiled in float32 and interpreted', async () => {
  const host = algorithm.init(key(1));
  const start = tensorsOf(host);
  const tasks = [1, 2, 3].map((seed) => taskOf(seed));
  const losses = tasks.map((task) => valueAndGrad((params: typeof theta) => algorithm.objective(params, tensors(task)))(start));
  const expected = [losses.map(([loss]) => loss).reduce((a, b) => add(a, b)), losses.map(([, gradient]) => ravelTensors(gradient)).reduce((a, b) => add(a, b))];
  const batched = (params: typeof theta, all: Task): [Tensor, Tensor] => {
    const [total, gradient] = valueAndGrad((p: typeof theta) => sum(vmap((task: Task) => algorithm.objective(p, task))(all)))(params);
    return [total, ravelTensors(gradient)];
  };
  assertClose(batched(start, tensors(stackTasks(tasks))), expected, 1e-9);
  const compiled = compile(batched);
  assertClose(await compiled(host, stackTasks(tasks) as never), expected, 1e-4);
  await compiled.release();
});

test('in float32 three hundred examples, added one by one, leave nearly what they do at once', async () => {
  const plain = alpaca({ inputs: 8, outputs: 1, lambda: 0.01 });
  const start = plain.init(key(0));
  const all = { x: normal(key(1), [300, 8]), y: normal(key(2), [300, 1]) };
  const row = (at: number): { x: ReturnType<typeof normal>; y: ReturnType<typeof normal> } => ({ x: ndarray(all.x.data.slice(8 * at, 8 * at + 8) as Float32Array, [1, 8]), y: ndarray(all.y.data.slice(at, at + 1) as Float32Array, [1, 1]) });
  const adapt = compile((theta: AlpacaTheta<never>, support: Examples) => plain.adapt(theta as never, { support }));
  const extend = compile((phi: ReturnType<typeof plain.adapt>, support: Examples) => plain.extend!(phi, { support, known: support }));
  let phi = await adapt(start as never, row(0));
  for (let at = 1; at < 300; at++) phi = await extend(phi, row(at));
  assertClose(phi.belief, plain.adapt(tensorsOf(start), { support: tensorsOf(all) }).belief, 2e-3);
  await adapt.release();
  await extend.release();
});

test('what makes no sense is refused', () => {
  assert.throws(() => alpaca({ inputs, outputs: 0 }), /outputs must be a whole number of at least 1, got 0/);
  for (const lambda of [0, -1, NaN]) assert.throws(() => alpaca({ inputs, outputs, lambda }), /lambda must be a positive number/);
  assert.throws(() => alpaca({ inputs, outputs, noise: 0 }), /noise must be a positive number, got 0/);
  assert.throws(() => alpaca({ inputs, outputs, precision: 'half' as never }), /precision .* 'diagonal' or 'full', got 'half'/);
  const labels = { x: tensor([[1, 2]]), y: tensor([1], 'int32') };
  assert.throws(() => algorithm.adapt(theta, { support: labels }), /this learner was made for 2 values a row/);
});
