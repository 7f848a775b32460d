import assert from 'node:assert/strict';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { TinyAnswer, TinyDeskSetup } from '../testing/tiny-desk.js';
import { openChunkPool, type ChunkPool } from './chunk-pool.js';
import { cut } from './chunks.js';

const chunks = cut(5, 1);
const notices: string[] = [];

async function open(setup: Partial<TinyDeskSetup> = {}, workers = 2, desk = 'tiny-desk'): Promise<ChunkPool<{ number: number }, TinyAnswer>> {
  const program = new URL(`../testing/${desk}.js`, import.meta.url);
  notices.length = 0;
  return openChunkPool({ workers, program, setup: { name: 'tiny', ...setup }, module: 'tiny', identity: { name: 'tiny' }, sticky: true, notice: ({ message }) => notices.push(message) });
}

async function ask(pool: ChunkPool<{ number: number }, TinyAnswer>, number: number): Promise<TinyAnswer[]> {
  const answers: TinyAnswer[] = [];
  await pool.ask({
    ask: { number },
    chunks,
    during: `question ${number}`,
    take(answer, chunk) {
      assert.equal(answers.length, chunk.index, 'answers come in the order of chunks');
      answers.push(answer);
    },
  });
  return answers;
}

test('a sticky pool sends a chunk to the same process each time', async () => {
  const pool = await open();
  try {
    const [first, second] = [await ask(pool, 1), await ask(pool, 2)];
    assert.deepEqual(first.map(({ sum }) => sum), [1, 2, 3, 4, 5]);
    assert.deepEqual(second.map(({ sum }) => sum), [2, 3, 4, 5, 6]);
    assert.deepEqual(second.map(({ times }) => times), [2, 2, 2, 2, 2]);
    const pids = first.map(({ pid }) => pid);
    assert.deepEqual(second.map(({ pid }) => pid), pids);
    assert.deepEqual(pids, chunks.map(({ index }) => pids[index % 2]));
    assert.notEqual(pids[0], pids[1]);
  } finally {
    await pool.close();
  }
});

test('who takes the place of a worker that died gets its chunks, and begins anew', async () => {
  const pool = await open({ dies: { chunk: 3, once: join(mkdtempSync(join(tmpdir(), 'metalearn-')), 'died') } });
  try {
    const [first, second] = [await ask(pool, 1), await ask(pool, 2)];
    assert.deepEqual(second.map(({ sum }) => sum), [2, 3, 4, 5, 6]);
    assert.notEqual(second[3].pid, first[3].pid);
    assert.deepEqual([second[0].times, second[2].times, second[3].times], [2, 2, 1]);
    assert.deepEqual(notices, ['Trying again: the worker process of tasks 3 to 3 of question 2 ended (signal SIGKILL).']);
    const third = await ask(pool, 1);
    assert.deepEqual(third.map(({ pid }) => pid === third[0].pid), [true, false, true, false, true]);
  } finally {
    await pool.close();
  }
});

test('a worker that dies while it has nothing to do is replaced, too, and that is told', async () => {
  const pool = await open({}, 1);
  try {
    const [{ pid }] = await ask(pool, 1);
    process.kill(pid, 'SIGKILL');
    for (let tries = 0; notices.length === 0 && tries < 500; tries++) await wait(10);
    assert.deepEqual((await ask(pool, 2)).map(({ sum }) => sum), [2, 3, 4, 5, 6]);
    assert.deepEqual(notices, ['A worker process ended (signal SIGKILL) while it had nothing to do: another takes its place.']);
  } finally {
    await pool.close();
  }
});

test('a worker that a Ctrl-C to all processes ends while it is loading is replaced without a word', async () => {
  process.env.INTERRUPTED = join(mkdtempSync(join(tmpdir(), 'metalearn-')), 'interrupted');
  const pool = await open({}, 1, 'interrupted-desk');
  try {
    assert.ok(existsSync(process.env.INTERRUPTED));
    assert.deepEqual((await ask(pool, 2)).map(({ sum }) => sum), [2, 3, 4, 5, 6]);
    assert.deepEqual(notices, []);
  } finally {
    await pool.close();
  }
});

test('an error of who takes the answers ends the request, and the pool serves the next', async () => {
  const pool = await open();
  try {
    const failing = pool.ask({
      ask: { number: 1 },
      chunks,
      during: 'a test',
      take() {
        throw new Error('no use for it');
      },
    });
    await assert.rejects(failing, /no use for it/);
    assert.deepEqual((await ask(pool, 3)).map(({ sum }) => sum), [3, 4, 5, 6, 7]);
  } finally {
    await pool.close();
  }
});

test('a pool that is closed while it is asked says so to who asked', async () => {
  const pool = await open({}, 1);
  const asked = assert.rejects(ask(pool, 1), /The pool of workers is closed/);
  await pool.close();
  await asked;
});

test('workers that are something else are refused', async () => {
  await assert.rejects(open({ name: 'other' }), /builds another job than this process has: name is "other" there and "tiny" here/);
});
