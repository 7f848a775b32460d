import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { adam, sgd } from '../optim/index.js';
import { lives } from '../testing/lives.js';
import type { TaskFamily } from '../tasks/index.js';
import tinyJob, { tinyModule, tinyPlan, type TinyOptions } from '../testing/tiny-job.js';
import { metaTrain, NonFiniteError, workerPool, WorkerError, type MetaTrainOptions, type TrainingEvent } from './index.js';
import { ravel } from './ravel.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'metalearn-'));

async function train(workers: number, options: TinyOptions = {}, more: Partial<MetaTrainOptions<never, never>> = {}) {
  const events: TrainingEvent[] = [];
  const trained = await metaTrain({
    ...tinyJob({ fading: options.fading }),
    optimizer: adam(0.01),
    ...tinyPlan,
    onEvent: (event) => events.push(event),
    ...(workers ? { executor: workerPool({ workers, module: tinyModule, options: { ...options } }) } : {}),
    ...(more as object),
  });
  return { theta: ravel(trained.theta), events };
}

const alone = train(0);

test('parameters are bit-identical for 0, 1 and 2 workers', async () => {
  const { theta } = await alone;
  assert.ok(theta.every(Number.isFinite));
  assert.deepEqual((await train(1)).theta, theta);
  const two = await train(2);
  assert.deepEqual(two.theta, theta);
  assert.equal(two.events.find((event) => event.type === 'start')?.workers, 2);
});

test('validations are shared out to the same workers, and are the same to the bit', async () => {
  const pids = folder();
  let here = 0;
  const counting = (family: TaskFamily): TaskFamily => ({ ...family, sample: (split, key) => ((here += Number(split === 'validation')), family.sample(split, key)) });
  const validated = async (workers: number, validation = {}) => {
    here = 0;
    const { family, algorithm } = tinyJob();
    const { events } = await train(workers, { pids }, { family: counting(family), algorithm: algorithm as never, validation: { every: 4, episodes: 2101, ...validation } });
    return events.filter((event) => event.type === 'validation');
  };
  const alone = await validated(0);
  assert.equal(alone.length, 3);
  assert.ok(here > 3 * 2101);
  assert.deepEqual(await validated(2), alone);
  assert.equal(readdirSync(pids).length, 2, 'no further processes were started');
  assert.ok(here < 10, `${here} were drawn in this process`);
  // Another family or algorithm is not what the workers have.
  assert.equal((await validated(2, { family: counting(tinyJob({ shots: 6 }).family), episodes: 20 })).length, 3);
  assert.ok(here >= 60);
});

test('an objective that depends on the progress of training is the same for any number of workers', async () => {
  const [none, one, two] = [await train(0, { fading: true }), await train(1, { fading: true }), await train(2, { fading: true })];
  assert.notDeepEqual(none.theta, (await alone).theta);
  assert.deepEqual(one.theta, none.theta);
  assert.deepEqual(two.theta, none.theta);
});

test('a worker that is killed costs a retry, not another result', async () => {
  const { theta, events } = await train(2, { crashAfter: 9, once: join(folder(), 'crashed') });
  assert.deepEqual(theta, (await alone).theta);
  const retries = events.filter((event) => event.type === 'retry');
  assert.equal(retries.length, 1);
  assert.match(retries[0].message, /Trying again: the worker process of tasks \d to \d of iteration \d+ ended \(signal SIGKILL\)/);
});

test('workers that keep dying end the run in words', async () => {
  await assert.rejects(train(2, { crashAfter: 1 }), (error: Error) => {
    assert.ok(error instanceof WorkerError);
    assert.match(error.message, /Given up after 3 tries: the worker process of tasks \d to \d of iteration 1 ended \(signal SIGKILL\)/);
    return true;
  });
});

test('a worker that cannot build its job, or builds another, is an error at once', async () => {
  await assert.rejects(train(1, { fail: 'no such data' }), /A worker process failed: no such data/);
  await assert.rejects(train(1, { shots: 6 }), /builds another job than this process has: family.description.shots is 6 there and 5 here/);
  const executor = workerPool({ workers: 1, module: new URL('./nowhere.js', import.meta.url).href });
  await assert.rejects(train(0, {}, { executor }), /A worker process failed: Cannot find module/);
  const other = workerPool({ workers: 1, module: new URL('./score.js', import.meta.url).href });
  await assert.rejects(train(0, {}, { executor: other }), /score.js has no default export that builds/);
  assert.throws(() => workerPool({ workers: 1, module: './job.js' }), /^TypeError: module must be the address of a module, such as new URL\('\.\/job\.js', import\.meta\.url\)\.href, got \.\/job\.js, which is relative\.$/);
  assert.throws(() => workerPool({ workers: 1, module: new URL('./nowhere.js', import.meta.url) as never }), /got a URL: give its href\.$/);
  assert.throws(() => workerPool({ workers: 0, module: tinyModule }), /workers must be a whole number of at least 1, got 0/);
});

test('workers that end before they are ready are not started for ever', async () => {
  await assert.rejects(train(1, { exit: 5 }), /Worker processes cannot start: 3 in a row ended \(exit code 5\) before they were ready/);
});

test('a meta-batch of one chunk is computed without workers', async () => {
  const { events } = await train(2, {}, { chunkSize: 5, tasksPerCall: 5 });
  assert.equal(events.find((event) => event.type === 'start')?.workers, 0);
});

test('an abort ends workers in the middle of an iteration', async () => {
  const controller = new AbortController();
  const pids = folder();
  const onEvent = (event: TrainingEvent): void => {
    if (event.type === 'iteration') controller.abort();
  };
  await assert.rejects(train(2, { pids }, { iterations: 1e9, signal: controller.signal, onEvent }), { name: 'AbortError' });
  assert.deepEqual(readdirSync(pids).filter(lives), []);
});

test('a diverging run names the same task with workers and without', async () => {
  const messages: string[] = [];
  for (const workers of [0, 2]) {
    await train(workers, {}, { optimizer: sgd(1e30), iterations: 5 }).catch((error: Error) => {
      assert.ok(error instanceof NonFiniteError);
      messages.push(error.message);
    });
  }
  assert.equal(messages.length, 2);
  assert.equal(messages[0], messages[1]);
  assert.match(messages[0], /^Meta-training stopped in iteration 2: task 0 has the loss (NaN|Infinity), and its largest gradient is NaN, that of blocks.0.dense/);
});

test('workers end when the process that started them is killed', { skip: process.platform === 'win32' }, async () => {
  const pids = folder();
  const script = new URL('../testing/train-tiny.js', import.meta.url).pathname;
  const options = { workers: 2, pids, iterations: 1e9, chunkSize: 2 };
  const child = spawn(process.execPath, [script, join(folder(), 'run'), JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (text: Buffer) => text.toString().includes('"iteration"') && readdirSync(pids).length === 2 && resolve());
  });
  const workers = readdirSync(pids);
  child.kill('SIGKILL');
  for (let tries = 0; workers.some(lives) && tries < 100; tries++) await wait(50);
  assert.deepEqual(workers.filter(lives), []);
});

test('numbers that processors take for zeros make no other task of the same', async () => {
  const { theta } = await train(0, {}, tinyJob({ faint: true }) as object);
  assert.deepEqual((await train(1, { faint: true }, tinyJob({ faint: true }) as object)).theta, theta);
});

test('a worker that learns by another loss, which no name tells, is an error at once', async () => {
  await assert.rejects(train(1, { robust: true }), (error: Error) => error instanceof WorkerError && /builds another job than this process has: the graph of its objective \(loss, network and all options\) is "\w{12}" there and "\w{12}" here\.$/.test(error.message));
});

test('a worker that learns parameters of other shapes, or builds nothing, is an error at once', async () => {
  await assert.rejects(train(1, { hidden: 9 }), /builds another job than this process has: theta[^]*is "float32\(1, 9\)" there and "float32\(1, 8\)" here/);
  await assert.rejects(train(1, { nothing: true }), /A worker process failed: The default export of [^]*must build \{family, algorithm\}, and what it gave lacks family and algorithm/);
});
