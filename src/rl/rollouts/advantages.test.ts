import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { assertClose } from '../../testing/close.js';
import { rolloutOf, type EpisodeParts } from '../../testing/rollouts.js';
import { discountedReturns, generalisedAdvantages, standardised, type Values } from './advantages.js';
import type { Rollout } from './rollout.js';

const valuesOf = (rollout: Rollout, of: (i: number) => number): Values => ({
  values: Float32Array.from({ length: rollout.mask.data.length }, (_, i) => of(i)),
  last: Float32Array.from({ length: rollout.terminated.data.length }, (_, i) => of(1000 + i)),
});

const number = fc.double({ min: -3, max: 3, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const episode: fc.Arbitrary<EpisodeParts> = fc.record({ rewards: fc.array(number, { maxLength: 5 }), terminated: fc.boolean() });
/** Two tasks of two episodes of at most five steps, with values to them. */
const cases = fc.tuple(fc.array(fc.array(episode, { minLength: 2, maxLength: 2 }), { minLength: 2, maxLength: 2 }), fc.infiniteStream(number));
const built = ([tasks, stream]: [EpisodeParts[][], IterableIterator<number>]) => {
  const rollout = rolloutOf(tasks, 5);
  return { rollout, given: valuesOf(rollout, () => stream.next().value) };
};

describe('discounted returns', () => {
  it('are sums by hand, which end with the episode', () => {
    const rollout = rolloutOf([[{ rewards: [1, 2, 4] }, { rewards: [8], terminated: true }]], 3);
    assertClose([...discountedReturns(rollout, 0.5)], [1 + 1 + 1, 2 + 2, 4, 8, 0, 0]);
  });

  it('of equal rewards are the geometric sum', () => {
    const rollout = rolloutOf([[{ rewards: new Array<number>(50).fill(3) }]], 50);
    assertClose([...discountedReturns(rollout, 0.9)], Array.from({ length: 50 }, (_, t) => (3 * (1 - 0.9 ** (50 - t))) / 0.1));
  });

  it('refuse a discount that is none', () => {
    assert.throws(() => discountedReturns(rolloutOf([[{ rewards: [1] }]], 1), 1.01), /discount must be from 0 to 1, got 1\.01/);
  });
});

describe('generalised advantages', () => {
  // Two episodes of the same rewards 1, 2 and values 10, 20, then 40: the first cut off, the second ended.
  const rollout = rolloutOf([[{ rewards: [1, 2] }, { rewards: [1, 2], terminated: true }]], 2);
  const given = { values: Float32Array.of(10, 20, 10, 20), last: Float32Array.of(40, 40) };

  it('are those that equation 16 gives by hand', () => {
    const ended = [1 + 0.5 * 20 - 10 + 0.25 * (2 - 20), 2 - 20];
    const cut = [1 + 0.5 * 20 - 10 + 0.25 * (2 + 0.5 * 40 - 20), 2 + 0.5 * 40 - 20];
    assertClose([...generalisedAdvantages(rollout, given, { discount: 0.5, lambda: 0.5 })], [...ended, ...ended]);
    assertClose([...generalisedAdvantages(rollout, given, { discount: 0.5, lambda: 0.5, bootstrap: true })], [...cut, ...ended]);
  });

  it('with lambda one are returns less values', () => {
    fc.assert(
      fc.property(cases, share, (drawn, discount) => {
        const { rollout, given } = built(drawn);
        const returns = discountedReturns(rollout, discount);
        const expected = Array.from(returns, (value, i) => (rollout.mask.data[i] === 1 ? value - given.values[i] : 0));
        assertClose([...generalisedAdvantages(rollout, given, { discount, lambda: 1 })], expected, 1e-5);
      }),
    );
  });

  it('with lambda zero are the errors of single steps', () => {
    fc.assert(
      fc.property(cases, share, fc.boolean(), (drawn, discount, bootstrap) => {
        const { rollout, given } = built(drawn);
        const { steps, mask, rewards, terminated } = rollout;
        const expected = Array.from(given.values, (value, i) => {
          if (mask.data[i] === 0) return 0;
          const isLast = i % steps === steps - 1 || mask.data[i + 1] === 0;
          const row = Math.floor(i / steps);
          const after = !isLast ? given.values[i + 1] : bootstrap && terminated.data[row] === 0 ? given.last[row] : 0;
          return rewards.data[i] + discount * after - value;
        });
        assertClose([...generalisedAdvantages(rollout, given, { discount, lambda: 0, bootstrap })], expected, 1e-5);
      }),
    );
  });

  it('of exact values are zero, however lambda is chosen', () => {
    fc.assert(
      fc.property(cases, share, share, (drawn, discount, lambda) => {
        const { rollout, given } = built(drawn);
        const exact = { ...given, values: discountedReturns(rollout, discount) };
        for (const advantage of generalisedAdvantages(rollout, exact, { discount, lambda })) assert.ok(Math.abs(advantage) < 1e-5);
      }),
    );
  });

  it('of steps that were not taken are zero, and what is written there changes nothing', () => {
    fc.assert(
      fc.property(cases, share, share, (drawn, discount, lambda) => {
        const { rollout, given } = built(drawn);
        const taken = rollout.mask.data;
        const first = generalisedAdvantages(rollout, given, { discount, lambda, bootstrap: true });
        const elsewhere = { ...given, values: given.values.map((value, i) => (taken[i] === 1 ? value : NaN)) };
        assert.deepEqual(generalisedAdvantages(rollout, elsewhere, { discount, lambda, bootstrap: true }), first);
        for (const [i, advantage] of first.entries()) if (taken[i] === 0) assert.equal(advantage, 0);
      }),
    );
  });

  it('refuse values of another number of steps', () => {
    assert.throws(() => generalisedAdvantages(rollout, { ...given, values: new Float32Array(3) }, { discount: 1, lambda: 1 }), /needs 4 values and 2 last ones, got 3 and 2/);
  });
});

describe('standardised advantages', () => {
  it('have mean zero and deviation one over the steps that each task took', () => {
    const rollout = rolloutOf([[{ rewards: [1, 2, 4] }, { rewards: [8] }], [{ rewards: [-100, 500] }, { rewards: [7, 7, 7] }]], 3);
    const made = standardised(rollout.rewards.data as Float32Array, rollout.mask);
    for (const task of [0, 1]) {
      const own = Array.from(made.slice(6 * task, 6 * task + 6)).filter((_, i) => rollout.mask.data[6 * task + i] === 1);
      const mean = own.reduce((a, b) => a + b) / own.length;
      assertClose([mean, own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length], [0, 1], 1e-6);
    }
    assert.deepEqual([made[4], made[5], made[8]], [0, 0, 0]);
  });

  it('are zero where all are equal, and where no step was taken', () => {
    const rollout = rolloutOf([[{ rewards: [3, 3] }], [{ rewards: [] }]], 2);
    assert.deepEqual([...standardised(rollout.rewards.data as Float32Array, rollout.mask)], [0, 0, 0, 0]);
  });
});
