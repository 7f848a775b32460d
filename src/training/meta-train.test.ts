import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { maml } from '../algorithms/index.js';
import { glyphs } from '../fewshot/index.js';
import { add, broadcastTo, mul, type Tensor } from '../graph/index.js';
import { conv4, crossEntropy, learner, meanSquaredError, mlp } from '../nn/index.js';
import { adam, adamw, chain, clipByGlobalNorm, cosine, linear, sgd } from '../optim/index.js';
import { foldIn, key, type Key } from '../random/index.js';
import type { TaskFamily } from '../tasks/index.js';
import tinyJob from '../testing/tiny-job.js';
import { createRun, metaTest, metaTrain, NonFiniteError, openRun, type MetaTrainOptions, type TrainingEvent } from './index.js';
import { ravel } from './ravel.js';
import { streamKey } from './streams.js';

const folder = (): string => join(mkdtempSync(join(tmpdir(), 'metalearn-')), 'run');
const { family, algorithm } = tinyJob();
type Options = MetaTrainOptions<Parameters<typeof algorithm.predict>[0], Parameters<typeof algorithm.predict>[0]>;
const base: Options = { family, algorithm, optimizer: adam(0.01), iterations: 10, metaBatchSize: 4, seed: 1 };

const readMetrics = (path: string): Record<string, number>[] =>
  readFileSync(join(path, 'metrics.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Record<string, number>);

/** The family with task `index` of iteration `iteration` (from 0) of seed 1 spoilt: by a number whose square overflows, or by none. */
function poisoned(iteration: number, index: number, poison = 1e30): TaskFamily {
  const bad = foldIn(foldIn(streamKey(1, 'train'), iteration), index);
  const same = (key: Key): boolean => key.data[0] === bad.data[0] && key.data[1] === bad.data[1];
  return {
    ...family,
    sample(split, key) {
      const task = family.sample(split, key);
      if (same(key)) task.query.y.data[2] = poison;
      return task;
    },
  };
}

test('meta-training lowers the loss after adaptation on tasks it has not seen', async () => {
  const fresh = algorithm.init(streamKey(1, 'initial'));
  const { theta } = await metaTrain({ ...base, iterations: 300, metaBatchSize: 10 });
  const mse = async (parameters: typeof theta): Promise<number> =>
    (await metaTest({ family, algorithm, theta: parameters, episodes: 100 })).inductive![1].mean;
  assert.ok((await mse(theta)) < 0.8 * (await mse(fresh)));
});

test('one program for the step, chunks with an update apart, and single tasks agree to rounding', async () => {
  const plans = [{}, { chunkSize: 2 }, { chunkSize: 4, tasksPerCall: 1 }, { chunkSize: 3, tasksPerCall: 2 }];
  const results = await Promise.all(plans.map(async (plan) => ravel((await metaTrain({ ...base, ...plan, optimizer: sgd(0.01) })).theta)));
  for (const theta of results) theta.forEach((value, i) => assert.ok(Math.abs(value - results[0][i]) < 1e-5));
});

test('seeds give other parameters, the same seed the same bits', async () => {
  const run = async (seed: number): Promise<Float32Array> => ravel((await metaTrain({ ...base, seed })).theta);
  assert.deepEqual(await run(1), await run(1));
  assert.notDeepEqual(await run(1), await run(2));
});

for (const [how, plan] of [['in one program', {}], ['in chunks', { chunkSize: 2, tasksPerCall: 1 }]] as const) {
  test(`the objective is told how much of training is done, ${how}`, async () => {
    const path = folder();
    const telling: Options['algorithm'] = { ...algorithm, objective: (theta, task, call) => add(mul(algorithm.objective(theta, task, call), 0), call!.progress!) };
    await metaTrain({ ...base, ...plan, algorithm: telling, iterations: 4, run: await createRun(path) });
    assert.deepEqual(readMetrics(path).map(({ loss }) => loss), [0, 0.25, 0.5, 0.75]);
  });
}

test('a run folder tells all: configuration with the chosen chunks, metrics, the latest and the best weights', async () => {
  const path = folder();
  const events: TrainingEvent[] = [];
  const run = await createRun(path, { task: 'sinusoid', learner: { hidden: [8, 8] } });
  const trained = await metaTrain({ ...base, run, metricsEvery: 5, validation: { every: 4, episodes: 8 }, onEvent: (event) => events.push(event) });
  const config = JSON.parse(readFileSync(join(path, 'config.json'), 'utf8')) as Record<string, Record<string, unknown>>;
  assert.equal(config.task, 'sinusoid');
  assert.deepEqual(
    { ...config.training, family: undefined },
    {
      family: undefined,
      algorithm: { name: 'maml', innerSteps: 1, innerLearningRate: 0.01, firstOrder: false, queryStatistics: 'query' },
      optimizer: 'adam (b1 0.9, b2 0.999, epsilon 1e-8) at 0.01',
    parameters: 97,
      seed: 1,
      metaBatchSize: 4,
      tasksPerCall: 4,
      chunkSize: 4,
      iterations: 10,
      workers: 0,
      validation: { every: 4, episodes: 8 },
    },
  );
  assert.deepEqual(readMetrics(path).map(({ iteration, loss, validation }) => [iteration, loss !== undefined, validation !== undefined]), [
    [4, false, true],
    [5, true, false],
    [8, false, true],
    [10, false, true],
    [10, true, false],
  ]);
  const validations = events.filter((event) => event.type === 'validation');
  assert.deepEqual(validations.map(({ iteration }) => iteration), [4, 8, 10]);
  const lowest = Math.min(...validations.map(({ mean }) => mean));
  assert.equal(trained.best?.mean, lowest);
  assert.equal(validations.find(({ mean }) => mean === lowest)?.iteration, trained.best?.iteration);
  assert.equal(events.at(-1)?.type, 'end');
});

for (const plan of [{}, { chunkSize: 2 }]) {
  const how = 'chunkSize' in plan ? 'in chunks' : 'in one program';
  test(`a loss that is no number stops the run, ${how}, names iteration, task and gradient, and overwrites nothing`, async () => {
    const path = folder();
    const run = await createRun(path);
    const failing = metaTrain({ ...base, ...plan, family: poisoned(6, 2), run, checkpointEvery: { iterations: 4 } });
    await assert.rejects(failing, (error: Error) => {
      assert.ok(error instanceof NonFiniteError);
      assert.equal(error.iteration, 7);
      assert.equal(error.task, 2);
      assert.match(error.message, /^Meta-training stopped in iteration 7: task 2 has the loss Infinity, and its largest gradient is [\w.+]+, that of [\w.]+\. The checkpoint of iteration 4 in .* is intact\./);
      return true;
    });
    const whole = folder();
    await metaTrain({ ...base, ...plan, iterations: 4, run: await createRun(whole) });
    assert.deepEqual(readFileSync(join(path, 'checkpoint.safetensors')), readFileSync(join(whole, 'checkpoint.safetensors')));
  });
}

test('data that are no numbers are named as what stopped the run', async () => {
  await assert.rejects(metaTrain({ ...base, family: poisoned(2, 1, NaN) }), /stopped in iteration 3: task 1 of sinusoid has NaN in y of its query set, row 2\. [^]*Mend the data, or leave such rows out\./);
});

test('an objective that is no scalar is refused, and not trained as its sum', async () => {
  const rows = { ...algorithm, objective: (...given: Parameters<typeof algorithm.objective>) => broadcastTo(algorithm.objective(...given), [5, 1]) };
  await assert.rejects(metaTrain({ ...base, algorithm: rows }), { name: 'TypeError', message: 'The objective of maml must be a float32 scalar, got float32(5, 1). Reduce it with mean first.' });
  await assert.rejects(metaTrain({ ...base, algorithm: { ...algorithm, objective: (async () => 0) as never } }), /got a promise: it is traced, and must not be async/);
});

test('what gives gradients is no optimizer: they would become the parameters', async () => {
  // @ts-expect-error it is not typed as one either
  const clipped: Options = { ...base, optimizer: clipByGlobalNorm(10) };
  await assert.rejects(metaTrain(clipped), { name: 'TypeError', message: 'The optimizer gives a gradient, not parameters: make an optimizer of it with chain(it, sgd(rate)) or descend(it, rate).' });
});

test('an update that overflows is not saved over good parameters', async () => {
  const path = folder();
  const failing = metaTrain({ ...base, optimizer: sgd(1e38), iterations: 1, run: await createRun(path) });
  await assert.rejects(failing, /stopped in iteration 1: the update made [\w.]+ infinite or NaN\. .* has no checkpoint yet/);
});

test('an abort saves the run, which then goes on to the same end', async () => {
  const [stopped, whole] = [folder(), folder()];
  const options = { ...base, iterations: 60, validation: { every: 7, episodes: 4 }, metricsEvery: 4 };
  await metaTrain({ ...options, run: await createRun(whole) });
  const controller = new AbortController();
  const onEvent = (event: TrainingEvent): void => {
    if (event.type === 'validation' && event.iteration === 21) controller.abort();
  };
  await assert.rejects(metaTrain({ ...options, run: await createRun(stopped), signal: controller.signal, onEvent }), { name: 'AbortError' });
  const trained = await metaTrain({ ...options, run: await openRun(stopped), resume: true });
  assert.equal(trained.iteration, 60);
  assert.deepEqual(readFileSync(join(stopped, 'checkpoint.safetensors')), readFileSync(join(whole, 'checkpoint.safetensors')));
});

test('a time limit ends the run early with everything saved', async () => {
  const path = folder();
  const trained = await metaTrain({ ...base, iterations: 1e9, timeLimit: 0.2, run: await createRun(path) });
  assert.equal(trained.stopped, 'time');
  const more = await metaTrain({ ...base, iterations: trained.iteration + 3, run: await openRun(path), resume: true });
  assert.equal(more.iteration, trained.iteration + 3);
});

test('a learner that does not give the family its kind of answer is refused before anything is trained', async () => {
  const other = maml({ learner: mlp({ inputs: 1, outputs: 2 }), loss: meanSquaredError });
  await assert.rejects(metaTrain({ ...base, algorithm: other as never }), /outputs of shape \(5, 2\), and the tasks of sinusoid have 1 value a row/);
  await assert.rejects(metaTest({ family, algorithm: other, theta: other.init(key(0)) }), /have 1 value a row/);
  const three = maml({ learner: conv4({ inputShape: [28, 28, 1], ways: 3, channels: 4 }), loss: crossEntropy });
  await assert.rejects(metaTrain({ ...base, family: glyphs({ queries: 1 }), algorithm: three as never }), /outputs of shape \(5, 3\), and the tasks of glyphs have 5 classes: make its head for at least 5 ways/);
});

test('a network made for inputs of another shape is refused before anything is trained, with both', async () => {
  const algorithm = maml({ learner: conv4({ inputShape: [32, 32, 1], channels: 2, ways: 2 }), loss: crossEntropy });
  const onEvent = (): void => assert.fail('training began');
  await assert.rejects(metaTrain({ ...base, family: glyphs({ ways: 2, shots: 1, queries: 1 }), algorithm: algorithm as never, onEvent }), /^ShapeError: conv4 of float32\(2, 28, 28, 1\): it was made for inputs of shape \(32, 32, 1\), and these have \(28, 28, 1\)/);
});

test('a family that draws from elsewhere than its key is refused: it could not be resumed, nor shared out', async () => {
  const random: TaskFamily = { ...family, sample: (split) => family.sample(split, key(Math.floor(1e9 * Math.random()))) };
  await assert.rejects(metaTrain({ ...base, family: random }), /^RangeError: sinusoid gave two different train tasks for one key: draw all that is random in sample from its key/);
  let calls = 0;
  const stateful: TaskFamily = { ...family, sample: (split) => family.sample(split, key(calls++)) };
  await assert.rejects(metaTrain({ ...base, family: stateful }), /two different train tasks for one key/);
});

test('a family that writes its tasks into the same arrays is refused: a meta-batch would be its last task, many times', async () => {
  const own = family.sample('train', key(0));
  const reused: TaskFamily = {
    ...family,
    sample(split, taskKey) {
      const next = family.sample(split, taskKey);
      own.support.x.data.set(next.support.x.data as Float32Array & Int32Array);
      return { ...next, support: { ...next.support, x: own.support.x } };
    },
  };
  await assert.rejects(metaTrain({ ...base, family: reused }), /^RangeError: sinusoid wrote one train task into the arrays of another: sample must make new arrays each time/);
});

test('a learner whose init gives something else than host arrays is refused by the path of it', async () => {
  const scaled = maml({ learner: learner<{ scale: Tensor }>(() => ({ scale: 0.5 as never }), ({ scale }, x) => mul(x, scale)), loss: meanSquaredError });
  await assert.rejects(metaTrain({ ...base, algorithm: scaled as never }), /^TypeError: Parameters must be float32 host arrays, but scale is a number/);
});

test('a falling rate may fall over more iterations when a run is made longer, and an optimiser without a name is not asked', async () => {
  const path = folder();
  await metaTrain({ ...base, optimizer: adam(linear(0.01, 10)), run: await createRun(path) });
  const { name: _, ...nameless } = adam(linear(0.01, 20));
  for (const [iterations, optimizer] of [[12, adam(linear(0.01, 20))], [14, nameless], [16, adam(linear(0.01, 20))]] as const) {
    assert.equal((await metaTrain({ ...base, iterations, optimizer, run: await openRun(path), resume: true })).iteration, iterations);
  }
});

test('what cannot be resumed is refused in words', async () => {
  const path = folder();
  await metaTrain({ ...base, run: await createRun(path) });
  await assert.rejects(metaTrain({ ...base, run: await openRun(path) }), /already holds a checkpoint, of iteration 10\. Resume it, or give another folder/);
  await assert.rejects(metaTrain({ ...base, seed: 2, metaBatchSize: 5, run: await openRun(path), resume: true }), {
    name: 'ConfigurationError',
    message: /checkpoint\.safetensors was made with another configuration: seed is 1 there and 2 here; metaBatchSize is 4 there and 5 here/,
  });
  const faster = { ...algorithm, settings: { ...algorithm.settings, innerLearningRate: 0.5 } };
  await assert.rejects(metaTrain({ ...base, algorithm: faster, run: await openRun(path), resume: true }), /algorithm\.innerLearningRate is 0\.01 there and 0\.5 here/);
  // Of another state, though nothing says what it is.
  const { name: _, ...nameless } = sgd(0.1);
  await assert.rejects(metaTrain({ ...base, optimizer: nameless, run: await openRun(path), resume: true }), /belongs to another optimiser: it has optimizer\./);
  for (const optimizer of [sgd(0.1), adam(0.02), adam(0.01, { b1: 0.5 }), adam(cosine(0.01, 10)), adamw(0.01), chain(clipByGlobalNorm(1), adam(0.01))]) {
    await assert.rejects(metaTrain({ ...base, optimizer, run: await openRun(path), resume: true }), { name: 'ConfigurationError', message: /: optimizer is "adam \(b1 0.9, b2 0.999, epsilon 1e-8\) at 0.01" there and "/ });
  }
  await assert.rejects(metaTrain({ ...base, iterations: -1 }), /iterations must be a whole number of at least 0, got -1/);
  await assert.rejects(metaTrain({ ...base, validation: { every: 0 } }), /validation.every must be a whole number of at least 1/);
  await assert.rejects(metaTrain({ ...base, timeLimit: 0 }), /timeLimit must be above 0, got 0/);
});
