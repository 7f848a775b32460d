import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kindsOf } from './kinds.js';
import type { BaselineResult } from './test-result.js';

const error = { name: 'mean squared error', unit: 'number', better: 'lower' } as const;
const of = (mean: number) => ({ mean, ci95: 0.1, episodes: 10 });
const beside = (name: string, wave: number, step: number): BaselineResult => ({ name, ...of(wave), bySteps: [], kinds: { wave: of(wave), step: of(step) } });

describe('a test by kind of task', () => {
  it('says on which kind another way is better', () => {
    const kinds = kindsOf(error, { kinds: { wave: of(0.5), step: of(3) }, baselines: [beside('a', 2, 2.5), beside('b', 3, 2)] })!;
    assert.deepEqual(kinds.rows[1], ['step', '10', '3.00 ± 0.10', '2.50 ± 0.10', '2.00 ± 0.10']);
    assert.equal(kinds.summary, 'On step it fails: 3.00 ± 0.10, and 2.00 ± 0.10 for b.');
  });

  it('says of no kind that it fails where another way is better within the intervals only', () => {
    const { summary } = kindsOf(error, { kinds: { wave: of(0.5), step: of(3) }, baselines: [beside('a', 2, 2.9)] })!;
    assert.equal(summary, 'By kind of task it does worst on step: 3.00 ± 0.10.');
    assert.match(kindsOf(error, { kinds: { wave: of(0.5), step: of(NaN) }, baselines: [beside('a', 2, 2.9)] })!.summary, /^On step it fails/);
  });

  it('says so of no kind with a single task, whose interval is without end, nor once that was read from a file', () => {
    for (const ci95 of [Infinity, NaN]) {
      const single = { mean: 3, ci95, episodes: 1 };
      const { summary } = kindsOf(error, { kinds: { wave: of(0.5), step: single }, baselines: [{ ...beside('a', 2, 0.1), kinds: { wave: of(2), step: { ...single, mean: 0.1 } } }] })!;
      assert.match(summary, /^By kind of task it does worst on step/);
    }
  });

  it('names the kind on which it does worst where none is better', () => {
    assert.match(kindsOf(error, { kinds: { wave: of(0.5), step: of(3) }, baselines: [] })!.summary, /worst on step: 3\.00/);
  });

  it('is none where all tasks are of one kind', () => {
    assert.equal(kindsOf(error, { baselines: [] }), undefined);
  });
});
