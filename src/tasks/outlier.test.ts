import assert from 'node:assert/strict';
import { test } from 'node:test';
import { key, normal } from '../random/index.js';
import { outlierIn } from './outlier.js';

const usual = Array.from(normal(key(0), [1000], 20, 5).data);

test('a value in place of a missing one is found where the others become all alike beside it', () => {
  assert.equal(outlierIn([...usual, 1e6, ...usual]), 1000);
  assert.equal(outlierIn([-9999, ...usual.slice(0, 100)]), 0);
});

test('values that spread widely by themselves are no outliers', () => {
  assert.equal(outlierIn(usual), undefined);
  assert.equal(outlierIn(usual.map((value) => Math.exp((2 * (value - 20)) / 5))), undefined);
  assert.equal(outlierIn([-99, ...usual]), undefined);
});

test('where half of the values are the same nothing is told, as of counts that are mostly zero', () => {
  assert.equal(outlierIn([...Array<number>(90).fill(0), 1e6]), undefined);
  assert.equal(outlierIn([]), undefined);
});
