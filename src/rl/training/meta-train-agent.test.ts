import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { foldIn, type Key } from '../../random/index.js';
import tinyAgent, { type TinyData, type TinyTheta } from '../../testing/tiny-agent.js';
import { createRun, NonFiniteError, openRun, type TrainingEvent } from '../../training/index.js';
import { ravel } from '../../training/ravel.js';
import { streamKey } from '../../training/streams.js';
import type { Agent, DrawnTask } from '../agent.js';
import { ppo, type OuterRule } from '../outer/index.js';
import { metaTrainAgent, type MetaTrainAgentOptions } from './index.js';

const folder = (): string => join(mkdtempSync(join(tmpdir(), 'metalearn-')), 'run');
const base: MetaTrainAgentOptions<TinyTheta, TinyData> = { ...tinyAgent(), iterations: 12, metaBatchSize: 6, seed: 3 };

const readMetrics = (path: string): Record<string, number>[] =>
  readFileSync(join(path, 'metrics.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Record<string, number>);

/** The agent with what it collects on task `index` of iteration `iteration` (from 0) changed. */
function spoilt(iteration: number, index: number, change: (collected: { returns: Float32Array[]; advantages: Float32Array }, place: number) => void): Agent<TinyTheta, TinyData> {
  const bad = foldIn(foldIn(streamKey(3, 'train'), iteration), index);
  const same = ({ key }: DrawnTask): boolean => (key as Key).data.every((word, i) => word === bad.data[i]);
  const { agent } = base;
  return {
    ...agent,
    actor() {
      const actor = agent.actor();
      return {
        ...actor,
        async collect(theta, tasks) {
          const collected = await actor.collect(theta, tasks);
          const place = tasks.findIndex(same);
          if (place >= 0) change({ returns: [...collected.returns], advantages: collected.data.query.advantages.data as Float32Array }, place);
          return collected;
        },
      };
    },
  };
}

test('meta-training moves the guess from far away to where the numbers are, and more episodes are worth more', async () => {
  const path = folder();
  await metaTrainAgent({ ...base, ...tinyAgent({ episodes: 20 }), iterations: 60, metaBatchSize: 10, run: await createRun(path) });
  const lines = readMetrics(path);
  const [first, last] = [lines[0], lines.at(-1)!];
  assert.equal(lines.length, 60);
  assert.ok(first.return0 < -10 && last.return0 > -3, `${first.return0} ${last.return0}`);
  assert.ok(last.return1 > -2.5, `${last.return1}`);
  assert.ok(lines.every(({ accepted, divergence }) => (accepted === 0 || accepted === 1) && divergence <= 0.05));
});

test('the same options give the same bits, another seed others', async () => {
  const run = async (seed: number): Promise<Float32Array> => ravel((await metaTrainAgent({ ...base, seed })).theta);
  assert.deepEqual(await run(3), await run(3));
  assert.notDeepEqual(await run(3), await run(4));
});

test('tasks are the same however they are cut, so results agree to rounding', async () => {
  const plans = [{}, { chunkSize: 6 }, { chunkSize: 4, tasksPerCall: 3 }, { chunkSize: 1 }];
  const runs = await Promise.all(plans.map(async (plan) => ravel((await metaTrainAgent({ ...base, ...plan, iterations: 3 })).theta)));
  for (const theta of runs) theta.forEach((value, i) => assert.ok(Math.abs(value - runs[0][i]) < 1e-4, `${theta} ${runs[0]}`));
});

test('a run that was stopped and resumed ends with the bytes of one that was not, half-full lines of metrics included', async () => {
  const [whole, stopped] = [folder(), folder()];
  const options = { ...base, metricsEvery: 5, validation: { every: 4, tasks: 5 } };
  await metaTrainAgent({ ...options, run: await createRun(whole) });
  await metaTrainAgent({ ...options, iterations: 8, run: await createRun(stopped) });
  await metaTrainAgent({ ...options, run: await openRun(stopped), resume: true });
  for (const file of ['checkpoint', 'best']) {
    assert.deepEqual(readFileSync(join(stopped, `${file}.safetensors`)), readFileSync(join(whole, `${file}.safetensors`)));
  }
  const untimed = (path: string): unknown[] => readMetrics(path).map(({ seconds: _, ...rest }) => rest);
  assert.deepEqual(untimed(stopped), untimed(whole));
  assert.deepEqual(readMetrics(whole).filter((line) => 'return1' in line).map(({ iteration }) => iteration), [5, 10]);
});

test('a resumed run goes on with the chunks that it was begun with', async () => {
  const path = folder();
  await metaTrainAgent({ ...base, chunkSize: 4, tasksPerCall: 3, iterations: 2, run: await createRun(path) });
  await metaTrainAgent({ ...base, iterations: 4, run: await openRun(path), resume: true });
  const { training } = JSON.parse(readFileSync(join(path, 'config.json'), 'utf8'));
  assert.deepEqual([training.chunkSize, training.tasksPerCall], [4, 3]);
  await assert.rejects(metaTrainAgent({ ...base, chunkSize: 2, iterations: 5, run: await openRun(path), resume: true }), /chunkSize is 4 there and 2 here/);
});

test('a run folder says what was trained, and another agent or rule is not resumed', async () => {
  const path = folder();
  const { agent, outer } = base;
  await metaTrainAgent({ ...base, iterations: 1, run: await createRun(path), validation: { every: 1, tasks: 3 } });
  const { training } = JSON.parse(readFileSync(join(path, 'config.json'), 'utf8')) as { training: Record<string, unknown> };
  assert.deepEqual(training.agent, { name: 'tiny', rounds: 2, episodes: 4, innerLearningRate: 0.2 });
  assert.deepEqual(training.outer, { name: 'trpo', ...outer.settings });
  assert.deepEqual([training.metaBatchSize, training.chunkSize, training.tasksPerCall, training.parameters], [6, 2, 2, 2]);
  assert.deepEqual(training.validation, { every: 1, tasks: 3 });
  await assert.rejects(metaTrainAgent({ ...base, run: await openRun(path) }), /already holds a checkpoint, of iteration 1\. Resume it/);
  const other = { ...outer, settings: { ...outer.settings, maxDivergence: 1 } };
  await assert.rejects(metaTrainAgent({ ...base, outer: other, run: await openRun(path), resume: true }), /outer\.maxDivergence is 0\.05 there and 1 here/);
  const busier = { ...agent, settings: { ...agent.settings, episodes: 9 } };
  await assert.rejects(metaTrainAgent({ ...base, agent: busier, run: await openRun(path), resume: true }), /agent\.episodes is 4 there and 9 here/);
});

test('validation plays the same tasks each time, a higher return is better, and the best parameters are kept', async () => {
  const events: TrainingEvent[] = [];
  const downwards: OuterRule = { ...base.outer, step: async (theta, state) => ({ theta: theta.map((value) => value - 0.2), state, record: {} }) };
  const path = folder();
  const { best } = await metaTrainAgent({ ...base, outer: downwards, iterations: 20, validation: { every: 5, tasks: 8, rounds: 1 }, run: await createRun(path), onEvent: (event) => events.push(event) });
  const seen = events.filter((event) => event.type === 'validation');
  assert.deepEqual(seen.map(({ iteration, metric }) => [iteration, metric]), [[5, 'return'], [10, 'return'], [15, 'return'], [20, 'return']]);
  assert.equal(best!.mean, Math.max(...seen.map(({ mean }) => mean)));
  assert.equal(best!.iteration, 10, 'the mean goes from 4 to 2, 0, -2 and -4');
});

test('a return that is no number stops training, with iteration, task and round named and nothing overwritten', async () => {
  const path = folder();
  const agent = spoilt(6, 4, ({ returns }, place) => void (returns[1][place] = NaN));
  await assert.rejects(metaTrainAgent({ ...base, agent, run: await createRun(path), checkpointEvery: { iterations: 4 } }), (error: Error) => {
    assert.ok(error instanceof NonFiniteError);
    assert.deepEqual([error.iteration, error.task], [7, 4]);
    assert.match(error.message, /^Meta-training stopped in iteration 7: the mean return of task 4 in round 1 is NaN\. The checkpoint of iteration 4 in .* is intact\. An environment/);
    return true;
  });
  const whole = folder();
  await metaTrainAgent({ ...base, iterations: 4, run: await createRun(whole) });
  assert.deepEqual(readFileSync(join(path, 'checkpoint.safetensors')), readFileSync(join(whole, 'checkpoint.safetensors')));
});

test('so does a loss that is no number', async () => {
  const agent = spoilt(2, 5, ({ advantages }, place) => void (advantages[4 * place] = Infinity));
  await assert.rejects(metaTrainAgent({ ...base, agent }), /stopped in iteration 3: task 5 has the loss (NaN|-?Infinity) in its last round\. Nothing of that iteration was kept/);
});

test('a divergence that explodes is refused by the rule: theta stays, and the record says so', async () => {
  const path = folder();
  const agent: Agent<TinyTheta, TinyData> = { ...base.agent, drift: (now, data) => base.agent.drift(now, { ...data, query: { ...data.query, behaviour: data.query.actions } }) };
  const { theta } = await metaTrainAgent({ ...base, agent, iterations: 2, run: await createRun(path) });
  assert.deepEqual(ravel(theta), ravel(agent.init(streamKey(3, 'initial'))));
  assert.deepEqual(readMetrics(path).map(({ accepted }) => accepted), [0, 0]);
});

test('so is an epoch of proximal steps that explodes, loss and gradient included', async () => {
  const path = folder();
  const outer = ppo({ learningRate: 3e38 });
  const { theta } = await metaTrainAgent({ ...base, outer, iterations: 2, run: await createRun(path) });
  assert.deepEqual(ravel(theta), ravel(base.agent.init(streamKey(3, 'initial'))));
  assert.deepEqual(readMetrics(path).map(({ accepted, epochs }) => [accepted, epochs]), [[0, 0], [0, 0]]);
});

test('sizes that make no sense are refused', async () => {
  await assert.rejects(metaTrainAgent({ ...base, metaBatchSize: 0 }), /metaBatchSize must be a whole number of at least 1, got 0/);
  await assert.rejects(metaTrainAgent({ ...base, chunkSize: 7 }), /chunkSize must be a whole number from 1 to the metaBatchSize of 6, got 7/);
  await assert.rejects(metaTrainAgent({ ...base, iterations: 0.5 }), /iterations must be a whole number/);
  await assert.rejects(metaTrainAgent({ ...base, validation: { every: 2, tasks: 1 } }), /validation\.tasks must be a whole number of at least 2/);
  await assert.rejects(metaTrainAgent({ ...base, validation: { every: 0 } }), /validation\.every must be a whole number of at least 1, got 0/);
});
