import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baselineSettings } from './baseline-settings.js';
import { completeAgent } from './complete.js';
import type { AgentSettings } from './settings.js';

const settingsOf = (algorithm: string, set: Readonly<Record<string, string>> = {}): AgentSettings =>
  completeAgent({ environment: 'nav2d' }, { algorithm, options: Object.entries(set).map(([name, value]) => ({ name, value, said: `--set ${name}=${value}` })) }).settings;

test('a baseline has the options of the run that it has, too', () => {
  const run = settingsOf('maml-trpo', { episodes: '7', hidden: '8', innerLearningRate: '0.3', maxDivergence: '0.02', innerSteps: '2', discount: '0.9' });
  const { environmentOptions, algorithmOptions } = baselineSettings(run, 'pretrained');
  const expected = settingsOf('pretrained', { episodes: '7', hidden: '8', innerLearningRate: '0.3', maxDivergence: '0.02', discount: '0.9' });
  assert.deepEqual([environmentOptions, algorithmOptions], [expected.environmentOptions, expected.algorithmOptions]);
  assert.equal(baselineSettings(run, 'oracle').algorithmOptions.maxDivergence, 0.02);
});

test('the trust region of a baseline is its own beside an agent without one, whose divergence is that of clipped steps', () => {
  for (const maxDivergence of ['0.1', '50']) {
    const run = settingsOf('promp', { maxDivergence, episodes: '7' });
    for (const name of ['pretrained', 'oracle'] as const) assert.deepEqual(baselineSettings(run, name).algorithmOptions, { ...settingsOf(name).algorithmOptions, episodes: 7 });
  }
});

test('steps of all weights are not as long as those of a context', () => {
  assert.deepEqual(baselineSettings(settingsOf('cavia-trpo'), 'pretrained').algorithmOptions, settingsOf('pretrained').algorithmOptions);
});

test('of what remembers a baseline has the discount alone', () => {
  const run = settingsOf('rl2', { episodes: '7', lambda: '0.5', discount: '0.9', maxDivergence: '0.3' });
  assert.deepEqual(baselineSettings(run, 'oracle').algorithmOptions, { ...settingsOf('oracle').algorithmOptions, discount: 0.9 });
});
