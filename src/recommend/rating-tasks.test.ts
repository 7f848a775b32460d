import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foldIn, key } from '../random/index.js';
import type { HostTask, Split } from '../tasks/index.js';
import { asTaken, handRatings } from '../testing/hand-ratings.js';
import { ratingTasks, type RatingTasks, type RatingTasksOptions } from './rating-tasks.js';
import type { Ratings } from './ratings.js';
import { syntheticRaters } from './synthetic-raters.js';

/** Training users rated every item, so that all have ids. */
const raters = syntheticRaters({ users: 60, items: 60, perUser: [6, 20], seed: 1 });
/** With a column of ids, by which rows are told apart. */
const tasksOf = (ratings: Ratings, options: RatingTasksOptions = {}): RatingTasks => ratingTasks(ratings, { idWidth: 8, ...options });
const splits: readonly Split[] = ['train', 'validation', 'test'];
const draw = (family: RatingTasks, split: Split, task: number): HostTask => family.sample(split, foldIn(key(5), task)) as HostTask;

/** The rows of a set that count: the id of the item plus one (0 where hidden), the rest, and the label. */
function rowsOf({ x, y, mask }: HostTask['support']): { id: number; row: number[]; label: number }[] {
  const width = x.shape[1];
  return [...mask!.data].flatMap((counts, i) => (counts === 1 ? [{ id: x.data[i * width], row: [...x.data.subarray(i * width, (i + 1) * width)], label: y.data[i] }] : []));
}

test('of any sizes: sets are padded to the most, share no item, and are ratings of one user of the split', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 12 }), fc.constantFrom(...splits), fc.nat(1000), (low, more, queries, split, at) => {
      const family = tasksOf(raters, { shots: [low, low + more], queries, newShare: 0 });
      const task = draw(family, split, at);
      assert.deepEqual([task.support.x.shape[0], task.support.mask!.shape[0], task.query.y.shape[0]], [low + more, low + more, queries]);
      const [support, query] = [rowsOf(task.support), rowsOf(task.query)];
      assert.ok(support.length >= 1 && query.length >= 1);
      const ids = [...support, ...query].map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      // Rows that count come first, and padding is zeros.
      const padding = task.support.x.data.subarray(support.length * family.inputShape[0]);
      assert.ok(padding.every((value) => value === 0) && task.support.mask!.data.subarray(support.length).every((value) => value === 0));
      const found = [...family.splits[split]].filter((user) => {
        const own = new Map(Array.from(raters.item.subarray(raters.starts[user], raters.starts[user + 1]), (item, i) => [item + 1, raters.rating[raters.starts[user] + i]]));
        const { ratingTarget: target } = family;
        assert.ok(target.kind === 'values');
        return [...support, ...query].every(({ id, label }) => own.has(id) && Math.abs((own.get(id)! - target.mean) / target.deviation - label) < 1e-5);
      });
      assert.ok(found.length >= 1, 'no user of the split has these ratings');
    }),
    { numRuns: 40 },
  );
});

test('a user with fewer ratings than are asked for gives what there is, one to predict at least', () => {
  const family = tasksOf(raters, { shots: 30, queries: 10 });
  for (let at = 0; at < 20; at++) {
    const { support, query } = draw(family, 'test', at);
    assert.equal(rowsOf(query).length, 1);
    assert.ok(rowsOf(support).length >= 5);
  }
});

test('a user with few ratings is no task, but tells what is thought of the item', () => {
  const few = handRatings([...Array.from({ length: 20 }, () => Array.from({ length: 6 }, (_, item) => [item, 1 + (item % 5)] as const)), [[6, 5]]], 7);
  const family = tasksOf(few, { newShare: 0 });
  assert.equal(family.statistics.counts[6], 1);
  for (let at = 0; at < 50; at++) for (const { id } of rowsOf(draw(family, 'train', at).support)) assert.notEqual(id, 7);
});

test('the key decides, and nothing else', () => {
  const [one, other] = [tasksOf(raters), tasksOf(raters)];
  for (const split of splits) assert.deepEqual(draw(one, split, 3), draw(other, split, 3));
  assert.notDeepEqual(draw(one, 'train', 3).support.x.data, draw(one, 'train', 4).support.x.data);
  assert.notDeepEqual(tasksOf(raters, { splitSeed: 1 }).splits.test, one.splits.test);
});

/** The scale has ratings of zero and below, which must be left out like any other. */
const around = handRatings(Array.from({ length: 30 }, (_, user) => Array.from({ length: 8 }, (_, item) => [item, ((user * 5 + item * 7) % 5) - 2] as const)), 8, { scale: { low: -2, high: 2, levels: [-2, -1, 0, 1, 2] } });

test('no training row knows its own rating: statistics are those of the other training users', () => {
  const family = tasksOf(around, { newShare: 0 });
  const { sums, counts, mean, deviation, userBiases } = family.statistics;
  const { ratingTarget: target } = family;
  assert.ok(target.kind === 'values');
  for (let at = 0; at < 20; at++) {
    for (const split of splits) {
      const task = draw(family, split, at);
      const rows = [...rowsOf(task.support), ...rowsOf(task.query)];
      const ratingOf = (label: number): number => Math.round(label * target.deviation + target.mean);
      const users = [...family.splits[split]].filter((user) => rows.every(({ id, label }) => around.rating[around.starts[user] + id - 1] === ratingOf(label)));
      assert.ok(
        users.some((user) =>
          rows.every(({ id, row, label }) => {
            const count = counts[id - 1] - Number(split === 'train');
            const sum = sums[id - 1] - (split === 'train' ? ratingOf(label) - mean - userBiases[user] : 0);
            return Math.abs(row[1] - sum / (count + 2) / deviation) < 1e-5 && Math.abs(row[2] - Math.log1p(count) / 5) < 1e-5;
          }),
        ),
      );
    }
  }
});

test('the statistics are of training users only, so that no rating of a test user is in any row', () => {
  const family = tasksOf(raters);
  const moved = { ...raters, rating: raters.rating.slice() };
  for (const split of ['validation', 'test'] as const) for (const user of family.splits[split]) moved.rating.fill(1, raters.starts[user], raters.starts[user + 1]);
  const other = tasksOf(moved);
  assert.deepEqual(other.statistics, family.statistics);
  assert.deepEqual(draw(other, 'test', 1).support.x.data, draw(family, 'test', 1).support.x.data);
});

test('a share of training rows is shown without the id, and every row of the other splits with it', () => {
  const family = tasksOf(raters, { newShare: 0.3 });
  const shareOf = (split: Split): number => {
    const ids = Array.from({ length: 100 }, (_, at) => draw(family, split, at)).flatMap(({ support, query }) => [...rowsOf(support), ...rowsOf(query)].map(({ id }) => Number(id === 0)));
    return ids.reduce((total, each) => total + each, 0) / ids.length;
  };
  assert.ok(Math.abs(shareOf('train') - 0.3) < 0.05, `${shareOf('train')}`);
  assert.deepEqual([shareOf('validation'), shareOf('test')], [0, 0]);
});

test('levels are classes of the scale', () => {
  const family = tasksOf(raters, { target: 'levels', newShare: 0 });
  assert.deepEqual(family.target, { kind: 'classes', ways: 5 });
  const { support } = draw(family, 'train', 0);
  assert.equal(support.y.dtype, 'int32');
  const user = [...family.splits.train].find((each) => rowsOf(support).every(({ id, label }) => Array.from({ length: raters.starts[each + 1] - raters.starts[each] }, (_, i) => raters.starts[each] + i).some((i) => raters.item[i] === id - 1 && raters.rating[i] === label + 1)));
  assert.notEqual(user, undefined);
});

test('of what was only taken, beside each item there are some that the user never took, and none twice', () => {
  const family = tasksOf(asTaken(raters), { shots: [2, 6], queries: 3, negatives: 4, newShare: 0 });
  assert.deepEqual(family.target, { kind: 'classes', ways: 2, errors: 'logarithmic' });
  for (let at = 0; at < 30; at++) {
    for (const split of splits) {
      const { support, query } = draw(family, split, at);
      assert.deepEqual([support.x.shape[0], query.x.shape[0]], [30, 15]);
      const rows = [...rowsOf(support), ...rowsOf(query)];
      assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
      const taken = rowsOf(support).filter(({ label }) => label === 1).length;
      assert.equal(rowsOf(support).length, 5 * taken);
      const users = [...family.splits[split]].filter((user) => {
        const own = new Set(raters.item.subarray(raters.starts[user], raters.starts[user + 1]));
        return rows.every(({ id, label }) => own.has(id - 1) === (label === 1));
      });
      assert.ok(users.length >= 1);
    }
  }
});

test('a user who took nearly all has as many others beside as there are', () => {
  // Each leaves two items that stand side by side, the last and the first among them.
  const nearly = asTaken(handRatings(Array.from({ length: 22 }, (_, user) => Array.from({ length: 9 }, (_, item) => [(user + item) % 11, 1] as const)), 11));
  const task = draw(tasksOf(nearly, { shots: 2, queries: 2, newShare: 0 }), 'test', 0);
  const all = [...rowsOf(task.support), ...rowsOf(task.query)];
  assert.equal(new Set(all.map(({ id }) => id)).size, 6);
  const left = all.filter(({ label }) => label === 0).map(({ id }) => id);
  assert.ok(left.length === 2 && [1, 10].includes(Math.abs(left[0] - left[1])), `${left}`);
});

test('how many stand beside is said of what was taken, and is none where users rated', () => {
  assert.deepEqual([tasksOf(asTaken(raters)), tasksOf(asTaken(raters), { negatives: 2 }), tasksOf(raters, { negatives: 2 })].map(({ negatives }) => negatives), [4, 2, 0]);
});

test('an item that only users of other splits rated, or nobody, is shown without an id, which training never saw', () => {
  const rare = handRatings(Array.from({ length: 30 }, (_, user) => [...Array.from({ length: 6 }, (_, item) => [item, 1 + (item % 5)] as const), [6 + user, 3] as const]), 40);
  const family = tasksOf(rare, { newShare: 0 });
  const own = new Set([...family.splits.train].map((user) => 6 + user));
  const { x } = family.examplesOf(undefined, [...Array(40).keys()], new Float32Array(40));
  const ids = Array.from({ length: 40 }, (_, item) => x.data[item * family.inputShape[0]]);
  assert.deepEqual(ids, ids.map((_, item) => (item < 6 || own.has(item) ? item + 1 : 0)));
  // The only one who rated an item trains its id, though there is nothing else to say of it.
  const trained = Array.from({ length: 60 }, (_, at) => draw(family, 'train', at)).flatMap(({ support, query }) => [...rowsOf(support), ...rowsOf(query)].map(({ id }) => id));
  assert.ok(trained.every((id) => id > 0) && trained.some((id) => id > 6));
});

test('rows of any items can be made, for a user or for nobody, without a word of their ratings', () => {
  const family = tasksOf(raters, { newShare: 1 });
  const { x, y } = family.examplesOf(3, [0, 7], [2, 4]);
  assert.deepEqual([x.shape, [x.data[0], x.data[family.inputShape[0]]]], [[2, family.inputShape[0]], [1, 8]]);
  assert.deepEqual(family.examplesOf(3, [0, 7], [5, 1]).x, x);
  assert.equal(y.shape[0], 2);
  const nobody = family.examplesOf(undefined, [0], [3]).x.data;
  assert.deepEqual([...nobody.subarray(family.rows.itemSlots)], [0]);
  assert.deepEqual(nobody.subarray(0, family.rows.itemSlots), x.data.subarray(0, family.rows.itemSlots));
});

test('what config.json has is plain data', () => {
  const { description } = tasksOf(raters);
  assert.deepEqual(JSON.parse(JSON.stringify(description)), description);
});

test('sizes that make no sense are refused in sentences', () => {
  const refused: readonly (readonly [RatingTasksOptions, RegExp])[] = [
    [{ shots: 0 }, /shots must be a whole number of at least 1/],
    [{ shots: [5, 2] }, /shots must be .* \[5,2\]/],
    [{ queries: 0 }, /queries must be a whole number of at least 1, got 0/],
    [{ queries: 2.5 }, /queries must be a whole number of at least 1, got 2.5/],
    [{ negatives: 0 }, /negatives must be a whole number of at least 1, got 0/],
    [{ newShare: 1.5 }, /newShare must be a share from 0 to 1, got 1.5/],
    [{ newShare: NaN }, /newShare must be a share from 0 to 1, got NaN/],
    [{ idWidth: -1 }, /idWidth must be/],
    [{ splitSeed: 0.5 }, /seed must be a whole number, got 0.5/],
  ];
  for (const [options, message] of refused) assert.throws(() => tasksOf(raters, options), message);
  assert.throws(() => tasksOf({ ...raters, scale: { low: 0, high: 1 } }, { target: 'levels' }), /any number from 0 to 1, with no levels: use target 'values'/);
  assert.throws(() => tasksOf(syntheticRaters({ users: 5 })), /Only 5 of 5 users/);
});
