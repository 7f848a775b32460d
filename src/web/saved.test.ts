import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AdaptProgram } from '../artifact/index.js';
import { WebModelError } from './errors.js';
import { decodeSaved, encodeSaved, requireKnown } from './saved.js';

const known = { 'adapted.w': { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2], dtype: 'float32' } } as const;
const saved = { weights: 'abc', rows: 4, steps: 1, known, about: { name: 'mine' } };
const program = { adapt: { outputs: [{ name: 'adapted.w', shape: [2, 2], dtype: 'float32' }] }, predict: { inputs: [] } } as unknown as AdaptProgram;

test('what was saved is read back', () => {
  const found = decodeSaved(encodeSaved(saved));
  assert.deepEqual({ ...found, known: { 'adapted.w': { ...found.known['adapted.w'], data: Float32Array.from(found.known['adapted.w'].data) } } }, saved);
  requireKnown(program, found.known);
});

test('a byte that changed is noticed', () => {
  const bytes = encodeSaved(saved);
  bytes[bytes.length - 3] ^= 1;
  assert.throws(() => decodeSaved(bytes), (error: Error) => error instanceof WebModelError && /damaged: its numbers are not those that were saved/.test(error.message));
});

test('weights that are missing, of another shape or no numbers are refused by name', () => {
  const refused = (given: Parameters<typeof requireKnown>[1], words: RegExp) => assert.throws(() => requireKnown(program, given), words);
  refused({}, /damaged: it lacks adapted\.w/);
  refused({ 'adapted.w': { ...known['adapted.w'], shape: [4] } }, /float32\(4\) is not float32\(2, 2\): adapted\.w/);
  refused({ 'adapted.w': { ...known['adapted.w'], data: Float32Array.of(1, 2, NaN, 4) } }, /no numbers stand in adapted\.w/);
});
