import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { keepTrajectories, readTrajectories } from './trajectories.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-trajectories-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('drawn episodes are read as they were kept; where there are none, or their file is damaged, reports do without', async () => {
  assert.deepEqual(await readTrajectories(folder), []);
  const drawn = [{ title: 'goal (0.1, 0.2)', pictures: [{ caption: 'before adapting: -3', svg: '<svg/>' }] }];
  await keepTrajectories(folder, drawn);
  assert.deepEqual(await readTrajectories(folder), drawn);
  truncateSync(join(folder, 'trajectories.json'), 20);
  assert.deepEqual(await readTrajectories(folder), []);
});
