import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kindsOf } from './kinds.js';
import { curvesOf, hardestOf, measuredOf, verdict, type BaselineResult } from './test-result.js';

const accuracy = { name: 'accuracy', unit: 'percent', better: 'higher' } as const;
const error = { name: 'mean squared error', unit: 'number', better: 'lower' } as const;
const baseline = (name: string, mean: number, ci95 = 0.01): BaselineResult => ({ name, learningRate: 0.1, mean, ci95, bySteps: [{ steps: 0, mean, ci95 }] });

describe('the verdict of a test', () => {
  it('names the better of the conventional ways', () => {
    const { beatsBaselines, summary } = verdict(accuracy, 3, { mean: 0.95, ci95: 0.01 }, [baseline('pretrained', 0.7), baseline('untrained', 0.3)]);
    assert.equal(beatsBaselines, true);
    assert.equal(summary, 'Accuracy 95.0 ± 1.0 % after 3 steps on tasks never seen in training, 70.0 ± 1.0 % for the better of the conventional ways (pretrained).');
  });

  it('knows that a smaller error is better', () => {
    assert.equal(verdict(error, 1, { mean: 0.5, ci95: 0.05 }, [baseline('a', 2.4), baseline('b', 4)]).beatsBaselines, true);
    assert.match(verdict(error, 1, { mean: 3, ci95: 0.05 }, [baseline('a', 2.4), baseline('b', 4)]).summary, /\(a\)\. It does not beat them\.$/);
  });

  it('says where it does not win, or not clearly', () => {
    const worse = verdict(accuracy, 1, { mean: 0.6, ci95: 0.01 }, [baseline('a', 0.7)]);
    assert.deepEqual([worse.beatsBaselines, worse.summary.endsWith('It does not beat them.')], [false, true]);
    const close = verdict(accuracy, 1, { mean: 0.71, ci95: 0.02 }, [baseline('a', 0.7)]);
    assert.deepEqual([close.beatsBaselines, close.summary.endsWith('The intervals overlap.')], [false, true]);
  });

  it('is that it wins where what else stands beside it has no number', () => {
    const { beatsBaselines, summary } = verdict(error, 1, { mean: 0.5, ci95: 0.05 }, [baseline('a', 2.4), baseline('b', NaN, NaN)]);
    assert.equal(beatsBaselines, true);
    assert.match(summary, /\(a\)\.$/);
  });

  it('calls better what that of kinds does', () => {
    // By more than the root of the sum of squares of both intervals, and less than their sum.
    const [own, other] = [{ mean: 0.716, ci95: 0.01, episodes: 9 }, { mean: 0.7, ci95: 0.01, episodes: 9 }];
    assert.equal(verdict(accuracy, 1, own, [baseline('a', other.mean)]).beatsBaselines, false);
    assert.match(kindsOf(accuracy, { kinds: { one: other }, baselines: [{ ...baseline('a', own.mean), kinds: { one: own } }] })!.summary, /^By kind of task it does worst/);
  });

  it('claims nothing where nothing stands beside it', () => {
    assert.deepEqual(verdict(accuracy, 1, { mean: 0.6, ci95: 0.01 }, []), { summary: 'Accuracy 60.0 ± 1.0 % after 1 step on tasks never seen in training.' });
  });
});

describe('measured scores', () => {
  it('are those after the last step, with all steps beside them', () => {
    const scores = [0.2, 0.9].map((mean) => ({ mean, ci95: 0.01, values: [] }));
    assert.deepEqual(measuredOf({ transductive: scores, measuredAfter: [0, 1] }, 'transductive'), { mean: 0.9, ci95: 0.01, bySteps: [{ steps: 0, mean: 0.2, ci95: 0.01 }, { steps: 1, mean: 0.9, ci95: 0.01 }] });
  });

  it('become one curve for each way, the run first', () => {
    const own = measuredOf({ transductive: [{ mean: 0.2, ci95: 0.01, values: [] }], measuredAfter: [0] }, 'transductive');
    const curves = curvesOf({ algorithm: 'maml', inductive: own, baselines: [baseline('a', 0.1), baseline('b', 0.1)], ...own });
    assert.deepEqual(curves.map(({ name }) => name), ['meta-trained (maml)', 'the same, one query at a time', 'a', 'b']);
    assert.equal(new Set(curves.map(({ tone }) => tone)).size, 4);
  });
});

describe('the hardest tasks', () => {
  it('are those with the worst scores, no number being worse than any', () => {
    const tasks = (better: 'higher' | 'lower', ...values: number[]) => hardestOf({ better, transductive: [{ mean: 0, ci95: 0, values }] }).map(({ task }) => task);
    assert.deepEqual(tasks('lower', 1, NaN, 3, Infinity, 2, NaN), [2, 6, 4, 3, 5, 1]);
    assert.deepEqual(tasks('higher', 0.5, 0.2, 0.9), [2, 1, 3]);
  });
});
