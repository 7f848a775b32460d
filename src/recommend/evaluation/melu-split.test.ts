import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { key } from '../../random/index.js';
import { ratingTasks, syntheticRaters, type Ratings } from '../index.js';
import { meluPublished, meluSplit } from './index.js';

const ratings = syntheticRaters({ users: 200, items: 150, perUser: [20, 60], seed: 1 });
const split = meluSplit(ratings, { history: [5, 40], queries: 3 });
const [warmWarm, newWarm, warmNew, newNew] = split.cells;
const ratedBy = ({ starts, item }: Ratings, user: number): number[] => [...item.subarray(starts[user], starts[user + 1])];
const timeOf = (user: number, wanted: number): number => ratings.time[ratings.starts[user] + ratedBy(ratings, user).indexOf(wanted)];

test('warm are the four fifths of users and of items that appear first', () => {
  const first = { users: new Array<number>(200).fill(Infinity), items: new Array<number>(150).fill(Infinity) };
  for (let user = 0; user < 200; user++) {
    for (const item of ratedBy(ratings, user)) {
      first.users[user] = Math.min(first.users[user], timeOf(user, item));
      first.items[item] = Math.min(first.items[item], timeOf(user, item));
    }
  }
  for (const [warm, times] of [[split.warmUsers, first.users], [split.warmItems, first.items]] as const) {
    const part = (of: number): number[] => times.filter((time, each) => warm[each] === of && time < Infinity);
    assert.equal(part(1).length, Math.round(0.8 * times.filter((time) => time < Infinity).length));
    assert.ok(Math.max(...part(1)) <= Math.min(...part(0)));
  }
});

test('each cell asks its users about its items, of as many ratings as make a task, the last of them', () => {
  const expected = [[warmWarm, 1, 1], [newWarm, 0, 1], [warmNew, 1, 0], [newNew, 0, 0]] as const;
  for (const [cell, warmUser, warmItem] of expected) {
    assert.ok(cell.users > 0 && cell.questions.length === cell.users, cell.name);
    for (const { known, asked } of cell.questions) {
      const all = [...known.items, ...asked];
      assert.equal(split.warmUsers[known.user!], warmUser);
      assert.deepEqual(all.toSorted(), ratedBy(ratings, known.user!).filter((item) => split.warmItems[item] === warmItem).toSorted());
      assert.ok(all.length >= 5 && all.length <= 40 && asked.length === 3, `${all.length} ratings, ${asked.length} asked`);
      assert.ok(Math.max(...[...known.items].map((item) => timeOf(known.user!, item))) <= Math.min(...[...asked].map((item) => timeOf(known.user!, item))));
    }
  }
});

test('training sees warm users and warm items only, and nothing that is asked', () => {
  const { training, warmUsers, warmItems } = split;
  const asked = new Map(warmWarm.questions.map((question) => [question.known.user!, new Set(question.asked)]));
  for (let user = 0; user < 200; user++) {
    const wanted = warmUsers[user] === 0 ? [] : ratedBy(ratings, user).filter((item) => warmItems[item] === 1 && !asked.get(user)?.has(item));
    assert.deepEqual(ratedBy(training, user), wanted);
  }
  assert.equal(training.starts[200], training.item.length);
  assert.deepEqual([training.rating.length, training.time.length], [training.item.length, training.item.length]);
  assert.deepEqual([training.users, training.items, training.itemAttributes], [ratings.users, ratings.items, ratings.itemAttributes], 'numbers stay');
});

test('what training may use makes tasks, of warm users and warm items', () => {
  const family = ratingTasks(split.training, { idWidth: 8 });
  assert.equal(family.columns[0].kind, 'id');
  for (let i = 0; i < 50; i++) {
    const { support, query } = family.sample('train', key(i));
    for (const { x, mask } of [support, query]) {
      // Training shows some items without their number.
      for (let row = 0; row < x.shape[0]; row++) if (mask!.data[row] > 0) assert.ok(x.data[row * x.shape[1]] === 0 || split.warmItems[x.data[row * x.shape[1]] - 1] === 1);
    }
  }
  assert.ok(family.statistics.counts.every((count, item) => count === 0 || split.warmItems[item] === 1));
  assert.ok([...family.splits.validation, ...family.splits.test].every((user) => split.warmUsers[user] === 1));
});

test('what was published stands beside cells by their names', () => {
  assert.deepEqual(Object.keys(meluPublished), [newWarm, warmNew, newNew].map(({ name }) => name));
});

test('drawn queries are fixed by the seed', () => {
  const drawn = (seed: number) => meluSplit(ratings, { history: [5, 40], queries: 3, query: 'random', seed }).cells.map(({ questions }) => questions);
  assert.deepEqual(drawn(1), drawn(1));
  assert.notDeepEqual(drawn(1), drawn(2));
  assert.notDeepEqual(drawn(1), split.cells.map(({ questions }) => questions));
});

test('whatever the share of the warm, no rating is known and asked, and none asked is for training', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 0.9, noNaN: true }), fc.constantFrom('last' as const, 'random' as const), (warm, query) => {
      const { cells, training } = meluSplit(ratings, { warm, query, history: [4, 60], queries: 2 });
      for (const { questions } of cells) {
        for (const { known, asked } of questions) {
          const seen = new Set(known.items);
          const trained = new Set(ratedBy(training, known.user!));
          assert.ok([...asked].every((item) => !seen.has(item) && !trained.has(item)));
        }
      }
    }),
    { numRuns: 20 },
  );
});

test('sizes that make no sense are refused', () => {
  assert.throws(() => meluSplit(ratings, { warm: 1 }), /warm is a share.*got 1/);
  assert.throws(() => meluSplit(ratings, { history: [10, 100] }), /Of 10 to 100 ratings 10 cannot be asked/);
});
