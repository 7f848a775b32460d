import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('ten thousand steps in one process, with programs that come and go, do not grow its memory', () => {
  const script = fileURLToPath(new URL('../testing/many-steps.js', import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', script], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const [warm, end] = stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<'step' | 'loss' | 'rss' | 'heap' | 'buffers', number>);
  assert.equal(end.step, 10_000);
  assert.ok(end.loss < 1, `the loss after 10,000 steps is ${end.loss}`);
  const bounds = { rss: 30, heap: 3, buffers: 5 } as const;
  for (const kind of ['rss', 'heap', 'buffers'] as const) {
    assert.ok(end[kind] - warm[kind] < bounds[kind], `${kind} grew from ${warm[kind].toFixed(1)} to ${end[kind].toFixed(1)} MiB between steps ${warm.step} and ${end.step}`);
  }
});
