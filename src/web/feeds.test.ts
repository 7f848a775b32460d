import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AdaptProgram, ArtifactCard } from '../artifact/index.js';
import { WebModelError } from './errors.js';
import { programFor, queryFeeds, queryRows, supportFeeds } from './feeds.js';

const program = (rows: number, steps: number): AdaptProgram => ({
  rows,
  steps,
  adapt: {
    file: `adapt-${rows}-${steps}.onnx`,
    inputs: [
      { name: 'x', shape: [rows, 2], dtype: 'float32' },
      { name: 'y', shape: [rows], dtype: 'int32' },
      { name: 'mask', shape: [rows], dtype: 'float32' },
      { name: 'classes', shape: [3], dtype: 'float32' },
    ],
    outputs: [{ name: 'adapted.w', shape: [2, 3], dtype: 'float32' }],
  },
  predict: {
    file: 'predict.onnx',
    inputs: [
      { name: 'adapted.w', shape: [2, 3], dtype: 'float32' },
      { name: 'x', shape: [2, 2], dtype: 'float32' },
    ],
    outputs: [{ name: 'logits', shape: [2, 3], dtype: 'float32' }],
  },
});
const card = { programs: [program(4, 1), program(8, 1), program(4, 3)], training: { testSteps: 3 } } as unknown as ArtifactCard;
const refused = (act: () => unknown, words: RegExp) => assert.throws(act, (error: Error) => error instanceof WebModelError && words.test(error.message));

test('the program with the fewest rows that suffice is taken, with the steps asked for, or those of the test', () => {
  const rows = (count: number) => ({ x: new Float32Array(2 * count), y: new Int32Array(count) });
  assert.equal(programFor(card, rows(3)).steps, 3);
  assert.equal(programFor(card, rows(3), 1).rows, 4);
  assert.equal(programFor(card, rows(5), 1).rows, 8);
  refused(() => programFor(card, rows(9), 1), /9 rows.*at most 8.*--rows 9/);
  refused(() => programFor(card, rows(3), 2), /1, 3 inner steps, not 2.*--steps 2/);
});

test('a support set is padded; the mask tells which rows count, and the labels which classes there are', () => {
  const feeds = supportFeeds(program(4, 1), { x: [1, 2, 3, 4, 5, 6], y: [0, 1, 1] });
  assert.deepEqual(Array.from(feeds.x.data), [1, 2, 3, 4, 5, 6, 0, 0]);
  assert.deepEqual(Array.from(feeds.y.data), [0, 1, 1, 0]);
  assert.deepEqual(Array.from(feeds.mask.data), [1, 1, 1, 0]);
  assert.deepEqual(Array.from(feeds.classes.data), [1, 1, 0]);
});

test('queries are cut into calls, the last one padded', () => {
  const known = { 'adapted.w': { data: new Float32Array(6), shape: [2, 3], dtype: 'float32' } } as const;
  assert.deepEqual(queryRows(program(4, 1), known, { x: new Float32Array(6) }), { count: 3, each: 2 });
  assert.deepEqual(Array.from(queryFeeds(program(4, 1), known, { x: [1, 2, 3, 4, 5, 6] }, 2).x.data), [5, 6, 0, 0]);
});

test('what is missing, of another length, no number or no class of the model is said in words', () => {
  const support = (x: number[], y: number[]) => supportFeeds(program(4, 1), { x, y });
  refused(() => supportFeeds(program(4, 1), { x: [1, 2] }), /asks for y/);
  refused(() => support([1, 2, 3], [0]), /x has 3 numbers: rows of 2/);
  refused(() => support([1, 2, 3, 4], [0]), /y has 1 numbers: rows of 1 are needed, 2 of them/);
  refused(() => support([1, NaN], [0]), /x has NaN at position 1/);
  refused(() => support([1, 2], [3]), /label 3.*at most 3 classes, 0 to 2/);
});
