import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeTurned } from './turn.js';

function turned(turns: number): number[] {
  const into = new Float32Array(6);
  writeTurned(Float32Array.of(0, 1, 2, 3), 2, 1, turns, into, 1);
  return [...into];
}

test('a quarter turn is counter-clockwise, and only the image is written', () => {
  assert.deepEqual(turned(0), [0, 0, 1, 2, 3, 0]);
  assert.deepEqual(turned(1), [0, 1, 3, 0, 2, 0]);
  assert.deepEqual(turned(2), [0, 3, 2, 1, 0, 0]);
  assert.deepEqual(turned(3), [0, 2, 0, 3, 1, 0]);
});

test('the channels of a pixel stay together', () => {
  const into = new Float32Array(8);
  writeTurned(Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5), 2, 2, 1, into, 0);
  assert.deepEqual([...into], [1, 1.5, 3, 3.5, 0, 0.5, 2, 2.5]);
});
