import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Comparison, Evaluation, QuestionSetResult, RaterResult } from '../../recommend/index.js';
import { chartedRaters } from './charted.js';
import { outcomeOf } from './ratings-test-result.js';
import { differenceTable, whoWins } from './who-wins.js';

const learner = 'learner';
const estimate = (mean: number) => ({ mean, ci95: 0.01, users: 50 });

/** A rater that the learner is better than by so much, by both metrics that count. */
function other(rater: string, advantage: number): RaterResult {
  const comparison: Comparison = { advantage: estimate(advantage), outcome: Math.abs(advantage) <= 0.01 ? 'level' : advantage > 0 ? 'ahead' : 'behind' };
  return { rater, metrics: { mae: estimate(1 + advantage), ndcg3: estimate(0.7 - advantage) }, against: { mae: comparison, ndcg3: comparison } };
}

function evaluated(others: readonly RaterResult[], known: readonly number[] = [3, 5]): Evaluation {
  const raters: RaterResult[] = [{ rater: learner, metrics: { mae: estimate(1), ndcg3: estimate(0.7) }, against: {} }, ...others];
  const worst = others.map(({ against }) => against.mae!.outcome);
  const outcome = worst.includes('behind') ? 'behind' : worst.includes('level') ? 'level' : 'ahead';
  const verdicts = others.length === 0 ? [] : (['mae', 'ndcg3'] as const).map((metric) => ({ metric, outcome, sentence: '' }) as const);
  const set = (count: number): QuestionSetResult => ({ name: `${count} known ratings`, known: count, users: 50, questions: 50, ranked: 0, raters, verdicts, adaptation: [] });
  return { data: 'made up', subject: learner, sets: known.map(set), notes: [] };
}

describe('who wins', () => {
  it('is said of each set and metric, the strongest first', () => {
    const evaluation = evaluated([other('item mean', 0.1), other('item kNN', 0), other('factors', -0.05), other('biases', 0.02)]);
    assert.deepEqual(whoWins(evaluation, evaluation.sets.slice(0, 1)), [
      '3 known ratings, MAE: the learner is behind factors; level with item kNN; ahead of biases and item mean.',
      '3 known ratings, nDCG@3: the learner is behind factors; level with item kNN; ahead of biases and item mean.',
    ]);
    assert.equal(whoWins(evaluation).length, 4);
  });

  it('is the learner only where it is ahead of all', () => {
    assert.equal(outcomeOf(evaluated([other('a', 0.1), other('b', 0.2)])).beatsBaselines, true);
    assert.match(outcomeOf(evaluated([other('a', 0.1), other('b', 0.2)])).summary, /^5 known ratings, MAE: the learner is ahead of all 2 others\. 5 known/);
    assert.equal(outcomeOf(evaluated([other('a', 0.1), other('b', 0)])).beatsBaselines, false);
    assert.equal(outcomeOf(evaluated([other('a', 0.1), other('b', -0.2)])).beatsBaselines, false);
    assert.deepEqual(outcomeOf(evaluated([])), { metric: 'mae', mean: 1, ci95: 0.01, summary: 'MAE 1.000 and nDCG@3 0.700, 5 known ratings, of users never seen in training; nothing was compared with.' });
  });

  it('is by the order where there are no ratings', () => {
    const { sets, ...rest } = evaluated([]);
    const ranked = sets.map((set) => ({ ...set, raters: set.raters.map(({ metrics: { ndcg3 }, ...own }) => ({ ...own, metrics: { ndcg3 } })) }));
    const { metric, mean } = outcomeOf({ ...rest, sets: ranked });
    assert.deepEqual([metric, mean], ['ndcg3', 0.7]);
  });

  it('stands in a table of differences, positive where the learner is better', () => {
    const table = differenceTable(evaluated([other('a', 0.1), other('b', -0.2)]), 'mae');
    assert.deepEqual(table, { head: ['better by MAE than', '3 known', '5 known'], rows: [['a', '+0.100 ± 0.010', '+0.100 ± 0.010'], ['b', '-0.200 ± 0.010', '-0.200 ± 0.010']] });
    assert.equal(differenceTable(evaluated([]), 'mae'), undefined);
  });

  it('is charted beside the six that come nearest', () => {
    const many = Array.from({ length: 9 }, (_, i) => other(`rater ${i}`, 0.1 - 0.02 * i));
    const charted = chartedRaters(evaluated(many), ['mae', 'ndcg3']);
    assert.deepEqual(charted.map(({ rater }) => rater), [learner, 'rater 8', 'rater 7', 'rater 6', 'rater 5', 'rater 4', 'rater 3']);
    assert.equal(new Set(charted.map(({ tone }) => tone)).size, 7);
  });
});
