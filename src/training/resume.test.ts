import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const script = new URL('../testing/train-tiny.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'metalearn-'));

/** Trains in a process of its own, which is killed after `killAfter` milliseconds of training unless it is done before. */
function train(run: string, killAfter?: number, options: object = {}): Promise<{ killed: boolean; resumedFrom: number }> {
  const child = spawn(process.execPath, [script, run, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (data: Buffer) => {
      if (text === '' && killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter);
      text += data.toString();
    });
    child.on('exit', (code, signal) => {
      if (code) reject(new Error(`Training ended with exit code ${code}.`));
      else resolve({ killed: signal === 'SIGKILL', resumedFrom: (JSON.parse(text.split('\n')[0]) as { iteration: number }).iteration });
    });
  });
}

/** What a run holds, without times. */
function contents(run: string): { checkpoint: Buffer; best: Buffer; metrics: string } {
  const read = (name: string): Buffer => readFileSync(join(run, name));
  const metrics = read('metrics.jsonl').toString().replace(/,"seconds":[\d.]+/g, '');
  return { checkpoint: read('checkpoint.safetensors'), best: read('best.safetensors'), metrics };
}

test('a run killed at random moments and resumed ends with the bytes of one that never stopped', async () => {
  const whole = join(folder, 'whole');
  await train(whole);
  const expected = contents(whole);
  assert.equal(expected.metrics.split('\n').filter((line) => line.includes('"loss"')).length, 26);

  let kills = 0;
  for (let round = 0; round < 2; round++) {
    const run = join(folder, `killed-${round}`);
    for (let attempt = 0; attempt < 3; attempt++) {
      const { killed } = await train(run, Math.random() * 250);
      kills += Number(killed);
    }
    await train(run);
    assert.deepEqual(contents(run), expected);
  }
  assert.ok(kills > 0, 'no process was killed in time');
});

test('the same holds with chunks in worker processes', async () => {
  const options = { chunkSize: 1, iterations: 120 };
  const whole = join(folder, 'whole-chunks');
  await train(whole, undefined, options);
  const run = join(folder, 'killed-workers');
  await train(run, 100 + Math.random() * 300, { ...options, workers: 2 });
  const { resumedFrom } = await train(run, undefined, { ...options, workers: 1 });
  assert.ok(resumedFrom <= 120);
  assert.deepEqual(contents(run), contents(whole));
});
