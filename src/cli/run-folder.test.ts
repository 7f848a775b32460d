import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { createRun } from '../training/index.js';
import { openAgentRun } from './agents/open-run.js';
import { openTrainedRun } from './run-folder.js';
import { trainRun } from './train-run.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-run-folder-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const quiet = { say: () => undefined, json: () => undefined, warn: () => undefined };

it('a run with options that another version had is refused in a sentence', async () => {
  const out = join(folder, 'run');
  await trainRun('sinusoid', { out, iterations: 1, metaBatch: 2, workers: 0 }, quiet, new AbortController().signal);
  const file = join(out, 'config.json');
  const config = JSON.parse(readFileSync(file, 'utf8'));
  for (const [options, whose] of [['taskOptions', 'task sinusoid'], ['algorithmOptions', 'algorithm maml']] as const) {
    const { setup } = config;
    writeFileSync(file, JSON.stringify({ ...config, setup: { ...setup, [options]: { ...setup[options], ancient: 1 } } }));
    await assert.rejects(openTrainedRun(out), { message: `${file} has options of the ${whose} that this version of metalearn does not take: Unrecognized key: "ancient". Use the version that made the run, or train it anew.` });
  }
});

it('a run that a program made is said to be one, with what tests it', async () => {
  const out = join(folder, 'program');
  await createRun(out);
  for (const open of [openTrainedRun, openAgentRun]) await assert.rejects(open(out), { name: 'UsageError', message: /^The run in .*program was made by a program, with createRun, .*Test it in a program: metaTest\(\{ family, algorithm, theta \}\), .*run\.read\('best'\)/ });
});
