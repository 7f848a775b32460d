import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readTest, testFile, weightsOf, writeTest } from './test-file.js';

const path = mkdtempSync(join(tmpdir(), 'metalearn-test-file-'));
after(() => rmSync(path, { recursive: true, force: true }));

let weights: Readonly<Record<string, Uint8Array>> = { checkpoint: Uint8Array.of(1) };
const run = { path, read: async (name: string) => weights[name] };

const found = { summary: 'Tested.', algorithm: 'maml', metric: 'mse', episodes: 2, seed: 0, baselines: [], mean: NaN, ci95: NaN, bySteps: [{ steps: 0, ci95: Infinity, mean: 2 }] };

describe('the result of a test', () => {
  it('is read as it was written, what was no number as NaN', async () => {
    await writeTest(path, found, await weightsOf(run));
    assert.deepEqual(await readTest(run), { result: { ...found, bySteps: [{ steps: 0, ci95: NaN, mean: 2 }] }, outdated: false });
  });

  it('does not stand for parameters that were trained since', async () => {
    weights = { checkpoint: Uint8Array.of(2) };
    assert.deepEqual(await readTest(run), { outdated: true });
    weights = { checkpoint: Uint8Array.of(2), best: Uint8Array.of(1) };
    assert.equal((await readTest(run)).outdated, false, 'those that did best are what is tested');
  });

  it('is none where the file was cut short, or holds something else', async () => {
    for (const text of ['{ "mean": 1, ', 'null', '"x"', '{}', JSON.stringify({ ...found, baselines: 'none' }), JSON.stringify({ ...found, bySteps: [] })]) {
      writeFileSync(join(path, testFile), text);
      assert.deepEqual(await readTest(run), { outdated: false }, text);
    }
  });
});
