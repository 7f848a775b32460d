import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import { gittinsIndex } from './gittins.js';

/** What an arm is worth where a certain reward may be taken instead for all pulls that are left: by plain recursion. */
function worth(ones: number, zeros: number, left: number, certain: number): number {
  return left === 0 ? 0 : Math.max(left * certain, pulling(ones, zeros, left, certain));
}

function pulling(ones: number, zeros: number, left: number, certain: number): number {
  const chance = (1 + ones) / (2 + ones + zeros);
  return chance * (1 + worth(ones + 1, zeros, left - 1, certain)) + (1 - chance) * worth(ones, zeros + 1, left - 1, certain);
}

function indifference(ones: number, zeros: number, left: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 30; i++) {
    const certain = (low + high) / 2;
    if (pulling(ones, zeros, left, certain) > left * certain) low = certain;
    else high = certain;
  }
  return low;
}

const index = gittinsIndex(10);

test('the index is the certain reward for which one would as soon stop pulling', () => {
  for (const [ones, zeros, left] of [[0, 0, 10], [0, 0, 4], [1, 0, 8], [0, 2, 7], [3, 1, 6], [2, 4, 3], [0, 8, 2], [8, 0, 2]]) {
    assertClose(index(ones, zeros, left), indifference(ones, zeros, left), 2e-4);
  }
});

test('with one pull left it is the mean of what is believed', () => {
  for (const [ones, zeros] of [[0, 0], [1, 0], [0, 5], [6, 3], [9, 0]]) assertClose(index(ones, zeros, 1), (1 + ones) / (2 + ones + zeros), 1e-5);
});

test('it grows with what there is to gain from knowing: the pulls that are left', () => {
  for (let left = 2; left <= 8; left++) assert.ok(index(1, 1, left) > index(1, 1, left - 1));
});
