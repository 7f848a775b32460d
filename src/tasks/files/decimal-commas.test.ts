import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCsv } from './csv.js';
import { withDecimalPoints } from './decimal-commas.js';

const cellsOf = (text: string, column: string): string[] => withDecimalPoints(parseCsv(Buffer.from(text), 'a.csv'), [column]).rows.map(({ values }) => values[column]);

test('decimal commas become points where semicolons or tabs separate cells', () => {
  assert.deepEqual(cellsOf('a;b\n1,5;x,1\n2;x\n;x\nNaN;x\n-3,25;x\n', 'a'), ['1.5', '2', '', 'NaN', '-3.25']);
  assert.deepEqual(cellsOf('a\tb\n1,5\t1\n', 'a'), ['1.5']);
});

test('what may be other than decimals stays', () => {
  assert.deepEqual(cellsOf('a,b\n"1,5",1\n', 'a'), ['1,5']);
  for (const other of ['2.5', '1.000,5', '1,000,000', 'word', '1,']) assert.deepEqual(cellsOf(`a;b\n1,5;1\n${other};1\n`, 'a'), ['1,5', other]);
  assert.deepEqual(cellsOf('a;b\n1,5;2,5\n', 'b'), ['2.5']);
  assert.deepEqual(withDecimalPoints(parseCsv(Buffer.from('a;b\n1,5;2,5\n'), 'a.csv'), ['b']).rows[0].values, { a: '1,5', b: '2.5' });
});
