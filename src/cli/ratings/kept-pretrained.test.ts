import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { openTrainedRun } from '../run-folder.js';
import { trainRun } from '../train-run.js';
import { keptPretrained } from './kept-pretrained.js';
import { ratedFamily } from './rated-family.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-pretrained-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const quiet = { say: () => undefined, json: () => undefined, warn: () => undefined };

describe('the pretrained network of a run', () => {
  it('is trained once, and anew where the run was trained further, or its file is damaged', async () => {
    const out = join(folder, 'run');
    const train = (iterations: number, resume?: boolean) =>
      trainRun('raters', { out, resume, iterations, workers: 0, ...(resume ? {} : { metaBatch: 2, channels: 4, options: ['raters=40', 'choices=50'].map((said) => ({ name: said.split('=')[0], value: said.split('=')[1], said })) }) }, quiet, new AbortController().signal);
    const pretrained = async (): Promise<Buffer> => {
      const opened = await openTrainedRun(out);
      await keptPretrained(opened, (await ratedFamily(opened.settings)).family);
      return readFileSync(join(out, 'pretrained.safetensors'));
    };
    await train(2);
    const first = await pretrained();
    assert.deepEqual(await pretrained(), first);
    await train(6, true);
    const later = await pretrained();
    assert.notDeepEqual(later, first);
    assert.deepEqual(await pretrained(), later);
    for (const bytes of [100, 0]) {
      truncateSync(join(out, 'pretrained.safetensors'), bytes);
      assert.deepEqual(await pretrained(), later);
    }
  });
});
