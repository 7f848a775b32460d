import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { UsageError } from '../failure.js';
import { testAgentRun } from './test-agent-run.js';
import { trainAgentRun } from './train-agent-run.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-test-agents-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const output = { say: () => undefined, json: () => undefined, warn: () => undefined };

test('an agent that does not adapt is tested without steps, and refuses them', async () => {
  const run = join(folder, 'oracle');
  await trainAgentRun('nav2d', { out: run, algorithm: 'oracle', iterations: 1, workers: 0, metaBatch: 2, seed: 0 } as never, output, new AbortController().signal);
  const wishes = { episodes: 2, seed: 0, baselines: false, workers: 0, output };
  await assert.rejects(testAgentRun(run, { ...wishes, steps: 3 }), (error) => error instanceof UsageError && /^--steps 3: oracle does not adapt: leave it out/.test(error.message));
  const { steps, bySteps } = await testAgentRun(run, wishes);
  assert.deepEqual([steps, bySteps.length], [0, 1]);
});
