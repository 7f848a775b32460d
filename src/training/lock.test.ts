import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { lock } from './lock.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-lock-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const told = { does: 'trains there', advice: 'give another folder' };

test('a process that has made the lock, and has not yet written its number into it, is waited for', async () => {
  const path = join(folder, 'fresh');
  writeFileSync(path, '');
  setTimeout(() => writeFileSync(path, `${process.ppid}\n`), 10);
  await assert.rejects(lock(path, told), { name: 'RunError', message: `Process ${process.ppid} trains there: ${path} says so. Stop it, or give another folder. If ${process.ppid} is another program, delete that file.` });
  assert.equal(readFileSync(path, 'utf8'), `${process.ppid}\n`);
});

test('a lock of a process that is gone, or without a number, is taken over, and nothing is left when it is given up', async () => {
  for (const left of ['999999999\n', '', 'no number\n']) {
    const path = join(folder, 'left');
    writeFileSync(path, left);
    const release = await lock(path, told);
    assert.equal(readFileSync(path, 'utf8'), `${process.pid}\n`);
    await release();
    assert.equal(existsSync(path), false);
  }
  assert.deepEqual(readdirSync(folder), ['fresh']);
});
