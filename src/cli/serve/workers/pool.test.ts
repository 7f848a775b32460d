import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { metalearn } from '../../../testing/command-line.js';
import { openPool, type Pool, type PoolOptions } from './pool.js';
import type { Job } from './protocol.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-pool-'));
const run = join(folder, 'run');
let pool: Pool;
const notices: string[] = [];
const open = async (options: Partial<PoolOptions> = {}): Promise<Pool> =>
  (pool = await openPool({ run, workers: 1, cacheBytes: 1e6, waiting: 50, workTime: 20_000, notice: (sentence) => void notices.push(sentence), ...options }));

before(async () => {
  const { code, stderr } = await metalearn(['train', 'sinusoid', '--queries', '4', '--meta-batch', '3', '--iterations', '2', '--workers', '0', '--out', run]);
  assert.equal(code, 0, stderr);
});
afterEach(() => pool?.close());
after(() => rmSync(folder, { recursive: true, force: true }));

const rows = (...values: number[]) => ({ data: Float32Array.from(values), shape: [values.length, 1], dtype: 'float32' });
const part = (shift: number) => ({ inputs: { x: rows(0, 1, 2) }, answers: { values: rows(shift, 0, -shift) } });
const job = (shift: number): Job => ({ task: 'predict', parts: [part(shift)], asked: { x: rows(0.5) } });

describe('workers', () => {
  it('that end during a job are replaced, and the job is done again', async () => {
    await open();
    const expected = await pool.run(job(1));
    const running = [1, 2, 3].map((shift) => pool.run(job(shift)));
    process.kill(pool.pids[0]!, 'SIGKILL');
    assert.deepEqual((await Promise.all(running))[0], expected);
    assert.equal(pool.deaths, 1);
    assert.match(notices.join('\n'), /Worker process \d+ ended with signal SIGKILL; another takes its place/);
  });

  it('refuse what is more than may wait', async () => {
    await open({ waiting: 3 });
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map(async (shift) => pool.run(job(shift))));
    assert.deepEqual(results.map(({ status }) => status), ['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
    const { reason } = results[4] as PromiseRejectedResult;
    assert.deepEqual([reason.status, reason.retryAfter], [503, 1]);
    assert.match(reason.message, /busy: 3 requests wait/);
    assert.equal((await pool.run(job(1))).type, 'answer', 'a moment later there is room');
  });

  it('that cannot start again leave what waited for them to others', async () => {
    await open({ workers: 2 });
    const expected = await pool.run(job(1));
    process.kill(pool.pids[0]!, 'SIGSTOP');
    // All of this learner's jobs go to the first worker.
    const learner = { id: '00000000-0000-4000-8000-000000000000', parts: 1 };
    const waiting = [1, 2, 3].map(() => pool.run({ ...job(1), learner }));
    renameSync(run, `${run} elsewhere`);
    try {
      process.kill(pool.pids[0]!, 'SIGKILL');
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('They still wait.')), 5000)));
      assert.deepEqual(await Promise.race([Promise.all(waiting), late]), [expected, expected, expected]);
      clearTimeout(timer);
    } finally {
      renameSync(`${run} elsewhere`, run);
    }
  });

  it('that hang are given up and replaced', async () => {
    await open({ workTime: 1500 });
    await pool.run(job(1));
    process.kill(pool.pids[0]!, 'SIGSTOP');
    await assert.rejects(pool.run(job(2)), /took longer than 1\.5 s and was given up/);
    assert.equal((await pool.run(job(3))).type, 'answer');
  });

  it('do not begin what nobody waits for', async () => {
    await open();
    const gone = new AbortController();
    const first = pool.run(job(1));
    const abandoned = pool.run(job(2), gone.signal);
    gone.abort(new Error('nobody is there'));
    await assert.rejects(abandoned, /nobody is there/);
    await first;
  });

  it('say what they do not know, remember a learner once told, and adapt anew where it grew', async () => {
    await open();
    const learner = { id: '00000000-0000-4000-8000-000000000000', parts: 1 };
    const asked = { x: rows(0.5) };
    assert.deepEqual(await pool.run({ task: 'predict', learner, asked }), { type: 'unknown' });
    const told = await pool.run({ task: 'predict', learner, parts: [part(1)], asked });
    assert.deepEqual(await pool.run({ task: 'predict', learner, asked }), told);
    assert.deepEqual(told, await pool.run(job(1)));
    const grown = { ...learner, parts: 2 };
    assert.deepEqual(await pool.run({ task: 'predict', learner: grown, asked }), { type: 'unknown' });
    const more = await pool.run({ task: 'predict', learner: grown, parts: [part(1), part(3)], asked });
    assert.notDeepEqual(more, told);
    // One part fewer: the other was never stored.
    assert.deepEqual(await pool.run({ task: 'predict', learner, asked }), { type: 'unknown' });
  });

  it('that cannot open the run keep it from being served', async () => {
    await assert.rejects(open({ run: join(folder, 'nowhere') }), /holds no run/);
  });
});
