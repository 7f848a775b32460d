import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { answerOf, metalearn } from '../../testing/command-line.js';
import { sharedData as data, withoutSharedData as skip } from '../../testing/shared-data.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-omniglot-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('train omniglot', () => {
  it('trains on the real images with a worker, and tests on characters it has never seen', { skip }, async () => {
    const run = join(folder, 'run');
    const trained = await metalearn(['train', 'omniglot', '--data', data, '--meta-batch', '2', '--iterations', '2', '--workers', '1', '--out', run, '--json']);
    assert.equal(trained.code, 0, trained.stderr);
    assert.deepEqual([JSON.parse(trained.stdout).iterations, JSON.parse(trained.stdout).validation.metric], [2, 'accuracy']);
    const tested = await answerOf(['test', run, '--episodes', '4', '--steps', '1', '--no-baselines', '--json']);
    assert.equal(tested.code, 0, tested.stderr);
    const elsewhere = await answerOf(['test', run, '--episodes', '4', '--data', folder]);
    assert.deepEqual([elsewhere.code, /omniglot data are missing/.test(elsewhere.stderr)], [1, true], elsewhere.stderr);
    const { ways, shots, queries, bySteps } = JSON.parse(tested.stdout);
    assert.deepEqual([ways, shots, queries, bySteps.length], [5, 1, 15, 2]);
  });
});
