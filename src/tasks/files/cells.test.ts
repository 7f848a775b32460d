import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMissing, numberIn, readBytes, requireNumber } from './index.js';

test('numbers are written as everywhere, with a point and no thousands', () => {
  assert.deepEqual([' 1.5 ', '-2', '+.5', '3.', '1e-3'].map(numberIn), [1.5, -2, 0.5, 3, 0.001]);
  assert.deepEqual(['', ' ', '1,5', '0x10', 'NaN', 'Infinity', '1e999', '-1e39', '1 000', 'one', '--1', '.'].filter((cell) => numberIn(cell) !== undefined), []);
});

test('empty cells, NA, NaN and null say that there is no number', () => {
  assert.ok(['', '  ', 'NA', 'nan', 'NULL'].every(isMissing));
  assert.ok(!['0', 'n', 'none at all'].some(isMissing));
});

test('what is no number is refused with file, line, column and what stands there', () => {
  const row = { line: 7, values: { x: '2', y: '1,5', z: ' ' } };
  assert.equal(requireNumber(row, 'x', 'a.csv', ''), 2);
  assert.throws(() => requireNumber(row, 'y', 'a.csv', 'Mend it.'), /^Error: Line 7 of a\.csv has "1,5" in the column "y", where a number should be .*Mend it\.$/);
  assert.throws(() => requireNumber(row, 'z', 'a.csv', ''), /has nothing in the column "z"/);
});

test('a file that cannot be read is named with the reason', () => {
  assert.throws(() => readBytes('/nowhere/at/all.csv'), /^Error: \/nowhere\/at\/all\.csv does not exist\.$/);
  assert.throws(() => readBytes('/'), /^Error: \/ is a folder, not a file\.$/);
});
