import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { freshRun } from '../testing/fresh-run.js';
import { UsageError } from './failure.js';
import { openImageLearner } from './image-learner.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-images-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('an image learner takes the steps that are asked for or usual, and where it takes none, refuses them', async () => {
  const [steps, none] = await Promise.all(['maml', 'proto-net'].map(async (algorithm) => openImageLearner(await freshRun(join(folder, algorithm), 'glyphs', { algorithm, ways: 3, channels: 4 }), 'adapt')));
  assert.deepEqual([steps.steps(7), steps.steps(undefined), none.steps(undefined), none.steps(0)], [7, 3, 0, 0]);
  assert.throws(() => none.steps(2), (error) => error instanceof UsageError && /--steps 2: proto-net adapts in one go/.test(error.message));
});
