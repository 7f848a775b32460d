import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { answerOf, metalearn } from '../../testing/command-line.js';
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

const run = join(folder, 'run');

describe('test --episodes-dir', () => {
  before(async () => {
    draw('one', ['upright', 'lying'], 1, 3);
    draw('two', ['upright', 'lying', 'square'], 2, 2);
    const args = ['train', 'glyphs', '--algorithm', 'proto-net', '--channels', '8', '--meta-batch', '2', '--iterations', '3', '--workers', '0', '--out', run];
    const { code, stderr } = await metalearn(args);
    assert.equal(code, 0, stderr);
  });

  it('measures each episode, whatever its ways and shots, and all together', async () => {
    const { code, stdout, stderr } = await answerOf(['test', run, '--episodes-dir', episodes, '--json']);
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
    const { stdout } = await answerOf(['test', run, '--episodes-dir', episodes]);
    assert.match(stdout, /^episode +ways +support +queries +accuracy[^]*^one +2 +2 +6 +\d+\.\d %[^]*^Accuracy .* %.*; 2 episodes\.$/m);
  });

  it('refuses what is of drawn tasks, and a folder that holds no episodes', async () => {
    const both = await answerOf(['test', run, '--episodes-dir', episodes, '--episodes', '5']);
    assert.deepEqual([both.code, /--episodes is of tasks that are drawn/.test(both.stderr)], [2, true]);
    const wrong = await answerOf(['test', run, '--episodes-dir', join(episodes, 'one', 'support')]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /has no folder support|folder for each episode/);
  });
});

describe('test with other ways and shots than in training', () => {
  const few = ['--episodes', '4', '--queries', '2', '--no-baselines', '--no-probabilities', '--json'];

  it('is one of the same parameters, where none is made for the ways', async () => {
    const { code, stdout, stderr } = await answerOf(['test', run, '--ways', '7', '--shots', '2', ...few]);
    assert.equal(code, 0, stderr);
    const { ways, shots, bySteps } = JSON.parse(stdout);
    assert.deepEqual([ways, shots, bySteps.length], [7, 2, 1]);
  });

  it('is refused where they are made for them', async () => {
    const fixed = join(folder, 'fixed');
    assert.equal((await metalearn(['train', 'glyphs', '--algorithm', 'anil', '--channels', '4', '--meta-batch', '1', '--iterations', '1', '--workers', '0', '--out', fixed])).code, 0);
    const { code, stderr } = await answerOf(['test', fixed, '--ways', '7', ...few]);
    assert.equal(code, 2);
    assert.match(stderr, /--ways: the parameters of anil are made for 5 classes/);
  });

  it('is refused where tasks have none, by what would do with any', async () => {
    const values = join(folder, 'values');
    assert.equal((await metalearn(['train', 'sinusoid', '--algorithm', 'r2d2', '--iterations', '1', '--workers', '0', '--out', values])).code, 0);
    const { code, stderr } = await answerOf(['test', values, '--ways', '7', '--episodes', '4', '--no-baselines']);
    assert.equal(code, 2);
    assert.match(stderr, /--ways: the task sinusoid has no number of classes to choose/);
  });
});
