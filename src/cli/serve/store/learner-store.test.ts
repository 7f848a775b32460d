import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { openLearnerStore } from './learner-store.js';

const root = mkdtempSync(join(tmpdir(), 'metalearn-store-'));
after(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const folder = (): string => join(root, `${folders++}`);
const logOf = (path: string): string => join(path, 'learners.log');
const part = (i: number) => ({ ratings: [{ item: `film ${i}`, rating: i % 5 }], note: 'ü\n'.repeat(i % 3) });

describe('stored learners', () => {
  it('are there again after closing and opening, with their parts in order', async () => {
    const path = folder();
    const store = await openLearnerStore(path, 'a run');
    await Promise.all([0, 1, 2].map((i) => store.add(`user ${i}`, part(i))));
    await store.add('user 1', part(7));
    await store.remove('user 2');
    await store.close();
    const again = await openLearnerStore(path, 'a run');
    assert.deepEqual([again.size, again.notices], [2, []]);
    assert.deepEqual(await again.read('user 1'), [part(1), part(7)]);
    assert.equal(again.find('user 1')?.parts, 2);
    assert.deepEqual([await again.read('user 2'), again.find('user 2')], [undefined, undefined]);
    await again.close();
  });

  it('survive a log that is cut anywhere, as far as their lines are whole', async () => {
    const path = folder();
    const store = await openLearnerStore(path, 'a run');
    const sizes: number[] = [statSync(logOf(path)).size];
    for (let i = 0; i < 4; i++) {
      await store.add(`user ${i}`, part(i));
      sizes.push(statSync(logOf(path)).size);
    }
    await store.close();
    const whole = readFileSync(logOf(path));
    for (let cut = sizes[0]; cut < whole.length; cut += 31) {
      writeFileSync(logOf(path), whole.subarray(0, cut));
      const expected = sizes.filter((size) => size <= cut).length - 1;
      const opened = await openLearnerStore(path, 'a run');
      assert.equal(opened.size, expected, `cut to ${cut} bytes`);
      assert.equal(opened.notices.length, sizes.includes(cut) ? 0 : 1);
      if (opened.notices.length > 0) assert.match(opened.notices[0], /last line of .*learners\.log was cut off after \d+ bytes.*dropped/);
      // What comes next does not stand behind the rest of a line.
      await opened.add('new', part(9));
      await opened.close();
      const last = await openLearnerStore(path, 'a run');
      assert.deepEqual([last.size, last.notices, await last.read('new')], [expected + 1, [], [part(9)]]);
      await last.close();
    }
  });

  it('pass over a damaged line, and what belongs to it, and say so', async () => {
    const path = folder();
    const store = await openLearnerStore(path, 'a run');
    await store.add('kept', part(0));
    const from = statSync(logOf(path)).size;
    await store.add('lost', part(1));
    await store.add('lost', part(2));
    await store.add('kept', part(3));
    await store.close();
    const bytes = readFileSync(logOf(path));
    bytes[from + 40] ^= 1;
    writeFileSync(logOf(path), bytes);
    const opened = await openLearnerStore(path, 'a run');
    assert.deepEqual([opened.size, await opened.read('kept')], [1, [part(0), part(3)]]);
    assert.match(opened.notices.join(), /1 line of .* is damaged and passed over, with 1 that belong/);
    await opened.close();
  });

  it('of another run, or of a process that lives, are not taken over', async () => {
    const path = folder();
    await (await openLearnerStore(path, 'a run')).close();
    await assert.rejects(openLearnerStore(path, 'another run'), /are of another run \(a run\), and this is another run: give another --data-dir/);
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    writeFileSync(join(path, 'lock'), `${other.pid}\n`);
    await assert.rejects(openLearnerStore(path, 'a run'), new RegExp(`Process ${other.pid} stores learners there`));
    other.kill('SIGKILL');
    await once(other, 'exit');
    await (await openLearnerStore(path, 'a run')).close();
  });

  it('leave no more behind than what lives, however many come and go', async () => {
    const path = folder();
    const store = await openLearnerStore(path, 'a run');
    const large = 'x'.repeat(50_000);
    await store.add('stays', part(1));
    const kept: Promise<unknown>[] = [];
    for (let i = 0; i < 60; i++) {
      await store.add(`user ${i}`, large);
      kept.push(store.read('stays'));
      await store.remove(`user ${i}`);
    }
    await store.add('stays', part(2));
    assert.deepEqual(new Set((await Promise.all(kept)).map((each) => JSON.stringify(each))), new Set([JSON.stringify([part(1)])]));
    await store.close();
    assert.ok(statSync(logOf(path)).size < 2e6, `${statSync(logOf(path)).size} bytes`);
    const again = await openLearnerStore(path, 'a run');
    assert.deepEqual([again.size, await again.read('stays')], [1, [part(1), part(2)]]);
    await again.close();
  });

  it('can be stored and read where there is no room to write the log anew, and it is written anew once there is', async () => {
    const path = folder();
    const store = await openLearnerStore(path, 'a run');
    const come = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) {
        await store.add(`user ${i}`, 'x'.repeat(200_000));
        await store.remove(`user ${i}`);
      }
    };
    await store.add('stays', part(1));
    // A copy cannot be opened where a folder has its name.
    const inTheWay = `${logOf(path)}.tmp`;
    mkdirSync(inTheWay);
    await come(7);
    assert.deepEqual(await store.read('stays'), [part(1)]);
    assert.ok(statSync(logOf(path)).size > 1.3e6);
    rmSync(inTheWay, { recursive: true });
    await come(7);
    await store.close();
    assert.ok(statSync(logOf(path)).size < 1.3e6);
    const again = await openLearnerStore(path, 'a run');
    assert.deepEqual([again.size, await again.read('stays')], [1, [part(1)]]);
    await again.close();
  });

  it('are those of a plain map, whatever is done and wherever the log is cut', async () => {
    const ids = ['a', 'b', 'c'];
    const action = fc.record({ id: fc.constantFrom(...ids), what: fc.constantFrom('add', 'add', 'add', 'remove', 'reopen'), value: fc.jsonValue() });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 20 }), fc.nat(30), async (actions, cut) => {
        const path = folder();
        let store = await openLearnerStore(path, 'r');
        const expected = new Map<string, string[]>();
        for (const { id, what, value } of actions) {
          if (what === 'add') {
            await store.add(id, value);
            expected.set(id, [...(expected.get(id) ?? []), JSON.stringify(value)]);
          } else if (what === 'remove') {
            await store.remove(id);
            expected.delete(id);
          } else {
            await store.close();
            // What was never acknowledged: the beginning of a line.
            writeFileSync(logOf(path), '0123456789abcdef {"id":"a","at":"x","number'.slice(0, cut), { flag: 'a' });
            store = await openLearnerStore(path, 'r');
          }
        }
        for (const id of ids) assert.deepEqual((await store.read(id))?.map((each) => JSON.stringify(each)), expected.get(id));
        await store.close();
      }),
      { numRuns: 12 },
    );
  });

  it('that are truncated while open are refused and not made up', async () => {
    const path = folder();
    const store = await openLearnerStore(path, 'a run');
    await store.add('user', part(1));
    truncateSync(logOf(path), 60);
    await assert.rejects(store.read('user'), /was changed while the server ran/);
    await store.close();
  });
});
