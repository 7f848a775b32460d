import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeTurned } from './turn.js';

const bytes = Uint8Array.of(0, 51, 102, 153);

function turned(turns: number): number[] {
  const into = new Float32Array(6);
  writeTurned(bytes, 2, turns, into, 1);
  return [...into].map((value) => Math.round(value * 255));
}

test('a quarter turn is counter-clockwise, and only the image is written', () => {
  assert.deepEqual(turned(0), [0, 0, 51, 102, 153, 0]);
  assert.deepEqual(turned(1), [0, 51, 153, 0, 102, 0]);
  assert.deepEqual(turned(2), [0, 153, 102, 51, 0, 0]);
  assert.deepEqual(turned(3), [0, 102, 0, 153, 51, 0]);
});
