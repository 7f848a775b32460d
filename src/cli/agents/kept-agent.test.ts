import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { completeAgent } from './complete.js';
import { keptAgent } from './kept-agent.js';
import { buildAgent } from './setup.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-kept-agent-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('a baseline is trained once, and anew for other iterations or where its file is damaged', async () => {
  const options = Object.entries({ horizon: '4', episodes: '2', hidden: '4' }).map(([name, value]) => ({ name, value, said: `--set ${name}=${value}` }));
  const built = await buildAgent(completeAgent({ environment: 'nav2d' }, { algorithm: 'pretrained', options }).settings);
  const file = join(folder, 'pretrained.safetensors');
  const kept = async (iterations: number): Promise<Buffer> => {
    await keptAgent(built, { folder, name: 'pretrained', iterations, metaBatch: 2, seed: 0 });
    return readFileSync(file);
  };
  const first = await kept(1);
  const { mtimeMs } = statSync(file);
  assert.deepEqual(await kept(1), first);
  assert.equal(statSync(file).mtimeMs, mtimeMs, 'it is read, not trained again');
  assert.notDeepEqual(await kept(3), first);
  for (const bytes of [60, 0]) {
    truncateSync(file, bytes);
    assert.deepEqual(await kept(1), first);
  }
});
