import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inferTimeUnit, timeAt } from './time-cell.js';

const at = (cell: string, unit: Parameters<typeof timeAt>[3]): number => timeAt(Buffer.from(cell), 0, cell.length, unit);

test('dates are read in UTC on every machine', () => {
  const day = Date.UTC(2013, 7, 31) / 1000;
  assert.equal(at('2013-08-31', 'date'), day);
  assert.equal(at('2013/8/31', 'date'), day);
  assert.equal(at('2013-08-31 12:30:00', 'date'), day + 45_000);
  assert.equal(at('2013-08-31T2:30', 'date'), day + 9_000);
  assert.equal(at('2013-08-31 02:00:00+02:00', 'date'), day);
  assert.equal(at('2013-08-31 00:00:00 UTC', 'date'), day);
  for (const cell of ['', '31.8.2013', '2013-13-01', 'yesterday', '1365029107']) assert.ok(Number.isNaN(at(cell, 'date')), cell);
  fc.assert(fc.property(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }), (date) => assert.equal(at(date.toISOString(), 'date'), date.getTime() / 1000)));
});

test('units are told by the size of the numbers', () => {
  assert.equal(inferTimeUnit(['1365029107', '964982703']), 's');
  assert.equal(inferTimeUnit(['1365029107000']), 'ms');
  assert.equal(inferTimeUnit(['1365029107000000']), 'us');
  assert.equal(inferTimeUnit(['2013-08-31', '2013-09-01', '']), 'date');
  assert.equal(inferTimeUnit(['05/02/2021 10:00', '13/02/2021 9:30', '']), 'day-first');
  assert.equal(inferTimeUnit(['2/5/2021', '2/13/2021']), 'month-first');
  assert.equal(inferTimeUnit(['05/02/2021', '06/02/2021']), undefined);
  assert.equal(at('05/02/2021 10:00', 'day-first'), Date.UTC(2021, 1, 5, 10) / 1000);
  assert.equal(at('05/02/2021 10:00', 'month-first'), Date.UTC(2021, 4, 2, 10) / 1000);
  assert.ok(Number.isNaN(at('13/02/2021', 'month-first')));
  assert.equal(inferTimeUnit(['soon', 'later']), undefined);
  assert.equal(at('1365029107500', 'ms'), 1365029107.5);
});
