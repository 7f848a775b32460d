import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Attribute } from '../attributes.js';
import { columnsOf } from './columns.js';

const attributes: Attribute[] = [
  { name: 'country', kind: 'category', values: ['a', 'b'], codes: Int32Array.of(1, 2, 0) },
  { name: 'genres', kind: 'categories', values: ['x', 'y', 'z'], starts: Int32Array.of(0, 1, 4, 4), codes: Int32Array.of(2, 1, 2, 3) },
  { name: 'year', kind: 'number', values: Float32Array.of(1990, NaN, 2010) },
  { name: 'about', kind: 'text', texts: ['one', '', 'two words'] },
];

test('columns are the id, what ratings say, and one for each attribute of items, then of users', () => {
  const columns = columnsOf(3, attributes, [attributes[0]], { idWidth: 16 });
  assert.deepEqual(columns.map(({ of, kind }) => `${of} ${kind}`), ['item id', 'item statistics', 'item category', 'item categories', 'item number', 'item text', 'user category']);
  assert.equal(new Set(columns.map(({ field }) => field.name)).size, columns.length);
  const [id, statistics, country, genres, year, about] = columns;
  assert.deepEqual(id.field, { name: 'id', kind: 'codes', slots: 1, size: 4, width: 16 });
  assert.deepEqual([statistics.field.kind, statistics.field.slots], ['numbers', 2]);
  assert.deepEqual([country.field.slots, country.field.size, country.field.width], [1, 3, 8]);
  // As many as an item has at most.
  assert.deepEqual([genres.field.slots, genres.field.size], [3, 4]);
  assert.ok(year.kind === 'number' && year.mean === 2000 && year.deviation === 10);
  assert.equal(about.field.kind, 'codes');
});

test('they are plain data, as config.json has them', () => {
  const columns = columnsOf(3, attributes, [], { idWidth: 16 });
  assert.deepEqual(JSON.parse(JSON.stringify(columns)), columns);
});

test('where no width is given for it there is no id, and unknown numbers are of no use, nor of harm', () => {
  assert.deepEqual(columnsOf(3, [], []).map(({ kind }) => kind), ['statistics']);
  const [, constant, unknown] = columnsOf(2, [
    { name: 'constant', kind: 'number', values: Float32Array.of(7, 7) },
    { name: 'unknown', kind: 'number', values: Float32Array.of(NaN, NaN) },
  ], []);
  assert.ok(constant.kind === 'number' && constant.mean === 7 && constant.deviation === 1);
  assert.ok(unknown.kind === 'number' && unknown.mean === 0 && unknown.deviation === 1);
});

test('an item of very many values keeps a few, and one of none still has a column', () => {
  const many: Attribute = { name: 'tags', kind: 'categories', values: Array.from({ length: 50 }, (_, i) => `${i}`), starts: Int32Array.of(0, 50), codes: Int32Array.from({ length: 50 }, (_, i) => i + 1) };
  const none: Attribute = { name: 'empty', kind: 'categories', values: [], starts: Int32Array.of(0, 0), codes: new Int32Array(0) };
  const [, tags, empty] = columnsOf(1, [many, none], []);
  assert.deepEqual([tags.field.slots, empty.field.slots, empty.field.size], [12, 1, 1]);
});

test('widths that make no sense are refused', () => {
  assert.throws(() => columnsOf(3, [], [], { idWidth: -1 }), /idWidth must be a whole number of at least 0, got -1/);
  assert.throws(() => columnsOf(3, [], [], { attributeWidth: 0 }), /attributeWidth must be a whole number of at least 1, got 0/);
});
