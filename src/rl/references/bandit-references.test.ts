import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keysOf } from '../../testing/play.js';
import { gains, regrets } from '../../testing/regret.js';
import { bernoulliBandit, gaussianBandit } from '../environments/index.js';
import { bestArm, gittins, mostGittinsPulls, type Reference } from './index.js';

const bernoulli = await regrets(bernoulliBandit(), 200);
const gaussian = await regrets(gaussianBandit(), 200);

// [regret over 3000 other tasks, four standard errors of 200 tasks]. What 1000 tasks gained, with what Duan et al. 2016 report (table 1): random 49.6 +- 0.9 (49.9), greedy 75.7 +- 1.0 (74.8), epsilon-greedy
// 75.2 +- 1.0 (75.4), Thompson 74.3 +- 1.0 (74.7), UCB 77.9 +- 1.0 (78.0), Gittins 78.0 +- 1.0 (78.3).
const expected = {
  bernoulli: {
    random: [33.3, 3.4],
    greedy: [7.7, 2.7],
    '0.05-greedy': [8.0, 2.3],
    'Thompson sampling': [8.3, 1.2],
    'optimistic Thompson': [7.4, 1.1],
    'UCB1, width 1': [17.5, 1.4],
    'UCB on the posterior, width 0.2': [5.0, 1.4],
    Gittins: [4.8, 1.4],
    oracle: [0, 0],
  },
  gaussian: {
    random: [115, 14],
    greedy: [28.7, 12.3],
    '0.05-greedy': [28.2, 9.8],
    'Thompson sampling': [20.2, 2.9],
    'optimistic Thompson': [18.6, 2.9],
    'UCB1, width 1': [20.8, 2.1],
    'UCB on the posterior, width 0.5': [14.5, 4.5],
    oracle: [0, 0],
  },
};

for (const [kind, found] of Object.entries({ bernoulli, gaussian })) {
  const known = Object.entries(expected[kind as keyof typeof expected]);
  test(`on ${kind} bandits each reference falls as far short of the best arm as it should`, () => {
    assert.deepEqual([...found.keys()], known.map(([name]) => name));
    for (const [name, [regret, within]] of known) assert.ok(Math.abs(found.get(name)! - regret) <= within, `${name}: regret ${found.get(name)}, expected ${regret} +- ${within}`);
  });
}

test('with ten pulls, too, Gittins gains 6.6', async () => {
  const gained = await gains(gittins, bernoulliBandit({ pulls: 10 }), 1000);
  assert.ok(Math.abs(gained.reduce((sum, value) => sum + value, 0) / 1000 - 6.6) < 0.25);
});

test('the oracle pulls the best arm and no other', async () => {
  const [gained] = await bestArm.play(bernoulliBandit({ arms: 3 }), [{ probabilities: [0, 1, 0.5] }], keysOf(0, 1), 2);
  assert.deepEqual([...gained], [100, 100]);
});

test('what is learned is kept from episode to episode', async () => {
  const gained = async (reference: Reference, episodes: number): Promise<number> => (await gains(reference, bernoulliBandit({ pulls: 10 }), 300, episodes)).reduce((sum, value) => sum + value, 0) / 300;
  assert.ok((await gained(gittins, 5)) > 5 * (await gained(gittins, 1)) + 2);
});

test('more pulls than the table of Gittins indices holds are refused', async () => {
  await assert.rejects(gains(gittins, bernoulliBandit({ pulls: mostGittinsPulls / 2 }), 1, 3), /at most 200 pulls in all.*got 3 episodes of 100/);
});
