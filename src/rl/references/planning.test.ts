import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assertClose } from '../../testing/close.js';
import { keysOf } from '../../testing/play.js';
import { randomOf } from '../environment/index.js';
import { mdpRecord } from './mdp-record.js';
import { plan, type Model } from './planning.js';

/** What a plan, (H, S) actions, is worth from `state` on. */
function worth({ states, actions, means, transitions }: Model, horizon: number, choices: readonly number[], state: number, step = 0): number {
  if (step === horizon) return 0;
  const pair = state * actions + choices[step * states + state];
  let sum = means[pair];
  for (let next = 0; next < states; next++) sum += transitions[pair * states + next] * worth({ states, actions, means, transitions }, horizon, choices, next, step + 1);
  return sum;
}

const models = fc.integer({ min: 0, max: 1e6 }).map((seed) => mdpRecord(2, 2, 1).sample(randomOf(keysOf(seed, 1)[0])));

test('a plan is worth what it says, and no other plan is worth more', () => {
  fc.assert(
    fc.property(models, (model) => {
      const { actions, values } = plan(model, 3);
      for (const state of [0, 1]) {
        assertClose(worth(model, 3, [...actions], state), values[state], 1e-12);
        for (let other = 0; other < 64; other++) {
          const choices = Array.from({ length: 6 }, (_, bit) => (other >> bit) & 1);
          assert.ok(worth(model, 3, choices, state) <= values[state] + 1e-12);
        }
      }
    }),
    { numRuns: 25 },
  );
});

test('what is believed of an MDP is its prior and what was seen, and draws lie around it', () => {
  const record = mdpRecord(2, 1, 1);
  for (const [reward, next] of [[4, 1], [6, 1], [5, 0]]) record.learn(0, 0, reward, next);
  const { means, transitions } = record.believed();
  assertClose([...(means as Float64Array)], [(1 + 15) / 4, 1]);
  assertClose([...(transitions as Float64Array)], [2 / 5, 3 / 5, 1 / 2, 1 / 2]);
  const random = randomOf(keysOf(1, 1)[0]);
  const draws = Array.from({ length: 4000 }, () => record.sample(random));
  const momentsOf = (values: number[]): number[] => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length];
  };
  // Of Normal(4, 1/4) and Beta(2, 3): mean 2/5, variance 6 / (25 * 6).
  assertClose(momentsOf(draws.map((draw) => draw.means[0])), [4, 0.25], 0.05);
  assertClose(momentsOf(draws.map((draw) => draw.transitions[0])), [0.4, 0.04], 0.05);
  assert.ok(draws.every((draw) => Math.abs(draw.transitions[0] + draw.transitions[1] - 1) < 1e-12));
});
