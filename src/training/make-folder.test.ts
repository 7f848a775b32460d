import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { makeFolder } from './make-folder.js';
import { createRun } from './run-folder.js';
import { WriteError } from './run.js';

const root = mkdtempSync(join(tmpdir(), 'metalearn-make-folder-'));
after(() => rmSync(root, { recursive: true }));

test('a folder is made with those above it, once or many times, by one or by several', async () => {
  // Often, as what one finds missing another may make between two looks.
  for (let turn = 0; turn < 200; turn++) {
    const deep = join(root, `${turn}`, 'b', 'c');
    await Promise.all([makeFolder(deep), makeFolder(deep), makeFolder(join(root, `${turn}`, 'b', 'd', ''))]);
    await makeFolder(deep);
    assert.ok(statSync(deep).isDirectory() && existsSync(join(root, `${turn}`, 'b', 'd')));
  }
});

test('a file in the way is the error of the system', async () => {
  writeFileSync(join(root, 'file'), '');
  await assert.rejects(makeFolder(join(root, 'file')), { code: 'EEXIST' });
  await assert.rejects(makeFolder(join(root, 'file', 'below', 'more')), { code: 'ENOTDIR' });
});

test('a file system that takes no folders is told of, and not asked for ever', { skip: existsSync('/proc/self') ? false : 'this system has no /proc' }, async () => {
  for (const path of ['/proc/metalearn', '/proc/metalearn/below/more']) {
    await assert.rejects(makeFolder(path), (error) => error instanceof WriteError && /^The folder \/proc\/metalearn cannot be made: \/proc takes no folders\. Give another place\.$/.test(error.message));
  }
  await assert.rejects(createRun('/proc/metalearn/run'), /^WriteError: The folder \/proc\/metalearn cannot be made/);
});
