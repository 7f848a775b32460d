import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { adam } from '../optim/index.js';
import type { TaskFamily } from '../tasks/index.js';
import tinyJob, { tinyModule, tinyPlan, type TinyOptions } from '../testing/tiny-job.js';
import { alongsideWorkers, inProcess, metaTest, metaTester, metaTrain, type Executor, type TrainingEvent } from './index.js';
import { ravel } from './ravel.js';

const { family, algorithm } = tinyJob();
const beside = (workers: number, options: TinyOptions = {}): Executor => alongsideWorkers({ workers, module: tinyModule, options: { ...options } });

async function train(executor: Executor, more = {}) {
  const events: TrainingEvent[] = [];
  const trained = await metaTrain({
    family,
    algorithm,
    optimizer: adam(0.01),
    ...tinyPlan,
    executor,
    validation: { every: 6, episodes: 30 },
    onEvent: (event) => events.push(event),
    ...more,
  });
  return { theta: ravel(trained.theta), validations: events.filter(({ type }) => type === 'validation'), retries: events.filter(({ type }) => type === 'retry') };
}

const alone = train(inProcess());

test('this process and one or three beside it give the bits, and the validations, that this process alone gives', async () => {
  const { theta, validations } = await alone;
  assert.equal(validations.length, 2);
  // With three there are fewer chunks than processes.
  for (const workers of [1, 3]) {
    const shared = await train(beside(workers));
    assert.deepEqual(shared.theta, theta);
    assert.deepEqual(shared.validations, validations);
  }
});

test('a worker beside this process that is killed costs a retry, not another result', async () => {
  const { theta, retries } = await train(beside(1, { crashAfter: 9, once: join(mkdtempSync(join(tmpdir(), 'metalearn-')), 'crashed') }));
  assert.deepEqual(theta, (await alone).theta);
  assert.equal(retries.length, 1);
});

test('a test shared between this process and one beside it gives the same scores', async () => {
  const { theta } = await metaTrain({ family, algorithm, optimizer: adam(0.01), iterations: 2, metaBatchSize: 5, seed: 7 });
  let here = 0;
  const counting: TaskFamily = { ...family, sample: (split, key) => (here++, family.sample(split, key)) };
  const options = { family: counting, algorithm, theta, episodes: 2101, seed: 3 };
  const scores = await metaTest(options);
  const all = here;
  here = 0;
  assert.deepEqual(await metaTest({ ...options, executor: beside(1) }), scores);
  assert.ok(all >= 2101 && here > 0.4 * all && here < 0.8 * all, `${here} of ${all} tasks were drawn in this process`);
});

test('training that is aborted while both compute ends with the reason', async () => {
  const abort = new AbortController();
  const reason = new Error('enough');
  await assert.rejects(train(beside(1), { iterations: 1e6, validation: undefined, signal: abort.signal, onEvent: ({ type }: TrainingEvent) => type === 'iteration' && abort.abort(reason) }), reason);
});

test('where this process fails of its share the workers are told to stop, and serve the next request', async () => {
  const { theta } = await metaTrain({ family, algorithm, optimizer: adam(0.01), iterations: 1, metaBatchSize: 5, seed: 7 });
  let left = Infinity;
  const failing: TaskFamily = { ...family, sample: (split, key) => { if (left-- === 0) throw new Error('no task'); return family.sample(split, key); } };
  const tester = metaTester({ family: failing, algorithm, executor: beside(1) });
  const abort = new AbortController();
  try {
    const scores = await tester.test(theta, { episodes: 2101, seed: 3 });
    left = 100;
    await assert.rejects(tester.test(theta, { episodes: 1e5, seed: 3, signal: abort.signal }), /no task/);
    const next = tester.test(theta, { episodes: 2101, seed: 3 });
    // Of no more concern to anybody.
    abort.abort(new Error('late'));
    assert.deepEqual(await next, scores);
    assert.equal(getEventListeners(abort.signal, 'abort').length, 0);
  } finally {
    await tester.release();
  }
});

test('a worker that cannot be built is told of before anything is computed', async () => {
  await assert.rejects(train(beside(1, { fail: 'no luck' })), /A worker process failed: no luck/);
});
