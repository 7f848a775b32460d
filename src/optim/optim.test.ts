import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../compile/index.js';
import { mul, ndarray, square, stack, sum, tensor, type NdArray, type Tensor, type Tree } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { grad } from '../transform/index.js';
import type { Params } from '../nn/index.js';
import { adam, adamw, chain, clipByGlobalNorm, cosine, descend, globalNorm, linear, momentum, scaleByAdam, sgd, step, type Optimizer, type Schedule } from './index.js';

/** The parameters after each update, where the gradient is always the same. */
function trace(optimizer: Optimizer, start: Tensor, gradients: readonly Tensor[]): Tensor[] {
  let params = start;
  let state = optimizer.init(params);
  return gradients.map((gradient) => {
    [params, state] = optimizer.update(gradient, state, params);
    return params;
  });
}

const gradients = [tensor([1, -2]), tensor([0.5, 0]), tensor([-1, 4])];

test('sgd moves against the gradient', () => {
  assertClose(trace(sgd(0.1), tensor([1, 1]), gradients).at(-1), [0.95, 0.8]);
});

test('momentum moves along the decayed sum of gradients', () => {
  const velocity = [-1 + 0.9 * (0.5 + 0.9), 4 + 0.81 * -2];
  const [, before, after] = trace(momentum(0.1), tensor([0, 0]), gradients);
  assertClose([before, after], [tensor([-0.24, 0.38]), tensor([-0.24 - 0.1 * velocity[0], 0.38 - 0.1 * velocity[1]])]);
});

test('adam follows the formulas of its paper', () => {
  const expected = gradients.map(() => [1, 1]);
  let [m, s, p] = [[0, 0], [0, 0], [1, 1]];
  gradients.forEach((_, t) => {
    const g = [[1, -2], [0.5, 0], [-1, 4]][t];
    m = m.map((v, i) => 0.9 * v + 0.1 * g[i]);
    s = s.map((v, i) => 0.999 * v + 0.001 * g[i] ** 2);
    p = p.map((v, i) => v - (0.01 * m[i]) / (1 - 0.9 ** (t + 1)) / (Math.sqrt(s[i] / (1 - 0.999 ** (t + 1))) + 1e-8));
    expected[t] = p;
  });
  assertClose(trace(adam(0.01), tensor([1, 1]), gradients), expected.map((row) => tensor(row)), 1e-7);
});

test('adamw besides shrinks the parameters by the rate times the decay', () => {
  const [plain] = trace(adam(0.01), tensor([10, 20]), gradients);
  const [decayed] = trace(adamw(0.01, { weightDecay: 0.5 }), tensor([10, 20]), gradients);
  assertClose(mul(plain, 1), [9.99, 20.01], 1e-7);
  assertClose(decayed, [9.99 - 0.01 * 0.5 * 10, 20.01 - 0.01 * 0.5 * 20], 1e-7);
});

test('optimizers work on trees and keep their structure', () => {
  const params = { layers: [{ weight: tensor([[1, 2]]), bias: tensor([3]) }], empty: {} };
  const optimizer = chain(clipByGlobalNorm(1), adam(0.1));
  const [moved, state] = optimizer.update(params, optimizer.init(params), params);
  assert.deepEqual(Object.keys(moved), ['layers', 'empty']);
  assert.deepEqual(moved.layers[0].weight.shape, [1, 2]);
  assert.deepEqual(Object.keys((state as Record<string, Tensor>[])[1]), ['count', 'transformation']);
});

test('clipByGlobalNorm scales all leaves by one factor, and only where they are too long', () => {
  const clip = clipByGlobalNorm(1);
  const gradient = { a: tensor([3]), b: tensor([4]) };
  const [long] = clip.update(gradient, {}, gradient);
  assertClose(long, { a: tensor([0.6]), b: tensor([0.8]) });
  const short = { a: tensor([0.3]), b: tensor([0.4]) };
  assertClose(clip.update(short, {}, short)[0], short);
  assertClose(globalNorm({ a: tensor([3]), b: tensor([4]) }), 5);
});

test('a gradient of zero is left at zero', () => {
  assertClose(clipByGlobalNorm(1).update(tensor([0]), {}, tensor([1]))[0], [0]);
  assertClose(trace(adam(0.1), tensor([1]), [tensor([0])])[0], [1]);
});

test('chain of an optimizer before another part is refused', () => {
  assert.throws(() => chain(...([sgd(1), clipByGlobalNorm(1)] as unknown as [Optimizer])), /part 0 of 2 is an optimizer/);
});

test('an optimizer of a chain of transformations is the one made for it', () => {
  const made = descend(chain(clipByGlobalNorm(1), scaleByAdam()), 0.01);
  const chained = chain(clipByGlobalNorm(1), adam(0.01));
  assertClose(trace(made, tensor([1, 1]), gradients), trace(chained, tensor([1, 1]), gradients));
});

const at = (schedule: Schedule, counts: readonly number[]) => stack(counts.map((count) => schedule(tensor(count))));

test('linear falls evenly and stays at its final rate', () => {
  assertClose(at(linear(1, 10), [0, 5, 10, 99]), [1, 0.5, 0, 0]);
  assertClose(at(linear(1, 10, { final: 0.2 }), [5, 99]), [0.6, 0.2]);
});

test('cosine falls along half a cosine and stays at its final rate', () => {
  assertClose(at(cosine(1, 10), [0, 5, 10, 99]), [1, 0.5, 0, 0]);
  assertClose(at(cosine(1, 10, { final: 0.2 }), [0, 5, 10, 99]), [1, 0.6, 0.2, 0.2]);
});

test('cosine rises linearly during warm-up', () => {
  assertClose(at(cosine(1, 10, { warmup: 4 }), [0, 1, 3, 4, 9]), [0.25, 0.5, 1, 1, 0.5]);
});

test('step falls by its factor after each period', () => {
  assertClose(at(step(1, { every: 3, factor: 0.1 }), [0, 2, 3, 6, 8]), [1, 1, 0.1, 0.01, 0.01]);
});

test('step falls at the update that completes a period, also where its length has no reciprocal in float32', async () => {
  const counts = Float32Array.from({ length: 1000 }, (_, i) => i);
  for (const every of [41, 47, 55, 300]) {
    const compiled = compile(step(1, { every, factor: 0.5 }));
    const rates = (await compiled(ndarray(counts))).data;
    counts.forEach((count) => assert.ok(Math.abs(rates[count] / 0.5 ** Math.floor(count / every) - 1) < 1e-5, `${rates[count]} at ${count} of ${every}`));
    await compiled.release();
  }
});

test('the derivative of a clipped step is that of an unclipped one where the gradient is zero', async () => {
  const clipped = chain(clipByGlobalNorm(10), sgd(0.1));
  // Of a support set of which nothing counts.
  const moved = (w: Tensor, mask: Tensor): Tensor => clipped.update({ w: grad((v: Tensor) => sum(mul(square(v), mask)))(w) }, clipped.init({ w }), { w })[0].w;
  const compiled = compile((w: Tensor, mask: Tensor) => [grad((at: Tensor) => sum(square(moved(at, mask))))(w), grad((at: Tensor) => globalNorm([at]))(w)]);
  assertClose(await compiled(ndarray([3, 4]), ndarray([0, 0])), [tensor([6, 8]), tensor([0.6, 0.8])]);
  await compiled.release();
});

test('gradients are taken by the path of their parameters, in whatever order they stand', () => {
  const params = { a: tensor(1), b: tensor(2) };
  for (const optimizer of [sgd(1), momentum(1), chain(clipByGlobalNorm(100), sgd(1))]) {
    const [moved] = optimizer.update({ b: tensor(20), a: tensor(10) } as typeof params, optimizer.init(params), params);
    assertClose([moved.a, moved.b], [tensor(-9), tensor(-18)]);
  }
  assert.throws(() => sgd(1).update({ a: tensor(1), c: tensor(2) } as unknown as typeof params, {}, params), /'b'/);
});

test('a schedule is told how many updates were made', () => {
  const decays: Schedule = (count) => mul(step(1, { every: 1, factor: 0.5 })(count), 1);
  assertClose(trace(sgd(decays), tensor(0), [1, 1, 1].map((x) => tensor(x))), [-1, -1.5, -1.75].map((x) => tensor(x)));
});

test('a rate may be a scalar tensor, as adapt of an algorithm is told it', () => {
  for (const optimizer of [sgd, momentum, adam, adamw]) assertClose(trace(optimizer(tensor(0.1)), tensor([1, 1]), gradients), trace(optimizer(0.1), tensor([1, 1]), gradients));
});

test('rates and periods that make no sense are refused', () => {
  assert.throws(() => sgd(-1), /learning rate.*-1/);
  assert.throws(() => cosine(1, 0), /cosine.*got 0/);
  assert.throws(() => step(1, { every: 2, factor: 0 }), /factor/);
  for (const rate of [NaN, -1, Infinity]) for (const schedule of [() => cosine(rate, 5), () => linear(1, 5, { final: rate }), () => step(rate, { every: 2 })]) assert.throws(schedule, /learning rate must be a finite number of at least 0/);
  for (const warmup of [-5, 0.5, NaN]) assert.throws(() => cosine(1, 10, { warmup }), /warmup must be a whole number of updates of at least 0/);
  assert.throws(() => adam(0.1, { b2: 2 }), { name: 'RangeError', message: 'adam: b2 must be a number of at least 0 and below 1, got 2.' });
  assert.throws(() => adamw(0.1, { weightDecay: -0.1 }), /weight decay must be a finite number of at least 0, got -0\.1/);
  assert.throws(() => momentum(0.1, 1), /momentum: the decay must be[^]*below 1, got 1/);
  for (const b1 of [1, -0.1, NaN]) assert.throws(() => adamw(0.1, { b1 }), /b1 must be/);
  for (const epsilon of [-1, NaN, Infinity]) assert.throws(() => adam(0.1, { epsilon }), /epsilon must be a finite number of at least 0/);
  // Zero times it would be no number, at the first update.
  assert.throws(() => clipByGlobalNorm(Infinity), /largest norm must be a positive finite number, got Infinity/);
  assert.throws(() => adamw(0.1, { weightDecay: Infinity }), /weight decay must be a finite number/);
  assert.throws(() => step(1, { every: 2, factor: Infinity }), /factor must be a positive finite number/);
});

test('compiled, an update takes and returns the state and gives what the interpreter gives', async () => {
  const optimizer = chain(clipByGlobalNorm(2), adamw(cosine(0.1, 10, { warmup: 2 })));
  const start = ndarray([1, 1]);
  const init = compile((at: Tensor): unknown => optimizer.init(at));
  const update = compile((gradient: Tensor, state: Params, at: Tensor): [Tensor, unknown] => optimizer.update(gradient, state, at));
  let params: NdArray = start;
  let state = (await init(start)) as Tree<NdArray>;
  for (const gradient of [[1, -2], [0.5, 0], [-1, 4]]) {
    const [moved, next] = await update(ndarray(gradient), state, params);
    [params, state] = [moved, next as Tree<NdArray>];
  }
  assertClose(params, trace(optimizer, tensor(start), gradients).at(-1), 1e-5);
  await Promise.all([init.release(), update.release()]);
});
