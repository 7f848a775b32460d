import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndarray } from '../../graph/index.js';
import { foldIn, uniform } from '../../random/index.js';
import tinyAgent, { tinyAgentModule } from '../../testing/tiny-agent.js';
import { streamKey } from '../../training/streams.js';
import { agentWorkers, metaTestAgent } from './index.js';

const { agent } = tinyAgent();
const options = { agent, theta: { parts: ndarray([1, 1]) }, tasks: 12, seed: 2 };

test('each round has its mean return over tasks with an interval, the returns of each task, and those by kind', async () => {
  const { scores, kinds, ...rest } = await metaTestAgent({ ...options, rounds: 4 });
  assert.deepEqual([rest.environment, rest.agent, rest.tasks], ['guess', 'tiny', 12]);
  assert.equal(scores.length, 4);
  for (const { values, mean, ci95 } of scores) {
    assert.equal(values.length, 12);
    assert.ok(Math.abs(mean - values.reduce((a, b) => a + b) / 12) < 1e-9);
    assert.ok(ci95 > 0 && Number.isFinite(ci95));
  }
  assert.ok(scores[1].mean > scores[0].mean, 'from a guess of 2 for numbers of -1 to 1, a step is worth something');
  assert.deepEqual(Object.keys(kinds!), ['above', 'below']);
  const numbers = Array.from({ length: 12 }, (_, i) => uniform(foldIn(foldIn(streamKey(2, 'test'), i), 0), [1], -1, 1).data[0]);
  assert.equal(kinds!.below[0].values.length, numbers.filter((number) => number < 0).length);
  assert.deepEqual(kinds!.below[2].values, scores[2].values.filter((_, i) => numbers[i] < 0));
});

test('the first tasks are recorded, with an episode of each round', async () => {
  const { recorded, scores } = await metaTestAgent({ ...options, recorded: 3 });
  assert.equal(recorded.length, 3);
  recorded.forEach(({ task, title, kind, returns, episodes }, i) => {
    assert.equal(title, `number ${(task as number).toFixed(2)}`);
    assert.equal(kind, (task as number) < 0 ? 'below' : 'above');
    assert.deepEqual(returns, scores.map(({ values }) => values[i]));
    assert.deepEqual(episodes.map(({ steps }) => steps), [1, 1]);
  });
  assert.deepEqual((await metaTestAgent({ ...options, recorded: 0 })).recorded, []);
});

test('the result is the same with workers, however tasks are cut, and in every repetition; another seed gives other tasks', async () => {
  const report = await metaTestAgent(options);
  const executor = agentWorkers({ workers: 2, module: tinyAgentModule });
  const done: number[] = [];
  assert.deepEqual(await metaTestAgent({ ...options, executor, chunkSize: 5, onProgress: (tasks) => done.push(tasks) }), report);
  assert.deepEqual(done, [4, 8, 12]);
  assert.notDeepEqual((await metaTestAgent({ ...options, seed: 3 })).scores, report.scores);
});

test('sizes that make no sense are refused, and an abort is heard', async () => {
  await assert.rejects(metaTestAgent({ ...options, tasks: 1 }), /tasks must be a whole number of at least 2, for a confidence interval, got 1/);
  await assert.rejects(metaTestAgent({ ...options, rounds: 0 }), /rounds must be a whole number of at least 1, got 0/);
  const controller = new AbortController();
  await assert.rejects(metaTestAgent({ ...options, chunkSize: 4, signal: controller.signal, onProgress: () => controller.abort() }), { name: 'AbortError' });
});
