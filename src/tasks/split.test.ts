import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { key } from '../random/index.js';
import { splitClasses, splitSizes } from './index.js';

const classes = Array.from({ length: 30 }, (_, i) => `class${i}`);

test('splits share no class and what is not asked for goes to test', () => {
  const { train, validation, test: held } = splitClasses(classes, { train: 18, validation: 5 }, key(0));
  assert.deepEqual([train.length, validation.length, held.length], [18, 5, 7]);
  assert.deepEqual([...train, ...validation, ...held].sort(), [...classes].sort());
});

test('the key alone decides the split', () => {
  assert.deepEqual(splitClasses(classes, { train: 18, validation: 5 }, key(3)), splitClasses(classes, { train: 18, validation: 5 }, key(3)));
  assert.notDeepEqual(splitClasses(classes, { train: 18, validation: 5 }, key(3)), splitClasses(classes, { train: 18, validation: 5 }, key(4)));
});

test('a split into more classes than there are is refused with the numbers', () => {
  assert.throws(() => splitClasses(classes, { train: 28, validation: 5 }, key(0)), /Cannot split 30 classes into 28 for train, 5 for validation/);
});

test('sizes are 60, 20 and 20 percent where there are enough classes', () => {
  assert.deepEqual(splitSizes(100, 5), { train: 60, validation: 20, test: 20 });
});

test('sizes always use every class and give each split its least', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 200 }), (minimum, more) => {
      const sizes = splitSizes(3 * minimum + more, minimum);
      assert.equal(sizes.train + sizes.validation + sizes.test, 3 * minimum + more);
      assert.ok(Math.min(sizes.train, sizes.validation, sizes.test) >= minimum);
    }),
  );
});

test('too few classes for three splits are refused with the number needed', () => {
  assert.throws(() => splitSizes(14, 5), /14 classes are too few.*15 in all/);
});
