import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ratingTasks, ratingsOf, syntheticRaters, type JudgedQuestion, type QuestionSet, type Ratings } from '../index.js';
import { newUserQuestions } from './index.js';

const ratings = syntheticRaters({ users: 80, items: 60, perUser: [4, 40], seed: 3 });
const users = Array.from({ length: 40 }, (_, user) => 2 * user);
const able = users.filter((user) => ratingsOf(ratings, user) >= 6);
const asking = (user: number): number => Math.min(10, Math.floor(ratingsOf(ratings, user) / 2));
const byUser = ({ questions }: QuestionSet): Map<number, JudgedQuestion> => new Map(questions.map((question) => [question.known.user!, question]));
const placeOf = ({ starts, item }: Ratings, user: number, asked: number): number => item.subarray(0, starts[user + 1]).indexOf(asked, starts[user]);

test('a user with fewer than 6 ratings is none, and the others take part where as many are left to be known', () => {
  assert.ok(able.length < users.length);
  for (const { known, questions, users: count } of newUserQuestions(ratings, users)) {
    const part = able.filter((user) => ratingsOf(ratings, user) - asking(user) >= known!);
    assert.deepEqual(questions.map((question) => question.known.user), part);
    assert.equal(count, part.length);
  }
});

test('known and asked are of the user, as many as said, and no item is both', () => {
  for (const { known: size, questions } of newUserQuestions(ratings, users)) {
    for (const { known, asked, truth } of questions) {
      assert.equal(known.items.length, size);
      assert.equal(asked.length, asking(known.user!));
      assert.equal(new Set([...known.items, ...asked]).size, size! + asked.length);
      [...known.items, ...asked].forEach((item, i) => assert.equal(ratings.rating[placeOf(ratings, known.user!, item)], i < size! ? known.ratings[i] : truth[i - size!]));
    }
  }
});

test('whatever is known, a user is asked the same, and what fewer have known more have, too', () => {
  const sets = newUserQuestions(ratings, users, { known: [0, 1, 3, 5, 10, 20] }).map(byUser);
  for (let more = 1; more < sets.length; more++) {
    for (const [user, { known, asked, truth }] of sets[more]) {
      const fewer = sets[more - 1].get(user)!;
      assert.deepEqual([asked, truth], [fewer.asked, fewer.truth]);
      assert.deepEqual(known.items.subarray(0, fewer.known.items.length), fewer.known.items);
    }
  }
});

test('by time, what is known are the first ratings and what is asked the last', () => {
  for (const { questions, known: size } of newUserQuestions(ratings, users, { order: 'time' })) {
    for (const { known, asked } of questions) {
      const all = ratings.item.subarray(ratings.starts[known.user!], ratings.starts[known.user! + 1]);
      assert.deepEqual(known.items, all.slice(0, size));
      assert.deepEqual(asked.toSorted(), all.slice(-asked.length).toSorted());
    }
  }
});

test('draws repeat each user with other ratings, and the seed fixes them all', () => {
  const [set] = newUserQuestions(ratings, users, { known: [3], draws: 4, seed: 1 });
  assert.equal(set.questions.length, 4 * set.users);
  assert.equal(new Set(set.questions.slice(0, 4).map(({ asked }) => asked.toSorted().join())).size, 4);
  assert.deepEqual(newUserQuestions(ratings, users, { known: [3], draws: 4, seed: 1 }), [set]);
  assert.notDeepEqual(newUserQuestions(ratings, users, { known: [3], draws: 4, seed: 2 }), [set]);
  assert.deepEqual(newUserQuestions(ratings, users.toReversed(), { known: [3], draws: 4, seed: 1 })[0].questions.slice(-4), set.questions.slice(0, 4), 'a draw is of the user, whoever else is asked');
});

test('nothing that a held-out user rated is in what training thinks of items', () => {
  const { splits, statistics } = ratingTasks(ratings);
  const [{ questions }] = newUserQuestions(ratings, splits.test, { known: [1] });
  assert.ok(questions.length > 0 && questions.every(({ known }) => splits.test.includes(known.user!) && !splits.train.includes(known.user!)));
  const counts = new Int32Array(ratings.items.count);
  for (const user of splits.train) for (let place = ratings.starts[user]; place < ratings.starts[user + 1]; place++) counts[ratings.item[place]]++;
  assert.deepEqual(statistics.counts, counts);
});

test('of implicit feedback, items that the user never took are asked, too, as zeros', () => {
  const taken: Ratings = { ...ratings, feedback: 'implicit', rating: ratings.rating.map(() => 1), scale: { low: 0, high: 1 } };
  for (const { known, asked, truth } of newUserQuestions(taken, users, { known: [1] })[0].questions) {
    const own = asked.filter((_, row) => truth[row] === 1);
    const others = asked.filter((_, row) => truth[row] === 0);
    assert.equal(own.length, asking(known.user!));
    assert.equal(others.length, Math.min(4 * own.length, 60 - ratingsOf(ratings, known.user!)));
    assert.equal(new Set(asked).size, asked.length);
    assert.ok(others.every((item) => placeOf(ratings, known.user!, item) < 0));
  }
});

test('sizes that make no sense are refused', () => {
  assert.throws(() => newUserQuestions(ratings, users, { known: [1.5] }), /whole numbers.*1\.5/);
  assert.throws(() => newUserQuestions(ratings, users, { queries: 2 }), /At least 3.*queries 2/);
  assert.throws(() => newUserQuestions(ratings, users, { draws: 0 }), /draws.*0/);
  assert.throws(() => newUserQuestions(ratings, users, { order: 'time', draws: 2 }), /2 draws would be the same/);
});
