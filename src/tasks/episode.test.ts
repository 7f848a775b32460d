import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { key } from '../random/index.js';
import { episodes, type Count, type EpisodeSizes, type ExampleClasses, type HostTask } from './index.js';

/** Classes whose examples are the two numbers [class, example]. */
function numbered(count: number, examples: number, name = 'c'): ExampleClasses {
  return {
    count,
    nameOf: (index) => `${name}${index}`,
    sizeOf: () => examples,
    write: (index, example, into, offset) => into.set([index + 1, example + 1], offset),
  };
}

const total = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

const sampler = (sizes: EpisodeSizes, source = numbered(9, 12)) => episodes('numbers', { train: source, validation: source, test: source }, [2], sizes);

test('a key always gives the same task, and another key or split another one', () => {
  const sample = episodes('numbers', { train: numbered(50, 20), validation: numbered(50, 20), test: numbered(50, 20) }, [2], { ways: 5, shots: 2, queries: 3 });
  assert.deepEqual(sample('train', key(1)), sample('train', key(1)));
  assert.notDeepEqual(sample('train', key(1)), sample('train', key(2)));
});

test('a task of fixed size has rows ordered by label and neither mask nor classes', () => {
  const { support, query, classes } = sampler({ ways: 3, shots: 2, queries: 1 })('train', key(0));
  assert.deepEqual(support.x.shape, [6, 2]);
  assert.deepEqual([...support.y.data], [0, 0, 1, 1, 2, 2]);
  assert.equal(support.y.dtype, 'int32');
  assert.deepEqual([...query.y.data], [0, 1, 2]);
  assert.equal(support.mask, undefined);
  assert.equal(query.mask, undefined);
  assert.equal(classes, undefined);
});

test('of a run of variants a task has one at most, and any one', () => {
  const source = { ...numbered(12, 3), variants: 4 };
  const sample = sampler({ ways: 3, shots: 1, queries: 1 }, source);
  const seen = new Set<number>();
  for (let i = 0; i < 60; i++) {
    const drawn = Array.from({ length: 3 }, (_, row) => sample('train', key(i)).support.x.data[2 * row] - 1);
    assert.equal(new Set(drawn.map((index) => Math.floor(index / 4))).size, 3);
    drawn.forEach((index) => seen.add(index));
  }
  assert.equal(seen.size, 12);
  assert.throws(() => sampler({ ways: 4, shots: 1, queries: 1 }, source), /4-way task of numbers needs 4 classes, but its train split has 3/);
});

test('every written example has a key of its own, that of its task decides it', () => {
  const keysOf = (seed: number): string[] => {
    const seen: string[] = [];
    const source: ExampleClasses = { ...numbered(9, 12), write: (_, __, ___, ____, own) => seen.push(own!.data.join()) };
    sampler({ ways: 5, shots: 2, queries: 3 }, source)('train', key(seed));
    return seen;
  };
  assert.equal(new Set(keysOf(1)).size, 25);
  assert.deepEqual(keysOf(1), keysOf(1));
  assert.equal(new Set([...keysOf(1), ...keysOf(2)]).size, 50);
});

test('labels are shuffled: over many tasks each class has each label', () => {
  const sample = sampler({ ways: 3, shots: 1, queries: 1 }, numbered(3, 4));
  const seen = new Set<string>();
  for (let i = 0; i < 60; i++) sample('train', key(i)).support.x.data.forEach((value, at) => at % 2 === 0 && seen.add(`${at / 2}:${value}`));
  assert.equal(seen.size, 9);
});

test('only what varies brings a mask', () => {
  const shots = sampler({ ways: 3, shots: [1, 2], queries: 1 })('train', key(0));
  assert.ok(shots.support.mask && !shots.query.mask && !shots.classes);
  const queries = sampler({ ways: 3, shots: 1, queries: [1, 4] })('train', key(0));
  assert.ok(!queries.support.mask && queries.query.mask && !queries.classes);
  const ways = sampler({ ways: [2, 3], shots: 1, queries: 1 })('train', key(0));
  assert.ok(ways.support.mask && ways.query.mask && ways.classes);
  const fixed = sampler({ ways: [3, 3], shots: [1, 1], queries: [2, 2] })('train', key(0));
  assert.ok(!fixed.support.mask && !fixed.query.mask && !fixed.classes);
});

test('every value of a range is drawn', () => {
  const sample = sampler({ ways: [2, 4], shots: 1, queries: 1 });
  const seen = new Set(Array.from({ length: 60 }, (_, i) => total(sample('train', key(i)).classes!.data)));
  assert.deepEqual([...seen].sort(), [2, 3, 4]);
});

const count = (low: number, high: number): fc.Arbitrary<Count> =>
  fc.tuple(fc.integer({ min: low, max: high }), fc.integer({ min: 0, max: 3 })).map(([from, more]) => (more === 0 ? from : [from, Math.min(high, from + more)]));

test('in any task classes differ, support and query share nothing, and padding is zero and masked', () => {
  fc.assert(
    fc.property(count(2, 6), count(1, 5), count(1, 6), fc.boolean(), fc.integer(), (ways, shots, queries, uneven, seed) => {
      const balance = uneven && Array.isArray(shots) && shots[0] < shots[1] ? 'varied' : 'equal';
      const task = sampler({ ways, shots, queries, balance })('test', key(seed));
      const classOf = new Map<number, number>();
      const used = new Set<string>();
      let rows = 0;
      for (const set of [task.support, task.query]) {
        set.y.data.forEach((label, row) => {
          const [own, example] = set.x.data.subarray(2 * row, 2 * row + 2);
          if (set.mask && set.mask.data[row] === 0) return assert.deepEqual([own, example], [0, 0]);
          assert.ok(own > 0 && (!task.classes || task.classes.data[label] === 1));
          assert.equal(classOf.get(label) ?? own, own);
          classOf.set(label, own);
          used.add(`${own}:${example}`);
          rows++;
        });
      }
      assert.equal(used.size, rows);
      assert.equal(new Set(classOf.values()).size, classOf.size);
      assert.equal(classOf.size, task.classes ? total(task.classes.data) : ways instanceof Array ? ways[0] : ways);
    }),
    { numRuns: 100 },
  );
});

/** The shots of each class of a task. */
function shotsOf({ support: { y, mask } }: HostTask, ways: number): number[] {
  return Array.from({ length: ways }, (_, label) => [...y.data].filter((own, row) => own === label && mask?.data[row] !== 0).length);
}

test('rows are ordered by label, padding comes last, and both sets have one of a few sizes', () => {
  const sample = sampler({ ways: [2, 5], shots: [1, 6], queries: 3 });
  const seen = new Set<number>();
  for (let i = 0; i < 100; i++) {
    const task = sample('train', key(i));
    const ways = total(task.classes!.data);
    const { y, mask } = task.support;
    const rows = total(mask!.data);
    assert.deepEqual([...mask!.data], [...mask!.data].sort().reverse());
    assert.deepEqual([...y.data.subarray(0, rows)], Array.from({ length: rows }, (_, row) => Math.floor((row * ways) / rows)));
    assert.equal(total(task.query.mask!.data), 3 * ways);
    seen.add(y.data.length);
  }
  assert.deepEqual([...seen].sort((a, b) => a - b), [4, 8, 15, 30]);
});

test('classes have equally many shots, unless their balance varies: then each draws its own', () => {
  const equal = sampler({ ways: 4, shots: [1, 6], queries: 2 });
  const varied = sampler({ ways: 4, shots: [1, 6], queries: 2, balance: 'varied' });
  const spread = new Set<number>();
  for (let i = 0; i < 60; i++) {
    assert.equal(new Set(shotsOf(equal('train', key(i)), 4)).size, 1);
    for (const shots of shotsOf(varied('train', key(i)), 4)) spread.add(shots);
  }
  assert.deepEqual([...spread].sort(), [1, 2, 3, 4, 5, 6]);
  assert.ok(Array.from({ length: 20 }, (_, i) => new Set(shotsOf(varied('train', key(i)), 4)).size).some((different) => different > 2));
  assert.equal(varied('train', key(0)).query.mask, undefined);
  assert.throws(() => sampler({ ways: 2, shots: 5, queries: 1, balance: 'varied' }), /balance of classes cannot vary where each has 5 shots: give shots as a range/);
});

test('more ways than a split has classes is refused, with the split and both numbers', () => {
  const splits = { train: numbered(9, 5), validation: numbered(4, 5), test: numbered(9, 5) };
  assert.throws(() => episodes('numbers', splits, [2], { ways: [2, 5], shots: 1, queries: 1 }), /5-way task of numbers needs 5 classes, but its validation split has 4/);
});

test('more shots and queries than a class has examples is refused, with the name of the class', () => {
  const short = { ...numbered(5, 20, 'letter'), sizeOf: (index: number) => (index === 3 ? 10 : 20) };
  assert.throws(
    () => episodes('letters', { train: short, validation: short, test: short }, [2], { ways: 5, shots: 1, queries: 15 }),
    /Class "letter3" of letters \(train\) has 10 examples, but 1 shots and 15 queries need 16/,
  );
});

test('counts that make no sense are refused', () => {
  assert.throws(() => sampler({ ways: 1, shots: 1, queries: 1 }), /ways must be a whole number of at least 2.*got 1/);
  assert.throws(() => sampler({ ways: 2, shots: 0, queries: 1 }), /shots must be/);
  assert.throws(() => sampler({ ways: 2, shots: 1.5, queries: 1 }), /got 1.5/);
  assert.throws(() => sampler({ ways: 2, shots: 1, queries: [3, 2] }), /queries must be .* got \[3,2\]/);
});
