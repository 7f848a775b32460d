import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RatingTasks } from '../../recommend/index.js';
import { tinyRatings } from '../../testing/tiny-ratings.js';
import { UsageError } from '../failure.js';
import { validationQuestions, wishesOf } from './question-sets.js';

/** Tasks whose validation users have these numbers of ratings. */
function tasksOf(...counts: number[]): RatingTasks {
  const ratings = tinyRatings(counts.map((count) => Array.from({ length: count }, (_, item) => [item, 1 + (item % 5)] as const)), { items: 60 });
  return { ratings, splits: { train: new Int32Array(), validation: Int32Array.from(counts.keys()), test: new Int32Array() } } as unknown as RatingTasks;
}

const wishes = { queries: 10, seed: 0 };
const knownOf = (protocol: 'new-users' | 'melu', ...counts: number[]): number[] => [...new Set(validationQuestions(protocol, tasksOf(...counts), wishes).map(({ known }) => known.items.length))];

describe('questions to tune raters on', () => {
  it('are asked with 5 known ratings, where enough users have as many, or as many as ever do', () => {
    assert.deepEqual(knownOf('new-users', 9, 12, 20, 9, 10, 7, 6), [5]);
    assert.deepEqual(knownOf('new-users', 9, 12), [5]);
  });

  it('are asked with fewer, where that is what enough users have', () => {
    assert.deepEqual(knownOf('new-users', ...Array<number>(8).fill(7)), [4]);
    assert.deepEqual(knownOf('new-users', 20, ...Array<number>(8).fill(7)), [4]);
    assert.deepEqual(knownOf('new-users', 7, ...Array<number>(8).fill(6)), [3]);
    assert.deepEqual(knownOf('melu', 6, 6), [3]);
  });

  it("of MeLU's cells are asked with as many as their tasks have", () => {
    assert.deepEqual(knownOf('melu', 60, 60, 20, 20, 9).sort((a, b) => a - b), [5, 10, 20, 40]);
  });

  it('are none of users with too few ratings, which is said', () => {
    assert.throws(() => knownOf('new-users', 5, 5, 2), (error) => error instanceof UsageError && /^None of the 3 validation users of tiny has enough ratings.*--no-baselines/.test(error.message));
  });
});

describe('what a test asks of users', () => {
  it('is usual where it is not said', () => {
    assert.deepEqual(wishesOf('new-users', { draws: 3 }), { queries: 10, draws: 3, seed: 0 });
  });

  it('is refused where it is too little to put in order', () => {
    assert.equal(wishesOf('new-users', { queries: 3 }).queries, 3);
    assert.throws(() => wishesOf('new-users', { queries: 2 }), (error) => error instanceof UsageError && error.message === '--queries 2: at least 3 ratings of each user are asked, for nDCG@3.');
  });

  it('is refused, also a usual value, of a protocol that leaves nothing to say', () => {
    for (const [said, told] of [[{ queries: 10 }, '--queries 10'], [{ draws: 1 }, '--draws 1'], [{ seed: 0 }, '--seed 0']] as const) {
      assert.throws(() => wishesOf('melu', said), (error) => error instanceof UsageError && error.message.startsWith(`${told}: the protocol melu`));
    }
  });
});
