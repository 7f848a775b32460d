import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { adam } from '../optim/index.js';
import { sinusoid } from '../regression/index.js';
import type { TaskFamily } from '../tasks/index.js';
import tinyJob from '../testing/tiny-job.js';
import { createRun, metaTrain, type MetaTrainOptions, type Run } from './index.js';

const folder = (): string => join(mkdtempSync(join(tmpdir(), 'metalearn-')), 'run');
const { family, algorithm } = tinyJob();
type Options = MetaTrainOptions<Parameters<typeof algorithm.predict>[0], Parameters<typeof algorithm.predict>[0]>;
const base: Options = { family, algorithm, optimizer: adam(0.01), iterations: 10, metaBatchSize: 4, seed: 1 };

test('validation may have tasks and an algorithm of its own, of the same parameters', async () => {
  const path = folder();
  const wide = sinusoid({ shots: 10, queries: 3 });
  const means = async (validation: Options['validation'], run?: Run): Promise<number[]> => {
    const seen: number[] = [];
    await metaTrain({ ...base, validation, run, onEvent: (event) => void (event.type === 'validation' && seen.push(event.mean)) });
    return seen;
  };
  const still: Options['algorithm'] = { ...algorithm, name: 'still', adapt: (theta) => theta };
  const validation = { every: 5, episodes: 6 };
  const own = await means({ ...validation, family: wide, algorithm: still }, await createRun(path));
  assert.equal(own.length, 2);
  assert.notDeepEqual(own, await means({ ...validation, family: wide }));
  assert.notDeepEqual(own, await means({ ...validation, algorithm: still }));
  const config = JSON.parse(readFileSync(join(path, 'config.json'), 'utf8')) as { training: { validation: object } };
  const description = JSON.parse(JSON.stringify(wide.description)) as object;
  assert.deepEqual(config.training.validation, {
    ...validation,
    family: { name: 'sinusoid', inputShape: [1], target: { kind: 'values', outputs: 1 }, description },
    algorithm: { name: 'still', innerSteps: 1, ...algorithm.settings },
  });
  const two: TaskFamily = { ...wide, target: { kind: 'values', outputs: 2 } };
  await assert.rejects(metaTrain({ ...base, validation: { every: 5, family: two } }), /sinusoid have 2 values a row/);
});

test('a validation that is NaN is never the best', async () => {
  const spoilt: TaskFamily = {
    ...family,
    sample(split, key) {
      const task = family.sample(split, key);
      if (split === 'validation') task.query.y.data[0] = NaN;
      return task;
    },
  };
  const run = await createRun(folder());
  const { best } = await metaTrain({ ...base, family: spoilt, validation: { every: 4, episodes: 4 }, run });
  assert.equal(best, undefined);
  assert.equal(await run.read('best'), undefined);
});
