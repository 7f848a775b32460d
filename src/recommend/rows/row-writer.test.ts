import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import { handRatings } from '../../testing/hand-ratings.js';
import type { Attribute } from '../attributes.js';
import { columnsOf } from './columns.js';
import { itemStatistics } from './item-statistics.js';
import { rowWriter } from './row-writer.js';

const itemAttributes: Attribute[] = [
  { name: 'genres', kind: 'categories', values: ['x', 'y', 'z'], starts: Int32Array.of(0, 1, 3, 3), codes: Int32Array.of(2, 1, 3) },
  { name: 'year', kind: 'number', values: Float32Array.of(1990, NaN, 2010) },
  { name: 'country', kind: 'category', values: ['a', 'b'], codes: Int32Array.of(1, 2, 0) },
  { name: 'about', kind: 'text', texts: ['one', '', 'two words'] },
];
const userAttributes: Attribute[] = [{ name: 'age', kind: 'number', values: Float32Array.of(20, 40) }];
const ratings = handRatings([[[0, 5], [1, 2]], [[0, 3]]], 3, { itemAttributes, userAttributes });
const columns = columnsOf(3, itemAttributes, userAttributes, { idWidth: 16 });
const statistics = itemStatistics(ratings);
const rows = rowWriter(ratings, columns, statistics);

function itemRow(item: number, options?: Parameters<typeof rows.writeItem>[3], into = new Float32Array(rows.itemSlots)): number[] {
  rows.writeItem(item, into, 0, options);
  return [...into];
}

test('a row is the number of the item plus one, what its ratings say, and its attributes', () => {
  assert.equal(rows.itemSlots, 1 + 2 + 2 + 1 + 1 + 24);
  const { mean, deviation, userBiases } = statistics;
  // The damped mean of item 0 counts two ratings that are the mean of all.
  assertClose(itemRow(0).slice(0, 7), [1, (8 - 2 * mean - userBiases[0] - userBiases[1]) / 4 / deviation, Math.log(3) / 5, 2, 0, -1, 1]);
  assertClose(itemRow(1).slice(3, 7), [1, 3, 0, 2]);
  // Never rated, and so without an id; of no genre and no country.
  assertClose(itemRow(2).slice(0, 7), [0, 0, 0, 0, 0, 1, 0]);
});

test('a text is whole numbers of its pieces, the same every time; no text is none', () => {
  const of = (item: number): number[] => itemRow(item).slice(7);
  assert.deepEqual(of(2), of(2));
  assert.ok(of(2).some((id) => id > 0) && of(2).every((id) => Number.isInteger(id) && id >= 0 && id < 4096));
  assert.ok(of(1).every((id) => id === 0));
});

test('without the own rating the statistics are those of the others', () => {
  const { mean, deviation, userBiases } = statistics;
  const others = rowWriter(ratings, columns, { mean, deviation, userBiases, sums: Float64Array.of(3 - mean - userBiases[1], 0, 0), counts: Int32Array.of(1, 0, 0) });
  const expected = new Float32Array(rows.itemSlots);
  others.writeItem(0, expected, 0);
  assertClose(itemRow(0, { own: { user: 0, rating: 5 } }), [...expected]);
  // Of the only rating of an item nothing is left.
  assertClose(itemRow(1, { own: { user: 0, rating: 2 } }).slice(1, 3), [0, 0]);
});

test('an item that is shown as new has its attributes, and neither its id nor what is thought of it', () => {
  assert.deepEqual(itemRow(0, { asNew: true }, new Float32Array(rows.itemSlots).fill(9)), [0, 0, 0, ...itemRow(0).slice(3)]);
});

test('a row is written from its offset on, over whatever stood there', () => {
  const into = new Float32Array(rows.itemSlots + 3).fill(9);
  rows.writeItem(2, into, 2);
  assert.deepEqual([...into], [9, 9, ...itemRow(2), 9]);
  const user = new Float32Array(3);
  rows.writeUser(1, user, 1);
  assert.deepEqual([rows.userSlots, ...user], [1, 0, 1, 0]);
});

test('an attribute that the data lack is named', () => {
  assert.throws(() => rowWriter({ itemAttributes: [], userAttributes }, columns, statistics), /no attribute genres of the kind categories/);
});
