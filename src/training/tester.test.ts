import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { key } from '../random/index.js';
import { lives } from '../testing/lives.js';
import tinyJob, { tinyModule, type TinyOptions } from '../testing/tiny-job.js';
import { metaTest, metaTester, WorkerError, workerPool, type MetaTestOptions } from './index.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'metalearn-'));

/** Enough tasks for several chunks, the last of which is not full. */
const episodes = 2101;

async function measure(workers: number, options: TinyOptions = {}, more: Partial<MetaTestOptions<never, never>> = {}) {
  const { family, algorithm } = tinyJob({ varied: options.varied });
  const retries: string[] = [];
  const executor = workers ? workerPool({ workers, module: tinyModule, options: { ...options } }) : undefined;
  const report = await metaTest({ family, algorithm, theta: algorithm.init(key(1)), episodes, steps: 2, seed: 3, executor, onRetry: (message) => retries.push(message), ...(more as object) });
  return { report, retries };
}

const alone = measure(0);

test('a report is the same to the bit for 0, 1 and 2 workers', async () => {
  const { report } = await alone;
  assert.equal(report.transductive![2].values.length, episodes);
  assert.deepEqual((await measure(1)).report, report);
  assert.deepEqual((await measure(2)).report, report);
});

test('tasks of several kinds and sizes are reported by kind, whoever measured them', async () => {
  const [none, two] = [await measure(0, { varied: true }), await measure(2, { varied: true })];
  assert.deepEqual(Object.keys(none.report.kinds!), ['lines', 'waves']);
  assert.deepEqual(two.report, none.report);
});

test('a worker that is killed costs a retry, not another result', async () => {
  const { report, retries } = await measure(2, { crashAfter: 300, once: join(folder(), 'crashed') });
  assert.deepEqual(report, (await alone).report);
  assert.equal(retries.length, 1);
  assert.match(retries[0], /Trying again: the worker process of tasks \d+ to \d+ of the test ended \(signal SIGKILL\)/);
});

test('workers that build another job, or cannot build theirs, are an error', async () => {
  await assert.rejects(measure(1, { shots: 6 }), (error: Error) => error instanceof WorkerError && /builds another job than this process has: family.description.shots is 6 there and 5 here/.test(error.message));
  await assert.rejects(measure(1, { hidden: 4 }), /builds another job than this process has: theta/);
  await assert.rejects(measure(1, { robust: true }), /builds another job than this process has: the graph by which it adapts/);
  await assert.rejects(measure(1, { fail: 'no such data' }), /A worker process failed: no such data/);
});

test('an abort ends a test and its workers', async () => {
  for (const workers of [0, 2]) {
    const controller = new AbortController();
    const pids = folder();
    const more = { signal: controller.signal, episodes: 1e6, onProgress: () => controller.abort() };
    await assert.rejects(measure(workers, { pids }, more), { name: 'AbortError' });
    assert.deepEqual(readdirSync(pids).filter(lives), []);
  }
});

test('a tester measures again by the same workers, other parameters and other plans, as metaTest does', async () => {
  const { family, algorithm } = tinyJob();
  const pids = folder();
  const tester = metaTester({ family, algorithm, executor: workerPool({ workers: 1, module: tinyModule, options: { pids } }) });
  for (const plan of [{ steps: 2 }, { steps: 2, learningRate: 0.1 }, { steps: 3, measuredAfter: [3], split: 'validation' as const }, { steps: 2, seed: 4 }]) {
    for (const seed of [1, 2]) {
      const theta = algorithm.init(key(seed));
      assert.deepEqual(await tester.test(theta, { episodes: 50, ...plan }), await metaTest({ family, algorithm, theta, episodes: 50, ...plan }));
    }
  }
  assert.equal(readdirSync(pids).length, 1);
  await tester.release();
  assert.deepEqual(readdirSync(pids).filter(lives), []);
});
