import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, evaluate, leavesOf, ones, sub, tanh, tensor, type Tensor } from '../graph/index.js';
import { fieldsEncoder, initialisers, learner, meanSquaredError, mlp, mlpEncoder, type FieldsParams, type MlpParams } from '../nn/index.js';
import { key, normal } from '../random/index.js';
import type { Examples, Task } from '../tasks/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad } from '../transform/index.js';
import { alpaca } from './alpaca.js';
import { conditionalNeuralProcess } from './conditional-neural-process.js';
import { maml } from './maml.js';
import { onFeatures, type OnFeatures } from './on-features.js';
import { reptile } from './reptile.js';
import { r2d2 } from './ridge-head.js';

/** A code of six, up to three codes of four, and two numbers. */
const encoder = fieldsEncoder(
  [
    { name: 'id', kind: 'codes', slots: 1, size: 6, width: 3 },
    { name: 'tags', kind: 'codes', slots: 3, size: 4, width: 2 },
    { name: 'numbers', kind: 'numbers', slots: 2 },
  ],
  { initialiser: initialisers.normal(1) },
);
const features = encoder.outputShape[0];
const decision = mlp({ inputs: features, hidden: [4], outputs: 1, activation: tanh, initialiser: initialisers.normal(0.7) });

type Parts = OnFeatures<FieldsParams, MlpParams>;
const whole = learner<Parts>(
  (own) => ({ encoder: encoder.init(own), inner: decision.init(own) }) as never,
  (params, x) => decision.apply(params.inner, encoder.apply(params.encoder, x)),
);

const settings = { loss: meanSquaredError, innerSteps: 2, innerLearningRate: 0.2 };
const melu = onFeatures(encoder, maml({ ...settings, learner: decision }));
const masked = maml({ ...settings, learner: whole, adapts: (path) => path.startsWith('inner.') });
const theta = tensorsOf(melu.init(key(3))) as unknown as Parts;

const rows = (seed: number, count: number): Examples => {
  const numbers = normal(key(seed), [count, 3]).data;
  const x = Array.from({ length: count }, (_, i) => [(i + seed) % 6, i % 4, (i * seed) % 4, 0, numbers[3 * i], numbers[3 * i + 1]]);
  return { x: tensor(x), y: tensor(Array.from({ length: count }, (_, i) => [numbers[3 * i + 2]])) };
};
const task: Task = { support: rows(1, 5), query: rows(2, 3) };
const padded = ({ x, y }: Examples): Examples => ({ x: concat([x, rows(9, 2).x]), y: concat([y, tensor([[50], [-50]])]), mask: concat([ones([x.shape[0]]), tensor([0, 0])]) });

for (const [name, of] of [['', task], [' with padded sets', { support: padded(task.support), query: padded(task.query) }]] as readonly (readonly [string, Task])[]) {
  test(`MAML on features is MAML whose encoder stays (MeLU)${name}: objective, gradient and prediction`, () => {
    assertClose(melu.objective(theta, of), masked.objective(theta, of), 1e-9);
    assertClose(leavesOf(grad((p: Parts) => melu.objective(p, of))(theta)), leavesOf(grad((p: Parts) => masked.objective(p, of))(theta)), 1e-9);
    const [own, other] = [melu.adapt(theta, of), masked.adapt(theta, of)];
    assertClose(melu.predict(own, of.query.x), masked.predict(other, of.query.x), 1e-9);
    assertClose(melu.predict(melu.adapt(theta, of, { steps: 4 }), of.query.x), masked.predict(masked.adapt(theta, of, { steps: 4 }), of.query.x), 1e-9);
  });
}

test('support sets that inner steps have of their own are encoded, too', () => {
  const given = { support: task.support, later: [rows(5, 4)] };
  assertClose(melu.predict(melu.adapt(theta, given), task.query.x), masked.predict(masked.adapt(theta, given), task.query.x), 1e-9);
});

test('the encoder is meta-trained through the adaptation, and not adapted', () => {
  const phi = melu.adapt(theta, task);
  assertClose(leavesOf(phi.encoder), leavesOf(theta.encoder), 0);
  const moved = evaluate(sub(phi.inner.head.weight, theta.inner.head.weight)).data;
  assert.ok(moved.some((value) => Math.abs(value) > 1e-3));
  // Rows that only the support set has are moved too, which a gradient of the query set alone would not do.
  const onlySupport: Task = { support: { ...task.support, x: tensor([[5, 0, 0, 0, 1, 0], [5, 0, 0, 0, 0, 1], [5, 0, 0, 0, 1, 1], [5, 0, 0, 0, 0, 0], [5, 0, 0, 0, 2, 1]]) }, query: { ...task.query, x: tensor([[1, 1, 0, 0, 1, 1], [1, 1, 0, 0, 0, 1], [1, 1, 0, 0, 1, 0]]) } };
  const table = evaluate(grad((p: Parts) => melu.objective(p, onlySupport))(theta).encoder.id.table).data;
  assert.ok(table.slice(15, 18).some((value) => Math.abs(value) > 1e-4), `${[...table]}`);
});

test('reptile on features leaves the encoder as it is, and on a network that has the encoder inside it does not', () => {
  const options = { loss: meanSquaredError, innerSteps: 2, innerLearningRate: 0.1 };
  const tableOf = (algorithm: { objective(p: Parts, of: Task): Tensor }): number[] => [...evaluate(grad((p: Parts) => algorithm.objective(p, task))(theta).encoder.id.table).data];
  assert.ok(tableOf(onFeatures(encoder, reptile({ ...options, learner: decision }))).every((value) => value === 0));
  assert.ok(tableOf(reptile({ ...options, learner: whole })).some((value) => Math.abs(value) > 1e-3));
});

test('what is added to a task goes on from where it is, encoded too', () => {
  const more = rows(4, 2);
  const all: Examples = { x: concat([task.support.x, more.x]), y: concat([task.support.y, more.y]) };
  const solver = onFeatures(encoder, r2d2({ inputs: features, outputs: 1 }));
  const own = tensorsOf(solver.init(key(1)));
  assertClose(solver.predict(solver.extend!(solver.adapt(own, task), { support: more, known: task.support }), task.query.x), solver.predict(solver.adapt(own, { support: all }), task.query.x), 1e-9);
  const extended = melu.extend!(melu.adapt(theta, task), { support: more, known: task.support });
  assertClose(melu.predict(extended, task.query.x), masked.predict(masked.extend!(masked.adapt(theta, task), { support: more, known: task.support }), task.query.x), 1e-9);
  const noMore = onFeatures(encoder, { ...maml({ ...settings, learner: decision }), extend: undefined });
  assert.equal('extend' in noMore, false);
});

test('what says how sure it is still does, and no other', () => {
  for (const inner of [alpaca({ inputs: features, outputs: 1 }), conditionalNeuralProcess({ inputs: features, outputs: 1, width: 4, hidden: [4], decoderHidden: [4] })]) {
    const sure = onFeatures(encoder, inner as ReturnType<typeof alpaca>);
    const own = tensorsOf(sure.init(key(5)));
    const phi = sure.adapt(own as never, task);
    const { mean, deviation } = sure.distribution(phi, task.query.x);
    assertClose(mean, sure.predict(phi, task.query.x), 0);
    assertClose({ mean, deviation }, inner.distribution(phi.inner as never, encoder.apply(phi.encoder, task.query.x)), 0);
  }
  assert.equal('distribution' in melu, false);
});

test('it keeps the name, the settings and the steps of what stands on the features', () => {
  const inner = maml({ ...settings, learner: decision });
  assert.deepEqual([melu.name, melu.settings, melu.innerSteps], [inner.name, inner.settings, 2]);
  const { encoder: own, inner: above } = melu.init(key(8));
  assert.deepEqual([Object.keys(own), Object.keys(above)], [['id', 'tags'], ['blocks', 'head']]);
  assertClose(leavesOf<Tensor>(melu.init(key(8))), leavesOf<Tensor>(melu.init(key(8))), 0);
});

test('an encoder that normalises over the batch is refused: its features of a row would be others in training and after', () => {
  const normalised = mlpEncoder({ inputs: 6, hidden: [features], normalisation: 'batch' });
  const algorithm = onFeatures(normalised, maml({ ...settings, learner: decision }));
  const own = tensorsOf(algorithm.init(key(3))) as never;
  for (const use of [() => algorithm.objective(own, task), () => algorithm.adapt(own, task)]) assert.throws(use, { name: 'TypeError', message: /^onFeatures encodes rows by themselves, and this encoder normalises over the batch/ });
});
