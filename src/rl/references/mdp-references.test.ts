import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldIn } from '../../random/index.js';
import { keysOf } from '../../testing/play.js';
import { gains, regrets } from '../../testing/regret.js';
import { tabularMdp } from '../environments/index.js';
import { bestPlan, greedyPlan, plan } from './index.js';

const family = tabularMdp();

// [regret over 2000 other tasks, four standard errors of 150 tasks]. What 1000 tasks gained, with what Duan et al. 2016 report (table 2): random 101.0 +- 1.3 (100.1), PSRL that believes mean rewards to be drawn
// around 0 138.9 +- 1.7 (138.1). Told the truth, around 1, all gain what their optimists do: greedy 151.0 +- 1.6, BEB 152.9 +- 1.8 (150.2); PSRL alone explores too much with it, 134.4 +- 1.6.
const expected = {
  random: [118, 6.5],
  greedy: [69.2, 7.1],
  '0.1-greedy': [72.6, 6.5],
  'PSRL, prior mean 0': [80.5, 6.8],
  PSRL: [84.6, 5.9],
  'BEB, bonus 0.5': [67.1, 6],
  oracle: [0, 0],
};

test('on tabular MDPs each reference falls as far short of the best plan as it should', async () => {
  const found = await regrets(family, 150, 10);
  assert.deepEqual([...found.keys()], Object.keys(expected));
  for (const [name, [regret, within]] of Object.entries(expected)) assert.ok(Math.abs(found.get(name)! - regret) <= within, `${name}: regret ${found.get(name)}, expected ${regret} +- ${within}`);
});

test('the oracle gains what its plan is worth', async () => {
  const worth = keysOf(7, 300).map((own) => plan({ states: 10, actions: 5, ...family.sampleTask(foldIn(own, 0)) }, 10).values[0]);
  const gained = await gains(bestPlan, family, 300, 4);
  const differences = gained.map((value, i) => value / 4 - worth[i]);
  // An episode varies by about 4, mostly by the noise of its ten rewards.
  assert.ok(Math.abs(differences.reduce((sum, value) => sum + value, 0) / 300) < (4 * 4) / Math.sqrt(1200));
});

test('what is learned in one episode is used in the next', async () => {
  const keys = keysOf(7, 100);
  const returns = await greedyPlan().play(family, keys.map((own) => family.sampleTask(foldIn(own, 0))), keys, 8);
  const meanOf = (episode: number): number => returns.reduce((sum, each) => sum + each[episode], 0) / 100;
  assert.ok(meanOf(7) > meanOf(0) + 4, `${meanOf(0)} and then ${meanOf(7)}`);
});
