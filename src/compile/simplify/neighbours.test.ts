import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as g from '../../graph/index.js';
import type { Tensor } from '../../graph/index.js';
import { interpret } from '../../graph/interpret.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { ancestors } from '../../graph/walk.js';
import { drawValues } from '../../testing/operations/index.js';
import { simplify } from './index.js';

const flat = placeholder([30], 'float32');
const matrix = placeholder([5, 6], 'float32');
const [vector, table] = drawValues([{ shape: [30], kind: 'real' }, { shape: [5, 6], kind: 'real' }], 3);
const cut = (from: number, to: number) => g.slice(flat, [[from, to]]);
const rows = (from: number, to: number, width = 6) => g.slice(matrix, [[from, to], [0, width]]);

/** What is cut, and how often something is put together. */
function usage(outputs: readonly Tensor[]): { cuts: number; concats: number } {
  const names = ancestors(outputs).map(({ primitive }) => primitive.name);
  return { cuts: names.filter((name) => name === 'slice').length, concats: names.filter((name) => name === 'concat').length };
}

const joined: Readonly<Record<string, readonly [Tensor, cuts: number, concats: number]>> = {
  'weights and the bias after them': [g.concat([g.reshape(cut(2, 14), [4, 3]), g.reshape(cut(14, 17), [1, 3])], 0), 1, 0],
  'three parts of a vector': [g.concat([cut(1, 4), cut(4, 9), cut(9, 11)], 0), 1, 0],
  'all of a tensor': [g.concat([rows(0, 2), rows(2, 5)], 0), 0, 0],
  'rows of some columns, each as a vector': [g.concat([g.reshape(rows(0, 4, 5), [20]), g.reshape(rows(4, 5, 5), [5])], 0), 1, 0],
  'neighbours beside others': [g.concat([cut(20, 25), cut(3, 5), cut(5, 8), cut(10, 12)], 0), 3, 1],
  'what stands the other way round': [g.concat([cut(5, 8), cut(3, 5)], 0), 2, 1],
  'what lies apart': [g.concat([cut(3, 5), cut(6, 8)], 0), 2, 1],
  'other columns of the next rows': [g.concat([g.slice(matrix, [[0, 2], [0, 3]]), g.slice(matrix, [[2, 5], [3, 6]])], 0), 2, 1],
  'rows side by side': [g.concat([rows(0, 2), rows(2, 4)], 1), 2, 1],
};

for (const [what, [tensor, cuts, concats]] of Object.entries(joined)) {
  test(`${what}: cut ${cuts} times and put together ${concats} times, with the values that it had`, () => {
    const found = simplify([tensor]);
    assert.deepEqual(usage(found), { cuts, concats });
    const given = new Map([[flat, vector], [matrix, table]]);
    assert.deepEqual(interpret(found, given), interpret([tensor], given));
  });
}
