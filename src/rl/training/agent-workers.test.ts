import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import tinyAgent, { tinyAgentModule, type TinyAgentOptions, type TinyData, type TinyTheta } from '../../testing/tiny-agent.js';
import { WorkerError, type TrainingEvent } from '../../training/index.js';
import { ravel } from '../../training/ravel.js';
import { agentWorkers, metaTrainAgent, type MetaTrainAgentOptions } from './index.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'metalearn-'));

/** 7 tasks in chunks of 2, the last of 1. */
async function train(workers: number, options: TinyAgentOptions = {}, more: Partial<MetaTrainAgentOptions<TinyTheta, TinyData>> = {}) {
  const events: TrainingEvent[] = [];
  const trained = await metaTrainAgent({
    ...tinyAgent(),
    iterations: 6,
    metaBatchSize: 7,
    chunkSize: 2,
    seed: 5,
    validation: { every: 3, tasks: 5 },
    onEvent: (event) => events.push(event),
    ...(workers ? { executor: agentWorkers({ workers, module: tinyAgentModule, options: { ...options } }) } : {}),
    ...more,
  });
  return { theta: ravel(trained.theta), best: trained.best!.mean, events };
}

const alone = train(0);

test('parameters and validations are bit-identical for 0, 1 and 2 workers', async () => {
  const { theta, best } = await alone;
  assert.ok(theta.every(Number.isFinite));
  for (const workers of [1, 2]) {
    const same = await train(workers);
    assert.deepEqual(same.theta, theta);
    assert.equal(same.best, best);
    assert.equal(same.events.find((event) => event.type === 'start')?.workers, workers);
  }
});

test('a worker that dies in the middle of collecting is replaced, its chunks are played again, and the result is the same', async () => {
  const { theta, events } = await train(2, { crashAfter: 5, once: join(folder(), 'crashed') });
  assert.deepEqual(theta, (await alone).theta);
  const retries = events.filter((event) => event.type === 'retry');
  assert.equal(retries.length, 1);
  assert.match(retries[0].message, /Trying again: the worker process of tasks \d to \d of iteration \d ended \(signal SIGKILL\)/);
});

test('so is one that dies between the questions of an iteration: what it had kept is collected anew', async () => {
  const pids = folder();
  const { agent, outer } = tinyAgent();
  let killed = 0;
  const killing: typeof outer = {
    ...outer,
    step: (theta, state, batch) =>
      outer.step(theta, state, {
        ...batch,
        async curvature(direction) {
          if (killed++ === 3) process.kill(Number(readdirSync(pids)[0]), 'SIGKILL');
          return batch.curvature(direction);
        },
      }),
  };
  const { theta } = await train(2, { pids }, { agent, outer: killing });
  assert.ok(killed > 3);
  assert.equal(readdirSync(pids).length, 3, 'a third process was started');
  assert.deepEqual(theta, (await alone).theta);
});

test('workers that keep dying end the run in words', async () => {
  await assert.rejects(train(2, { crashAfter: 0 }), (error: Error) => {
    assert.ok(error instanceof WorkerError);
    assert.match(error.message, /Given up after 3 tries: the worker process of tasks \d to \d of iteration 1 ended \(signal SIGKILL\)/);
    return true;
  });
});

test('a worker that cannot build its agent, or builds another, is an error at once', async () => {
  await assert.rejects(train(1, { fail: 'no such world' }), /A worker process failed: no such world/);
  await assert.rejects(train(1, { episodes: 9 }), /builds another job than this process has: agent\.episodes is 9 there and 4 here/);
  await assert.rejects(train(1, { parts: 3 }), /builds another job than this process has: theta\.parts is "float32\(3\)" there and "float32\(2\)" here/);
  const executor = agentWorkers({ workers: 1, module: new URL('./agent-identity.js', import.meta.url).href });
  await assert.rejects(train(0, {}, { executor }), /has no default export that builds \{agent, outer\}/);
  assert.throws(() => agentWorkers({ workers: 0, module: tinyAgentModule }), /workers must be a whole number of at least 1, got 0/);
});

test('an abort ends the workers', async () => {
  const pids = folder();
  const controller = new AbortController();
  const onEvent = (event: TrainingEvent): void => {
    if (event.type === 'iteration') controller.abort();
  };
  await assert.rejects(train(2, { pids }, { iterations: 1e9, signal: controller.signal, onEvent }), { name: 'AbortError' });
  for (const pid of readdirSync(pids)) assert.throws(() => process.kill(Number(pid), 0), /ESRCH/);
});
