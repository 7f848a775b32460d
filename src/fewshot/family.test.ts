import assert from 'node:assert/strict';
import { test } from 'node:test';
import { key } from '../random/index.js';
import type { ExampleClasses } from '../tasks/index.js';
import { classFamily, imageFamily } from './family.js';

/** Classes of 2x2 images of one value each. */
const flat: ExampleClasses = {
  count: 8,
  nameOf: (index) => `${index}`,
  sizeOf: () => 9,
  write: (index, example, into, offset) => void into.fill(index / 10 + example / 100, offset, offset + 4),
};
const splits = { train: flat, validation: flat, test: flat };
const image = { height: 2, width: 2, channels: 1, invert: false } as const;

test('a family describes what was asked of it, and the head has the most ways', () => {
  const { description, target, inputShape } = imageFamily('flat', splits, image, { ways: [2, 4], shots: 1, queries: 3 }, { seed: 7 });
  assert.deepEqual(description, { ways: [2, 4], shots: 1, queries: 3, seed: 7, image, classes: { train: 8, validation: 8, test: 8 } });
  assert.deepEqual([target, inputShape], [{ kind: 'classes', ways: 4 }, [2, 2, 1]]);
});

test('a split that is missing is asked for by its name', () => {
  const { validation: _, ...others } = splits;
  assert.throws(() => classFamily('flat', others as never, [2, 2, 1], { ways: 2, shots: 1, queries: 1 }, {}), /^RangeError: flat has no validation split: give classes for train, validation and test, none of them in two\.$/);
});

test('the balance of classes may vary', () => {
  const family = classFamily('flat', splits, [2, 2, 1], { ways: 4, shots: [1, 5], queries: 1, balance: 'varied' }, {});
  assert.equal(family.description.balance, 'varied');
  const uneven = [0, 1, 2, 3].some((seed) => {
    const { y, mask } = family.sample('train', key(seed)).support;
    const counts = [0, 1, 2, 3].map((label) => [...y.data].filter((each, row) => each === label && (!mask || mask.data[row] === 1)).length);
    return new Set(counts).size > 1;
  });
  assert.ok(uneven);
});

test('augmentation varies the classes of training, which pretraining sees too, and stands in the description', () => {
  const family = imageFamily('flat', splits, image, { ways: 2, shots: 1, queries: 1 }, {}, { brightness: 0.5, turns: true });
  assert.deepEqual(family.description.augmentation, { brightness: 0.5, turns: true });
  assert.deepEqual([family.splits.train.count, family.splits.validation, family.splits.test], [32, flat, flat]);
  const values = [0, 1, 2].map((seed) => {
    const into = new Float32Array(4);
    family.splits.train.write(12, 1, into, 0, key(seed));
    return into[0];
  });
  assert.equal(new Set(values).size, 3);
});
