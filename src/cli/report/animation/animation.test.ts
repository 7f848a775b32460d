import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Scene } from '../../../rl/index.js';
import { renderAnimation } from './index.js';

const scene = (steps: number): Scene => ({
  left: 0,
  right: 1,
  bottom: 0,
  top: 1,
  still: [{ kind: 'circle', x: 1, y: 1, radius: 0.1, tone: 'goal' }],
  frames: Array.from({ length: steps + 1 }, (_, i) => [{ kind: 'circle', x: i / steps, y: 0, radius: 0.1, tone: 'agent' }]),
  trail: Array.from({ length: steps + 1 }, (_, i) => [i / steps, 0] as const),
});
const clip = (name: string, steps: number) => ({ name, scene: scene(steps), rewards: new Float32Array(steps).fill(-1) });
const page = renderAnimation({ title: 'nav2d <goal>', lead: 'Lead.', clips: [clip('before adapting', 10), clip('after 1 step', 4)] });

describe('an animation', () => {
  it('is one file that asks for nothing else', () => {
    assert.match(page, /^<!doctype html>/);
    assert.doesNotMatch(page, /<link|<img|https?:|url\(|@import|src=/);
    assert.match(page, /nav2d &#60;goal&#62;/);
  });

  it('shows the end of each episode where there are no scripts, and no controls', () => {
    assert.equal(page.match(/class="frame now"/g)?.length, 2);
    assert.match(page, /class="frame now" data-step="10"[^]*class="frame now" data-step="4"/);
    assert.match(page, /class="controls" hidden=""/);
    assert.match(page, /return -10 in 10 steps[^]*return -4 in 4 steps/);
  });

  it('has one slider over the longest episode, and the return so far of each', () => {
    assert.match(page, /type="range"[^>]*max="10"/);
    const told = JSON.parse(/id="told">([^<]*)</.exec(page)![1]);
    assert.deepEqual([told.steps, told.clips[1].returns], [10, [-1, -2, -3, -4]]);
    assert.match(page, /return so far/);
  });

  it('does not move by itself where less motion is asked for', () => {
    assert.match(page, /prefers-reduced-motion: reduce/);
  });

  it('runs: the script is a program', () => {
    const script = /<script>([^]*?)<\/script>/.exec(page)![1];
    assert.doesNotThrow(() => new Function(script));
  });

  it('leaves out some pictures of a long episode, never the last', () => {
    const steps = [...renderAnimation({ title: '', lead: '', clips: [clip('long', 1001)] }).matchAll(/data-step="(\d+)"/g)].map(([, step]) => Number(step));
    assert.ok(steps.length <= 252, String(steps.length));
    assert.deepEqual([steps[0], steps.at(-1)], [0, 1001]);
  });
});
