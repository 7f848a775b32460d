import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { shapePairs, shapes } from '../testing/operations/shapes.js';
import { broadcastShapes, formatShape, sameShape, sizeOf, stridesOf } from './shape.js';

test('shapes broadcast as in NumPy', () => {
  assert.deepEqual(broadcastShapes([2, 3], [3]), [2, 3]);
  assert.deepEqual(broadcastShapes([2, 1, 3], [4, 1]), [2, 4, 3]);
  assert.deepEqual(broadcastShapes([], [2]), [2]);
  assert.deepEqual(broadcastShapes([0], [1]), [0]);
  assert.equal(broadcastShapes([2], [3]), undefined);
  assert.equal(broadcastShapes([2, 3], [2]), undefined);
  assert.equal(broadcastShapes([0], [2]), undefined);
});

test('broadcasting does not depend on the order, and its result holds both', () => {
  fc.assert(fc.property(shapePairs, ([a, b]) => {
    const common = broadcastShapes(a, b) as number[];
    assert.deepEqual(broadcastShapes(b, a), common);
    assert.deepEqual(broadcastShapes(common, a), common);
    assert.ok(sizeOf(common) >= Math.max(sizeOf(a), sizeOf(b)));
  }), { seed: 1 });
});

test('strides are row-major: the last element is the last', () => {
  assert.deepEqual(stridesOf([2, 3, 4]), [12, 4, 1]);
  fc.assert(fc.property(shapes(0, 4), (shape) => {
    const last = stridesOf(shape).reduce((offset, stride, axis) => offset + stride * (shape[axis] - 1), 0);
    assert.equal(last, sizeOf(shape) - 1);
  }), { seed: 2 });
});

test('sizes, equality and how shapes are written', () => {
  assert.deepEqual([sizeOf([]), sizeOf([2, 0, 3]), sizeOf([2, 3])], [1, 0, 6]);
  assert.ok(sameShape([], []) && sameShape([1, 2], [1, 2]));
  assert.ok(!sameShape([1], []) && !sameShape([1, 2], [2, 1]) && !sameShape([1, 2], [1, 2, 1]));
  assert.deepEqual([formatShape([]), formatShape([2]), formatShape([2, 3])], ['()', '(2)', '(2, 3)']);
});
