import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { keepTrajectories, readTrajectories } from './trajectories.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-trajectories-'));
after(() => rmSync(folder, { recursive: true, force: true }));

it('drawn episodes are read as they were kept, and are none where the file is damaged', async () => {
  assert.deepEqual(await readTrajectories(folder), []);
  const drawn = [{ title: 'goal (1, 2)', pictures: [{ caption: 'before adapting: -3.0', svg: '<svg></svg>' }] }];
  await keepTrajectories(folder, drawn);
  assert.deepEqual(await readTrajectories(folder), drawn);
  for (const text of ['null', '{}', '[{"title"', '[{"title":"a","pictures":[]}]']) {
    writeFileSync(join(folder, 'trajectories.json'), text);
    assert.deepEqual(await readTrajectories(folder), [], text);
  }
});
