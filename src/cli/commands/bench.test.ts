import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerOf, metalearn } from '../../testing/command-line.js';

describe('bench', () => {
  it('times this library alone, and prints no ratio then', async () => {
    const { code, stdout, stderr } = await metalearn(['bench', 'sin-1', '--rounds', '2', '--seconds', '0.05', '--cores', '1', '--json']);
    assert.equal(code, 0, stderr);
    const { results } = JSON.parse(stdout);
    assert.equal(results.length, 1);
    const [{ workload, own, peers, ratio, startupSeconds }] = results;
    assert.deepEqual([workload, peers, ratio], ['sin-1', [], undefined]);
    assert.ok(own.milliseconds > 0 && startupSeconds > 0);
  });

  it('names the peers that are missing and how to install them', async () => {
    const { code, stdout, stderr } = await metalearn(['bench', 'sin-1', '--rounds', '1', '--seconds', '0.05', '--cores', '1', '--peers', '--python', '/nowhere/python']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /no peer present[^]*Missing:\n  torch-loop: '\/nowhere\/python' was not found\.[^]*pip install -r bench\/peers\/requirements\.txt/);
  });

  it('says what it is at where no terminal shows it', async () => {
    const { code, stdout, stderr } = await metalearn(['bench', '--algorithms', 'proto-net, anil', '--seconds', '0.01', '--json']);
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).times.length, 3);
    assert.match(stderr, /images: anil \.\.\.\n[^]*images: proto-net \.\.\.\n|images: proto-net \.\.\.\n[^]*images: anil \.\.\.\n/);
  });

  it('tells what was measured where the rest is stopped', async () => {
    let stopped = false;
    const onError = (said: string, interrupt: () => void): void => {
      if (stopped || !said.includes('sin-5 ...')) return;
      stopped = true;
      interrupt();
    };
    const { code, stdout } = await metalearn(['bench', 'sin-1', 'sin-5', '--rounds', '1', '--seconds', '0.05', '--cores', '1', '--json'], { onError });
    assert.equal(code, 130);
    assert.deepEqual(JSON.parse(stdout).results.map(({ workload }: { workload: string }) => workload), ['sin-1']);
  });

  it('refuses with algorithms what only workloads know, and no names', async () => {
    for (const [args, said] of [
      [['--algorithms', 'anil', '--peers', '--rounds', '2'], /--peers and --rounds would mean nothing there/],
      [['sin-1', '--algorithms', 'anil'], /sin-1 would mean nothing there/],
      [['--algorithms', ''], /one or more names/],
    ] as const) {
      const { code, stdout, stderr } = await answerOf(['bench', ...args]);
      assert.deepEqual([code, stdout], [2, ''], stderr);
      assert.match(stderr, said);
    }
  });
});
