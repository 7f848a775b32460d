import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handRatings } from '../testing/hand-ratings.js';
import { splitUsers } from './split-users.js';

/** Users of which every tenth has only two ratings, the others eight. */
const ratings = handRatings(Array.from({ length: 200 }, (_, user) => Array.from({ length: user % 10 === 0 ? 2 : 8 }, (_, item) => [item, 3] as const)), 8);

test('70, 10 and 20 of 100 users who have enough ratings; those with fewer belong to training', () => {
  const { train, validation, test: held } = splitUsers(ratings, { least: 6 });
  assert.deepEqual([train.length, validation.length, held.length], [126 + 20, 18, 36]);
  assert.deepEqual([...train, ...validation, ...held].sort((a, b) => a - b), Array.from({ length: 200 }, (_, user) => user));
  assert.ok([...validation, ...held].every((user) => user % 10 !== 0));
  for (const users of [train, validation, held]) assert.deepEqual([...users], [...users].sort((a, b) => a - b));
});

test('the seed decides, and nothing else', () => {
  assert.deepEqual(splitUsers(ratings, { least: 6, seed: 3 }), splitUsers(ratings, { least: 6, seed: 3 }));
  assert.notDeepEqual(splitUsers(ratings, { least: 6, seed: 3 }), splitUsers(ratings, { least: 6, seed: 4 }));
});

test('too few users are refused, with what to do', () => {
  assert.throws(() => splitUsers(ratings, { least: 9 }), /Only 0 of 200 users of by hand have 9 ratings or more: it takes 10 of them .* add data/);
});
