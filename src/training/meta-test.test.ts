import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maml } from '../algorithms/index.js';
import { mean, ndarray, reshape, ShapeError, square, sub, type NdArray } from '../graph/index.js';
import { crossEntropy, initialisers, mlp } from '../nn/index.js';
import { foldIn, key, normal } from '../random/index.js';
import { lines, sinusoid } from '../regression/index.js';
import { mixture, type HostTask, type TaskFamily } from '../tasks/index.js';
import { assertClose } from '../testing/close.js';
import tinyJob from '../testing/tiny-job.js';
import { adaptTo, metaTest, releaseAdapted } from './index.js';
import { streamKey } from './streams.js';

const { family, algorithm } = tinyJob();
const theta = algorithm.init(key(1));

/** Three classes as clouds in the plane; the third row of each class in the query counts only where the mask says so. */
const clouds: TaskFamily = {
  name: 'clouds',
  inputShape: [2],
  target: { kind: 'classes', ways: 3 },
  description: {},
  sample(_, taskKey): HostTask {
    const centres = normal(foldIn(taskKey, 0), [3, 2], 0, 3);
    const draw = (each: number, index: number): { x: NdArray; y: NdArray; mask: NdArray } => {
      const x = normal(foldIn(taskKey, index), [3 * each, 2], 0, 0.3);
      const y = Int32Array.from({ length: 3 * each }, (_, row) => Math.floor(row / each));
      y.forEach((label, row) => [0, 1].forEach((axis) => (x.data[2 * row + axis] += centres.data[2 * label + axis])));
      const mask = Float32Array.from({ length: 3 * each }, (_, row) => (row % each === each - 1 ? 0 : 1));
      return { x, y: ndarray(y), mask: ndarray(mask) };
    };
    return { support: draw(4, 1), query: draw(6, 2) };
  },
};
const classifier = (normalisation: 'none' | 'batch') =>
  maml({
    learner: mlp({ inputs: 2, hidden: [16], outputs: 3, normalisation, initialiser: initialisers.heNormal }),
    loss: crossEntropy,
    innerSteps: 3,
    innerLearningRate: 0.3,
  });

test('the metric is given after every inner step, with its interval', async () => {
  const report = await metaTest({ family, algorithm, theta, episodes: 40, steps: 2, seed: 5 });
  assert.equal(report.metric, 'mse');
  assert.equal(report.batchStatistics, false);
  assert.equal(report.transductive?.length, 3);
  assert.equal(report.inductive, report.transductive);
  for (const { mean, ci95, values } of report.transductive) {
    assert.equal(values.length, 40);
    const average = values.reduce((total, value) => total + value, 0) / 40;
    const deviation = Math.sqrt(values.reduce((total, value) => total + (value - average) ** 2, 0) / 39);
    assert.ok(Math.abs(mean - average) < 1e-9 && Math.abs(ci95 - (1.96 * deviation) / Math.sqrt(40)) < 1e-9);
  }
  assert.ok(report.transductive[2].mean < report.transductive[0].mean);
});

test('an episode scores what adapting and predicting by hand gives', async () => {
  const report = await metaTest({ family, algorithm, theta, episodes: 3, steps: 2, seed: 5, learningRate: 0.02 });
  const task = family.sample('test', foldIn(streamKey(5, 'test'), 1));
  const adapted = await adaptTo({ algorithm, theta, support: task.support, steps: 2, learningRate: 0.02 });
  const predicted = await adapted.predict(task.query.x);
  const mse = Array.from(predicted.data).reduce((total, value, i) => total + (value - task.query.y.data[i]) ** 2, 0) / predicted.data.length;
  assert.ok(Math.abs(report.inductive![2].values[1] - mse) < 1e-5 * mse);
});

test('the episodes do not depend on how many are asked for', async () => {
  const few = await metaTest({ family, algorithm, theta, episodes: 5 });
  const many = await metaTest({ family, algorithm, theta, episodes: 301 });
  few.transductive![1].values.forEach((value, i) => assert.ok(Math.abs(value - many.transductive![1].values[i]) < 1e-5 * value));
});

test('with batch statistics both protocols are reported, each as asked', async () => {
  const normalised = classifier('batch');
  const options = { family: clouds, algorithm: normalised, theta: normalised.init(key(2)), episodes: 30 };
  const both = await metaTest(options);
  assert.equal(both.metric, 'accuracy');
  assert.equal(both.batchStatistics, true);
  assert.ok(both.transductive![3].mean > 0.6 && both.inductive![3].mean > 0.6);
  assert.notDeepEqual(both.transductive![3].values, both.inductive![3].values);
  const inductive = await metaTest({ ...options, protocol: 'inductive' });
  assert.deepEqual(inductive.inductive, both.inductive);
  assert.equal(inductive.transductive, undefined);
  assert.deepEqual((await metaTest({ ...options, protocol: 'transductive' })).transductive, both.transductive);
});

test('masked query rows are not counted', async () => {
  const spoilt: TaskFamily = {
    ...clouds,
    sample(split, taskKey) {
      const task = clouds.sample(split, taskKey);
      task.query.mask!.data.forEach((counts, row) => counts === 0 && task.query.x.data.fill(1e6, 2 * row, 2 * row + 2));
      return task;
    },
  };
  const plain = classifier('none');
  const options = { algorithm: plain, theta: plain.init(key(2)), episodes: 10 };
  assert.deepEqual(await metaTest({ ...options, family: spoilt }), await metaTest({ ...options, family: clouds }));
});

test('classes whose probabilities are what counts are measured by the mean of -log of that of the right one', async () => {
  const plain = classifier('none');
  const learned = { algorithm: plain, theta: plain.init(key(2)), steps: 2 };
  const report = await metaTest({ ...learned, episodes: 2, protocol: 'inductive', family: { ...clouds, target: { kind: 'classes', ways: 3, errors: 'logarithmic' } } });
  assert.deepEqual([report.metric, report.better], ['logLoss', 'lower']);
  const { support, query } = clouds.sample('test', foldIn(streamKey(0, 'test'), 0));
  const { data } = await (await adaptTo({ ...learned, support })).predict(query.x);
  const losses = Array.from(query.y.data, (right, row) => Math.log([0, 1, 2].reduce((total, each) => total + Math.exp(data[3 * row + each] - data[3 * row + right]), 0)));
  const counted = losses.filter((_, row) => query.mask!.data[row] === 1);
  assertClose([report.inductive![2].values[0]], [counted.reduce((total, loss) => total + loss, 0) / counted.length], 1e-5);
  await releaseAdapted(plain);
});

test('a family of several kinds is reported by kind, and the kinds average to the whole', async () => {
  const mixed = mixture({ low: sinusoid({ shots: [1, 6], queries: 5 }), line: lines({ shots: 3 }) }, { weights: { line: 2 } });
  const report = await metaTest({ family: mixed, algorithm, theta, episodes: 40, steps: 2, seed: 3 });
  const key = streamKey(3, 'test');
  assert.deepEqual(Object.keys(report.kinds!), ['line', 'low']);
  for (const step of [0, 1, 2]) {
    const { values, mean } = report.inductive[step];
    let total = 0;
    for (const [kind, { inductive, transductive }] of Object.entries(report.kinds!)) {
      assert.deepEqual(inductive![step].values, values.filter((_, index) => mixed.kindOf('test', foldIn(key, index)) === kind));
      assert.deepEqual(transductive, inductive);
      total += inductive![step].mean * inductive![step].values.length;
    }
    assert.ok(Math.abs(total / 40 - mean) < 1e-9 * mean);
  }
  assert.equal((await metaTest({ family, algorithm, theta, episodes: 2 })).kinds, undefined);
});

test('a kind with a single episode has a mean and no certainty, one with none is not there', async () => {
  let draws = 0;
  const once = { ...family, kindOf: () => (draws++ === 0 ? 'rare' : 'common') };
  const { kinds } = await metaTest({ family: once, algorithm, theta, episodes: 4, protocol: 'inductive' });
  assert.deepEqual(Object.keys(kinds!), ['common', 'rare']);
  assert.equal(kinds!.rare.inductive![0].ci95, Infinity);
  assert.ok(Number.isFinite(kinds!.rare.inductive![0].mean));
  assert.equal(kinds!.rare.transductive, undefined);
});

test('sizes that make no sense and an abort are refused', async () => {
  await assert.rejects(metaTest({ family, algorithm, theta, episodes: 1 }), /episodes must be a whole number of at least 2/);
  await assert.rejects(metaTest({ family, algorithm, theta, steps: -1 }), /steps must be a whole number of at least 0, got -1/);
  await assert.rejects(metaTest({ family, algorithm, theta, signal: AbortSignal.abort() }), { name: 'AbortError' });
  const { support } = family.sample('test', key(0));
  await assert.rejects(adaptTo({ algorithm, theta, support, signal: AbortSignal.abort() }), { name: 'AbortError' });
  const controller = new AbortController();
  const adapting = adaptTo({ algorithm, theta, support, signal: controller.signal });
  controller.abort();
  await assert.rejects(adapting, { name: 'AbortError' });
});

test('an adapted learner predicts each row by itself, any number of rows', async () => {
  const normalised = classifier('batch');
  const { support, query } = clouds.sample('test', key(4));
  const adapted = await adaptTo({ algorithm: normalised, theta: normalised.init(key(2)), support });
  const all = await adapted.predict(query.x);
  assert.deepEqual(all.shape, [18, 3]);
  for (const row of [0, 7, 17]) {
    const alone = await adapted.predict({ data: query.x.data.slice(2 * row, 2 * row + 2), shape: [1, 2], dtype: 'float32' });
    alone.data.forEach((value, i) => assert.ok(Math.abs(value - all.data[3 * row + i]) < 1e-5));
  }
  const together = await adapted.predict(query.x, { transductive: true });
  assert.notDeepEqual(together.data, all.data);
  await releaseAdapted(normalised);
  assert.deepEqual((await adapted.predict(query.x)).data, all.data);
});

test('labels that are no classes of the learner are refused', async () => {
  const plain = classifier('none');
  const { support } = clouds.sample('test', key(4));
  support.y.data[2] = 3;
  const options = { algorithm: plain, theta: plain.init(key(2)) };
  await assert.rejects(adaptTo({ ...options, support: { ...support, mask: undefined } }), /class 3 in row 2, and this learner has the classes 0 to 2/);
  support.mask!.data[2] = 0;
  await assert.doesNotReject(adaptTo({ ...options, support }));
});

test('classes that the support set lacks are never predicted', async () => {
  const plain = classifier('none');
  const { support: all, query } = clouds.sample('test', key(4));
  const support = { ...all, mask: ndarray(Float32Array.from(all.y.data, (label: number) => (label === 1 ? 0 : 1))) };
  const classes = ndarray([1, 0, 1]);
  const adapted = await adaptTo({ algorithm: plain, theta: plain.init(key(2)), support, classes });
  const { data } = await adapted.predict(query.x);
  for (let row = 0; row < 18; row++) assert.ok(data[3 * row + 1] < -1e6);
});

test('a report of both protocols has both, also to the compiler', async () => {
  const { transductive, inductive } = await metaTest({ family, algorithm, theta, episodes: 4, steps: 1 });
  assert.deepEqual([transductive.length, inductive.length], [2, 2]);
});

test('of many steps only some are measured, and which can be said', async () => {
  const { family, algorithm } = tinyJob();
  const theta = algorithm.init(key(0));
  const long = await metaTest({ family, algorithm, theta, episodes: 4, steps: 25 });
  assert.deepEqual(long.measuredAfter, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 25]);
  const some = await metaTest({ family, algorithm, theta, episodes: 4, steps: 25, measuredAfter: [20, 25] });
  assert.deepEqual(some.transductive.map(({ mean }) => mean.toFixed(4)), long.transductive.slice(-2).map(({ mean }) => mean.toFixed(4)));
  for (const measuredAfter of [[], [25, 20], [0, 10]]) {
    await assert.rejects(metaTest({ family, algorithm, theta, episodes: 4, steps: 25, measuredAfter }), /rising numbers of steps that end with steps, 25/);
  }
});

test('values whose errors are absolute are scored by these', async () => {
  const absolute: TaskFamily = { ...family, target: { kind: 'values', outputs: 1, errors: 'absolute' } };
  const report = await metaTest({ family: absolute, algorithm, theta, episodes: 3, steps: 1, seed: 5 });
  const task = family.sample('test', foldIn(streamKey(5, 'test'), 2));
  const adapted = await adaptTo({ algorithm, theta, support: task.support, steps: 1 });
  const predicted = await adapted.predict(task.query.x);
  const mae = Array.from(predicted.data).reduce((total, value, i) => total + Math.abs(value - task.query.y.data[i]), 0) / predicted.data.length;
  assert.deepEqual([report.metric, report.better], ['mae', 'lower']);
  assert.ok(Math.abs(report.inductive![1].values[2] - mae) < 1e-5 * mae);
});

test('values of another shape than the predictions are refused: broadcast, each would be compared with all', async () => {
  const squeezed = (values: NdArray): NdArray => ({ ...values, shape: values.shape.slice(0, 1) });
  const flat: TaskFamily = {
    ...family,
    sample(split, own) {
      const { support, query } = family.sample(split, own);
      return { support: { ...support, y: squeezed(support.y) }, query: { ...query, y: squeezed(query.y) } };
    },
  };
  const tolerant = maml({ learner: mlp({ inputs: 1, outputs: 1 }), loss: (prediction, target) => mean(square(sub(reshape(prediction, [-1]), target))) });
  await assert.rejects(metaTest({ family: flat, algorithm: tolerant, theta: tolerant.init(key(1)), episodes: 2 }), (error) => error instanceof ShapeError && /^mse of float32\(5, 1\) and float32\(5\): .* must have the same shape/.test(error.message));
});

test('a row whose logits are no numbers is not counted as right', async () => {
  const algorithm = classifier('none');
  const broken = algorithm.init(key(0));
  broken.head.bias!.data.fill(NaN);
  const { transductive } = await metaTest({ family: clouds, algorithm, theta: broken, episodes: 4, steps: 0 });
  assert.deepEqual(transductive.map(({ mean }) => mean), [0]);
});

test('parameters of another learner are refused by path and shape', async () => {
  const deeper = maml({ learner: mlp({ inputs: 2, hidden: [16, 16], outputs: 3 }), loss: crossEntropy, innerLearningRate: 0.3 });
  const given = classifier('none').init(key(0));
  const refused = { name: 'RangeError', message: /^The parameters given to maml belong to another learner: blocks\.1\.dense\.weight is absent there and "float32\(16, 16\)" here/ };
  await assert.rejects(metaTest({ family: clouds, algorithm: deeper, theta: given, episodes: 4 }), refused);
  const { support } = clouds.sample('test', key(0));
  await assert.rejects(adaptTo({ algorithm: deeper, theta: given, support }), refused);
  await assert.rejects(adaptTo({ algorithm: deeper, theta: Promise.resolve(given) as never, support }), /are a promise: await them/);
  await assert.rejects(adaptTo({ algorithm: deeper, theta: deeper.init(key(0)), support: { x: ndarray(new Float32Array(0), [0, 2]), y: ndarray(new Int32Array(0)) } }), /The support set has no rows/);
});
