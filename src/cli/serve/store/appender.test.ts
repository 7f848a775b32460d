import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appender, type AppendFile } from './appender.js';

/** A file in memory, whose disk may be full for a while. */
function memoryFile() {
  const state = { text: Buffer.alloc(0), synced: 0, syncs: 0, full: false };
  const file = {
    async write(bytes: Buffer, from: number, length: number, at: number) {
      // A disk writes in pieces.
      const some = bytes.subarray(from, from + Math.min(length, 7));
      state.text = Buffer.concat([state.text.subarray(0, at), some, state.text.subarray(at + some.length)]);
      if (state.full && at > 12) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
      return { bytesWritten: some.length, buffer: bytes };
    },
    async datasync() {
      await new Promise((resolve) => setTimeout(resolve, 2));
      state.synced = state.text.length;
      state.syncs++;
    },
    async truncate(size: number) {
      state.text = state.text.subarray(0, size);
    },
  } as unknown as AppendFile;
  return { state, file };
}

test('what is acknowledged is synced, in order, and what comes in together is synced together', async () => {
  const { state, file } = memoryFile();
  const log = appender(file, 0);
  const offsets: number[] = [];
  await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      await log.append(`line ${i}\n`, (offset) => offsets.push(offset));
      assert.ok(state.synced >= offsets[i] + `line ${i}\n`.length);
    }),
  );
  assert.equal(state.text.toString(), Array.from({ length: 50 }, (_, i) => `line ${i}\n`).join(''));
  assert.ok(state.syncs <= 2, `${state.syncs} syncs`);
  assert.equal(log.size, state.text.length);
});

test('what a full disk took in part is taken back, and what comes later stands alone', async () => {
  const { state, file } = memoryFile();
  const log = appender(file, 0);
  await log.append('first line\n', () => undefined);
  state.full = true;
  await assert.rejects(log.append('a line that does not fit\n', () => assert.fail('it was not written')), /ENOSPC/);
  assert.equal(state.text.toString(), 'first line\n');
  state.full = false;
  await log.append('second\n', (offset) => assert.equal(offset, 11));
  assert.equal(state.text.toString(), 'first line\nsecond\n');
});
