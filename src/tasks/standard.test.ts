import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../testing/close.js';
import { standardised, standardOf } from './index.js';

test('numbers get mean zero and deviation one, also far from zero', () => {
  for (const far of [0, 1e9]) {
    const values = [2, 4, 4, 4, 5, 5, 7, 9].map((value) => value + far);
    const standard = standardOf(values);
    assertClose([standard.mean - far, standard.deviation], [5, 2]);
    assertClose(values.map((value) => standardised(value, standard)), [-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2]);
  }
});

test('numbers that do not vary, and none at all, have the deviation 1', () => {
  assert.deepEqual(standardOf([0.1, 0.1, 0.1]).deviation, 1);
  assert.deepEqual(standardOf([]), { mean: 0, deviation: 1 });
});
