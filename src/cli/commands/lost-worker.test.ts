import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { metalearn } from '../../testing/command-line.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-lost-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('a worker process that dies in a test', () => {
  for (const [task, ...small] of [['sinusoid'], ['bandit', '--workers', '0', '--set', 'pulls=5', '--set', 'arms=2', '--set', 'units=4']]) {
    it(`is told in one line, of ${task}, and stdout stays one JSON object`, async () => {
      const out = join(folder, task);
      const trained = await metalearn(['train', task, '--iterations', '1', '--meta-batch', '2', ...small, '--out', out]);
      assert.equal(trained.code, 0, trained.stderr);
      const test = ['test', out, '--episodes', '12', '--no-baselines', '--workers', '1', '--json'];
      const undisturbed = await metalearn(test);
      const env = { NODE_OPTIONS: `--import ${new URL('../../testing/dying-worker.js', import.meta.url).href}`, DIED_ONCE: join(folder, `${task}-died`) };
      const { code, stdout, stderr } = await metalearn(test, { env });
      assert.equal(code, 0, stderr);
      assert.deepEqual(JSON.parse(stdout), JSON.parse(undisturbed.stdout));
      assert.match(stderr, new RegExp(`^Trying again: the worker process of tasks 0 to \\d+ of the test ended \\(signal SIGKILL\\)\\.$`, 'm'));
    });
  }
});
