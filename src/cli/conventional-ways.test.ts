import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pretrainedTheta, untrainedTheta, type Contest, type Theta } from './baselines.js';
import { conventionalWays, measureWay } from './conventional-ways.js';
import { askedOf, type SettingOptions } from './options/settings.js';
import { completeSettings } from './settings/index.js';
import { buildTest } from './setup.js';

const contestOf = async (task: string, options: SettingOptions = {}): Promise<Contest> => {
  const { settings } = completeSettings({ task }, askedOf(options));
  const { family } = await buildTest(settings, 3);
  return { settings, family, queries: 3, seed: 1, validationEpisodes: 4, workers: 0 };
};
const never = (): Promise<Theta> => Promise.reject(new Error('not asked for'));

describe('the conventional ways', () => {
  it('on classes are five, each measured on the same tasks', async () => {
    const contest = await contestOf('glyphs', { channels: 4 });
    let times = 0;
    let made: Promise<Theta> | undefined;
    const pretrained = () => (made ??= (times++, pretrainedTheta(contest, { iterations: 2 })));
    const results = [];
    for (const way of conventionalWays(contest, pretrained, 2)) results.push(await measureWay(contest, way, { episodes: 5, seed: 3 }));
    assert.equal(times, 1);
    assert.deepEqual(results.map(({ name, bySteps }) => [name, bySteps.length]), [
      ['pretrained, then fine-tuned', 3],
      ['no meta-training', 3],
      ['pretrained, last layer only', 3],
      ['pretrained, nearest class mean', 1],
      ['raw inputs, nearest class mean', 1],
    ]);
    for (const { name, mean, learningRate, bySteps } of results) {
      assert.ok(mean >= 0 && mean <= 1, name);
      assert.equal(learningRate === undefined, bySteps.length === 1, name);
    }
    // Few drawings of five characters are told apart by their ink better than by guessing.
    assert.ok(results.at(-1)!.mean > 0.25, `got ${results.at(-1)!.mean}`);
  });

  it('are the same when worker processes measure them', async () => {
    const contest = await contestOf('glyphs', { channels: 4 });
    const pretrained = (): Promise<Theta> => Promise.resolve(untrainedTheta(contest));
    const measured = async (workers: number): Promise<unknown> => {
      const results = [];
      for (const way of conventionalWays(contest, pretrained, 2)) results.push(await measureWay({ ...contest, workers }, way, { episodes: 5, seed: 3 }));
      return results;
    };
    assert.deepEqual(await measured(1), await measured(0));
  });

  it('on values are two', async () => {
    const ways = conventionalWays(await contestOf('sinusoid'), never, 1);
    assert.deepEqual(ways.map(({ name, pretrained }) => [name, pretrained]), [['pretrained, then fine-tuned', true], ['no meta-training', false]]);
  });
});
