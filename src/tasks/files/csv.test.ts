import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCsv } from './index.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, ...needed: string[]) => parseCsv(bytes(text), 'a.csv', needed);

test('rows come with their line and their cells by column', () => {
  assert.deepEqual(read('filename, label\na.png,cat\n\nb.png,"dog, small"\n', 'label', 'filename'), {
    columns: ['filename', 'label'],
    rows: [
      { line: 2, values: { filename: 'a.png', label: 'cat' } },
      { line: 4, values: { filename: 'b.png', label: 'dog, small' } },
    ],
    separator: ',',
  });
});

test('byte order marks and the line ends of Windows are taken off', () => {
  assert.deepEqual(read('\ufeffa,b\r\n1,ß\r\n').rows, [{ line: 2, values: { a: '1', b: 'ß' } }]);
});

test('column names of objects are but names', () => {
  const [{ values }] = read('__proto__,constructor\n1,2\n').rows;
  assert.deepEqual(Object.entries(values), [['__proto__', '1'], ['constructor', '2']]);
});

test('a missing column is named, beside those that are there', () => {
  assert.throws(() => read('file,label\n', 'filename', 'label'), /a\.csv has no column "filename": its first line names "file", "label"/);
});

test('a table without a header, with a ragged row, an open quote or a column twice is refused with the line', () => {
  assert.throws(() => read(''), /a\.csv is empty/);
  assert.throws(() => read('a,b\n1,2\n1,2,3\n'), /Line 3 of a\.csv has 3 cells, but the header names 2 columns/);
  assert.throws(() => read('a,b\n1,"2\n'), /a\.csv cannot be read as comma-separated text: .*[Qq]uote/);
  assert.throws(() => read('a,b,a\n1,2,3\n'), /names the column "a" twice/);
});

test('quotes within a cell are ordinary, where it does not begin with one', () => {
  assert.deepEqual(read('a\tb\nhe said "no" to us\t1\n"a ""b"", c"\t2\n').rows.map(({ values }) => values.a), ['he said "no" to us', 'a "b", c']);
  assert.deepEqual(read('a,b\n3" pipe,2\n').rows, [{ line: 2, values: { a: '3" pipe', b: '2' } }]);
  // The first of these quotes would swallow a line.
  for (const text of ['a\tb\n"so\t1\nhe\t2\nsaid" it\t3\n', 'a\tb\n"so\t1\nhe "said" it\t2\n']) assert.throws(() => read(text), /cannot be read as comma-separated text: .*Put quotes round a cell that holds some, and write each of these twice\.$/);
});

test('semicolons and tabs separate cells too, where the header says so', () => {
  assert.deepEqual(read('a;b\n1,5;"2;3"\n').rows, [{ line: 2, values: { a: '1,5', b: '2;3' } }]);
  assert.deepEqual(read('a\tb\n1\t2, 3\n').rows[0].values, { a: '1', b: '2, 3' });
  assert.deepEqual(read('"a;b;c",d\n1,2\n').columns, ['a;b;c', 'd']);
  assert.deepEqual(read('a\n1;2\n').rows[0].values, { a: '1;2' });
});

test('the byte that is no UTF-8 is named', () => {
  const latin = (...codes: number[]) => () => parseCsv(Uint8Array.of(...bytes('a\n'), ...codes, 0x0a, 0x62), 'a.csv');
  assert.throws(latin(0x63, 0x61, 0x66, 0xe9, 0x20, 0x61), /line 2 has the byte 0xE9, which stands for no character there/);
  assert.throws(latin(0x63, 0x80, 0x61), /line 2 has the byte 0x80/);
  assert.throws(latin(0x63, 0xe9), /line 2 has the byte 0xE9/);
});

test('text of another encoding is refused with the line', () => {
  assert.throws(() => parseCsv(Uint8Array.of(...bytes('a,b\n1,2\n'), 0x67, 0xfc, 0x6e), 'a.csv'), /a\.csv is not UTF-8 text: line 3 has the byte 0x/);
  assert.throws(() => parseCsv(Uint8Array.of(0xff, 0xfe, 0x61, 0), 'a.csv'), /a\.csv is UTF-16 text, but must be UTF-8/);
});
