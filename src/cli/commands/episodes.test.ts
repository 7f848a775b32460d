import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { metalearn } from '../../testing/command-line.js';
import { drawFolder } from '../../testing/drawings.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-episodes-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const shapes = { upright: [4, 26], lying: [26, 4], square: [16, 16] } as const;
const episodes = join(folder, 'episodes');
const draw = (name: string, classes: readonly (keyof typeof shapes)[], shots: number, queries: number): void => {
  const chosen = Object.fromEntries(classes.map((each) => [each, shapes[each]]));
  drawFolder(join(episodes, name, 'support'), chosen, shots);
  drawFolder(join(episodes, name, 'query'), chosen, queries);
};

describe('test --episodes-dir', () => {
  const run = join(folder, 'run');
  before(async () => {
    draw('one', ['upright', 'lying'], 1, 3);
    draw('two', ['upright', 'lying', 'square'], 2, 2);
    const args = ['train', 'glyphs', '--algorithm', 'proto-net', '--channels', '8', '--meta-batch', '2', '--iterations', '3', '--workers', '0', '--out', run];
    const { code, stderr } = await metalearn(args);
    assert.equal(code, 0, stderr);
  });

  it('measures each episode, whatever its ways and shots, and all together', async () => {
    const { code, stdout, stderr } = await metalearn(['test', run, '--episodes-dir', episodes, '--json']);
    assert.equal(code, 0, stderr);
    const result = JSON.parse(stdout);
    assert.deepEqual(result.episodes.map(({ name, ways, support, queries }: Record<string, unknown>) => [name, ways, support, queries]), [['one', 2, 2, 6], ['two', 3, 6, 6]]);
    const accuracies = result.episodes.map(({ accuracy }: { accuracy: number }) => accuracy);
    assert.ok(Math.abs(result.mean - (accuracies[0] + accuracies[1]) / 2) < 1e-12);
    // Bars that stand and bars that lie are far apart, for a network that has learned little, too.
    assert.ok(accuracies[0] > 0.5, `got ${accuracies[0]}`);
    assert.ok(result.ci95 >= 0 && existsSync(join(run, 'episodes.json')));
  });

  it('prints a table for people', async () => {
    const { stdout } = await metalearn(['test', run, '--episodes-dir', episodes]);
    assert.match(stdout, /^episode +ways +support +queries +accuracy[^]*^one +2 +2 +6 +\d+\.\d %[^]*^Accuracy .* %.*; 2 episodes\.$/m);
  });

  it('refuses what is of drawn tasks, and a folder that holds no episodes', async () => {
    const both = await metalearn(['test', run, '--episodes-dir', episodes, '--episodes', '5']);
    assert.deepEqual([both.code, /--episodes is of tasks that are drawn/.test(both.stderr)], [2, true]);
    const wrong = await metalearn(['test', run, '--episodes-dir', join(episodes, 'one', 'support')]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /has no folder support|folder for each episode/);
  });
});
