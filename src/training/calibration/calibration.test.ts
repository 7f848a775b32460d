import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { protoNet } from '../../algorithms/index.js';
import { mul, ndarray } from '../../graph/index.js';
import { encoder, learner, type NoParams } from '../../nn/index.js';
import { foldIn, key, normal } from '../../random/index.js';
import { episodes, type ExampleClasses, type TaskFamily } from '../../tasks/index.js';
import { adaptTo, releaseAdapted } from '../adapt-to.js';
import { collectAnswers } from './answers.js';
import { calibrate, decide, testCalibration } from './calibrate.js';
import { countedInputs, holdOut } from './hold-out.js';
import { expectedCalibrationError } from './calibration-error.js';
import { areaUnderCurve, thresholdFor } from './outsiders.js';
import { fitTemperature, probabilitiesOf } from './temperature.js';

test('the calibration error is the gap between confidence and accuracy, bin by bin', () => {
  assert.ok(Math.abs(expectedCalibrationError([0.5, 0.6, 0.95, 0.95], [true, false, true, true], 15) - (0.5 + 0.6 + 0.05 + 0.05) / 4) < 1e-9);
  assert.equal(expectedCalibrationError([1, 1], [true, true]), 0);
  assert.equal(expectedCalibrationError([1, 1], [false, false]), 1);
});

test('the temperature makes up for logits that were scaled', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 20, noNaN: true }), (factor) => {
      const answers = Array.from({ length: 40 }, (_, i) => ({ logits: [1.5, 0, -0.5].map((logit) => logit * factor), label: i % 8 === 0 ? 2 : i % 4 === 0 ? 1 : 0 }));
      const one = fitTemperature(answers.map(({ logits, label }) => ({ logits: logits.map((logit) => logit / factor), label })));
      assert.ok(Math.abs(fitTemperature(answers) / (one * factor) - 1) < 1e-4);
    }),
    { numRuns: 20 },
  );
});

test('at the fitted temperature the mean confidence is the accuracy, where two classes are always as far apart', () => {
  const answers = Array.from({ length: 100 }, (_, i) => ({ logits: [8, 0], label: i < 80 ? 0 : 1 }));
  assert.ok(Math.abs(probabilitiesOf([8, 0], fitTemperature(answers))[0] - 0.8) < 1e-4);
});

test('the area under the curve counts pairs, ties half', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 }), fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 }), (inside, outside) => {
      const pairs = inside.flatMap((a) => outside.map((b) => (a > b ? 1 : a === b ? 0.5 : 0) as number));
      assert.ok(Math.abs(areaUnderCurve(inside, outside) - pairs.reduce((a, b) => a + b) / pairs.length) < 1e-9);
    }),
  );
});

test('the share asked for reaches the threshold', () => {
  const values = Array.from({ length: 100 }, (_, i) => (i * 37) % 100);
  assert.equal(values.filter((value) => value >= thresholdFor(values, 0.95)).length, 95);
  const ten = values.slice(0, 10);
  assert.equal(ten.filter((value) => value >= thresholdFor(ten, 0.9)).length, 9);
});

/** Clouds of points in the plane; their logits are too sure of themselves by a factor of nine. */
const clouds = (seed: number): ExampleClasses => ({
  count: 40,
  nameOf: (index) => `cloud ${index}`,
  sizeOf: () => 1000,
  write(index, example, into, offset) {
    const centre = normal(foldIn(key(seed), index), [2], 0, 3).data;
    const noise = normal(foldIn(foldIn(key(seed + 1), index), example), [2], 0, 1).data;
    for (let i = 0; i < 2; i++) into[offset + i] = centre[i] + noise[i];
  },
});
const family: TaskFamily = {
  name: 'clouds',
  inputShape: [2],
  target: { kind: 'classes', ways: 3 },
  description: {},
  sample: episodes('clouds', { train: clouds(1), validation: clouds(2), test: clouds(3) }, [2], { ways: 3, shots: 5, queries: 5 }),
};
const algorithm = protoNet({ encoder: encoder([2], learner<NoParams>(() => ({}), (_, x) => mul(x, 3))), ways: 3 });

test('calibrating makes the probabilities of unseen tasks honest, keeps what belongs and refuses outsiders', async () => {
  const theta = algorithm.init(key(0));
  const calibration = await calibrate({ family, algorithm, theta, episodes: 60 });
  const far = { x: normal(key(9), [4, 2], 12, 1) };
  const report = await testCalibration({ family, algorithm, theta, calibration, episodes: 60, outsidersOf: () => far.x });
  assert.ok(calibration.temperature > 2, `temperature ${calibration.temperature}`);
  assert.ok(report.calibrationError < report.uncalibratedError / 2, `${report.calibrationError} and ${report.uncalibratedError}`);
  assert.ok(report.kept! > 0.88 && report.kept! < 0.99, `kept ${report.kept}`);
  assert.ok(report.refused! > 0.6, `refused ${report.refused}`);
  assert.ok(report.areaUnderCurve! > 0.8);
  assert.deepEqual(JSON.parse(JSON.stringify(calibration)), calibration);
});

test('a decision is the likeliest class, or none where it is not sure enough', () => {
  const calibration = { temperature: 2, sureness: 'probability', threshold: 0.6 } as const;
  const sure = decide([4, 0], calibration);
  assert.equal(sure.label, 0);
  assert.ok(Math.abs(sure.probabilities[0] - 1 / (1 + Math.exp(-2))) < 1e-9);
  assert.equal(decide([0.1, 0], calibration).label, -1);
  assert.equal(decide([-3, -9], { ...calibration, sureness: 'logit', threshold: -4 }).label, 0);
});

test('calibrating values is refused', async () => {
  const values = { ...family, target: { kind: 'values', outputs: 1 } as const };
  await assert.rejects(calibrate({ family: values, algorithm, theta: algorithm.init(key(0)) }), /calibrate is for classes, and clouds has values/);
  await assert.rejects(calibrate({ family, algorithm, theta: algorithm.init(key(0)), keep: 1 }), /keep must be a share between 0 and 1, got 1/);
  await assert.rejects(calibrate({ family, algorithm, theta: algorithm.init(key(0)), episodes: 0 }), /episodes must be a whole number of at least 1, got 0/);
  assert.throws(() => expectedCalibrationError([], []), /needs predictions.*got 0 confidences and 0 answers/);
});

test('absent classes change no decision', () => {
  const calibration = { temperature: 2, sureness: 'logit', threshold: -1 } as const;
  assert.deepEqual(decide([1, 0, -1e9], calibration), { ...decide([1, 0], calibration), probabilities: [...decide([1, 0], calibration).probabilities, 0] });
});

test('a class is held out of a padded task by its mask, and padding is no outsider', () => {
  const examples = { x: ndarray(Float32Array.from({ length: 8 }, (_, i) => i), [4, 2]), y: ndarray(Int32Array.of(0, 2, 1, 0)), mask: ndarray(Float32Array.of(1, 1, 1, 0)) };
  const { task, outsiders } = holdOut({ support: examples, query: examples }, 2);
  assert.deepEqual([...task.support.mask!.data], [1, 0, 1, 0]);
  assert.deepEqual(task.support.x, examples.x);
  assert.deepEqual([...outsiders.data], [2, 3]);
  assert.deepEqual(countedInputs(examples).shape, [3, 2]);
});

test('a class that is held out of wider tasks makes outsiders that surely are', async () => {
  const theta = algorithm.init(key(0));
  const splits = { train: clouds(1), validation: clouds(2), test: clouds(3) };
  const wider: TaskFamily = { ...family, target: { kind: 'classes', ways: 4 }, sample: episodes('clouds', splits, [2], { ways: 4, shots: 5, queries: 5 }) };
  const { task, outsiders } = holdOut(wider.sample('test', key(5)), 3);
  assert.deepEqual([task.support.x.shape, task.query.x.shape, outsiders.shape], [[15, 2], [15, 2], [5, 2]]);
  assert.deepEqual([...new Set(task.query.y.data)], [0, 1, 2]);
  const calibration = await calibrate({ family, algorithm, theta, episodes: 60, wider });
  const report = await testCalibration({ family, algorithm, theta, calibration, episodes: 60, wider });
  assert.ok(report.areaUnderCurve! > 0.7, `area ${report.areaUnderCurve}`);
});

test('tasks of varied ways lose the last class that each has, and nothing else', async () => {
  const theta = algorithm.init(key(0));
  const splits = { train: clouds(1), validation: clouds(2), test: clouds(3) };
  const varied = (ways: [number, number]): TaskFamily => ({ ...family, target: { kind: 'classes', ways: ways[1] }, sample: episodes('clouds', splits, [2], { ways, shots: 5, queries: 5 }) });
  const [own, wider] = [varied([2, 3]), varied([3, 4])];
  const narrow = Array.from({ length: 20 }, (_, i) => wider.sample('test', key(i))).find(({ classes }) => classes!.data[3] === 0)!;
  const { task, outsiders } = holdOut(narrow, 2);
  assert.deepEqual([[...task.classes!.data], outsiders.shape[0]], [[1, 1, 0, 0], 5]);
  const calibration = await calibrate({ family: own, algorithm, theta, episodes: 60, wider });
  const [apart, alone] = await Promise.all([testCalibration({ family: own, algorithm, theta, calibration, episodes: 200, wider }), testCalibration({ family: own, algorithm, theta, calibration, episodes: 200 })]);
  assert.ok(apart.refused! > 0 && Math.abs(apart.accuracy - alone.accuracy) < 0.06, `${apart.accuracy} with a class held out, ${alone.accuracy}`);
});

test('tasks of many sizes are predicted by few programs, with the answers of each by itself', async () => {
  let traced = 0;
  const counted = { ...algorithm, predict: (...args: Parameters<typeof algorithm.predict>) => (traced++, algorithm.predict(...args)) };
  const theta = algorithm.init(key(0));
  const splits = { train: clouds(1), validation: clouds(2), test: clouds(3) };
  const varied: TaskFamily = { ...family, sample: episodes('clouds', splits, [2], { ways: [2, 3], shots: [1, 5], queries: [1, 9] }) };
  const answers = await collectAnswers({ family: varied, algorithm: counted, theta, episodes: 40, split: 'validation', key: key(5), outsidersOf: (episode) => normal(key(episode), [1 + (episode % 7), 2]) });
  assert.ok(traced <= 6, `${traced} programs`);
  const { support, query, classes } = varied.sample('validation', foldIn(key(5), 7));
  const adapted = await adaptTo({ algorithm, theta, support, classes });
  const logits = await adapted.predict(query.x);
  const ways = classes ? [...classes.data].filter((there) => there > 0).length : 3;
  answers[7].queries.forEach((answer, row) => assert.deepEqual([...answer.logits], [...logits.data.slice(3 * row, 3 * row + ways)]));
  assert.deepEqual([answers[7].queries.length, answers[7].outsiders.length], [countedInputs(query).shape[0], 1]);
  await releaseAdapted(algorithm);
});

test('queries of a class without support do not spoil the temperature', async () => {
  const theta = algorithm.init(key(0));
  const lacking: TaskFamily = {
    ...family,
    sample(split, taskKey) {
      const { support, query } = family.sample(split, taskKey);
      // The last of three classes has queries only.
      return { support: { x: ndarray((support.x.data as Float32Array).slice(0, 20), [10, 2]), y: ndarray((support.y.data as Int32Array).slice(0, 10)) }, query };
    },
  };
  const { temperature } = await calibrate({ family: lacking, algorithm, theta, episodes: 40 });
  assert.ok(temperature > 1 && temperature < 100, `${temperature}`);
  const { accuracy } = await testCalibration({ family: lacking, algorithm, theta, calibration: { temperature, sureness: 'logit', threshold: -1e9 }, episodes: 40 });
  assert.ok(accuracy < 0.67, 'they count as wrong all the same');
});

test('of a learner that diverged the area under the curve and the calibration error are no numbers', () => {
  assert.ok(Number.isNaN(areaUnderCurve([0.5, NaN], [0.2])));
  assert.ok(Number.isNaN(areaUnderCurve([0.5], [NaN])));
  assert.ok(Number.isNaN(expectedCalibrationError([0.5, NaN], [true, false])));
});
