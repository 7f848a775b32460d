import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { tableBytes } from '../../testing/rating-files.js';
import { bytesSource } from './byte-source.js';
import { RatingsFileError } from './ratings-file-error.js';
import { scanRows } from './scan-rows.js';
import { wholeLines } from './whole-lines.js';

interface Scanned {
  rows: { cells: string[]; line: number; open: boolean }[];
  unclosed: number[];
}

function scan(content: string | Buffer, separator: string, quotes = separator.length === 1): Scanned {
  const found: Scanned = { rows: [], unclosed: [] };
  scanRows(
    bytesSource(Buffer.from(content as string), 'a.csv'),
    { separator, quotes },
    ({ bytes, cells, count, line, open }) => {
      found.rows.push({ cells: Array.from({ length: count }, (_, at) => Buffer.from(bytes.subarray(cells[2 * at], cells[2 * at + 1])).toString()), line, open });
    },
    (line) => found.unclosed.push(line),
  );
  return found;
}

const writings = fc.record({ separator: fc.constantFrom(',', ';', '\t', '|', '::'), lineEnd: fc.constantFrom('\n' as const, '\r\n' as const), mark: fc.boolean() });
const plain = fc.string({ unit: fc.constantFrom('a', 'Z', '7', '.', 'é', '映', ':', ' '), maxLength: 6 }).filter((cell) => !cell.includes('::') && !cell.startsWith(':') && !cell.endsWith(':'));

test('cells come back, with the numbers of their lines', () => {
  fc.assert(
    fc.property(fc.array(fc.array(plain, { minLength: 2, maxLength: 5 }), { maxLength: 20 }), writings, (rows, writing) => {
      const { rows: found } = scan(tableBytes(rows, writing), writing.separator);
      assert.deepEqual(found, rows.map((cells, at) => ({ cells, line: at + 1, open: false })));
    }),
  );
});

test('quoted cells come back, whatever they hold', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', 'é', ' '), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(fc.array(plain, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }), writings, (before, rows, { lineEnd, mark }) => {
      const bytes = Buffer.concat([tableBytes(before, { separator: ',', lineEnd, mark }), tableBytes(rows, { separator: ',', lineEnd, quoted: true })]);
      const { rows: found, unclosed } = scan(bytes, ',');
      assert.deepEqual(unclosed, []);
      assert.deepEqual(found.map(({ cells }) => cells), [...before, ...rows]);
      let line = before.length;
      rows.forEach((cells, at) => {
        line += 1 + cells.join('').split('\n').length - 1;
        assert.equal(found[before.length + at].line, line);
      });
    }),
  );
});

test('empty lines are counted and skipped, and the end of the last line may be missing', () => {
  assert.deepEqual(scan('a,b\n\n\r\nc,d', ',').rows, [
    { cells: ['a', 'b'], line: 1, open: false },
    { cells: ['c', 'd'], line: 4, open: true },
  ]);
  assert.deepEqual(scan('"a",b\n\n\r\nc,d', ',').rows, [
    { cells: ['a', 'b'], line: 1, open: false },
    { cells: ['c', 'd'], line: 4, open: true },
  ]);
  assert.deepEqual(scan('', ',').rows, []);
});

test('quotes are ordinary within a cell, and everywhere where a file has none', () => {
  assert.deepEqual(scan('a"b,c\n', ',').rows[0].cells, ['a"b', 'c']);
  assert.deepEqual(scan('"Crocodile" Dundee|1\n', '|', false).rows[0].cells, ['"Crocodile" Dundee', '1']);
});

test('a quote that is never closed costs its line only', () => {
  const { rows, unclosed } = scan('1,2\n"3",4\n\n5,"6\n7,8\n9,10\n', ',');
  assert.deepEqual(rows.map(({ cells, line }) => [line, ...cells]), [[1, '1', '2'], [2, '3', '4'], [5, '7', '8'], [6, '9', '10']]);
  assert.deepEqual(unclosed, [4]);
});

test('blocks are whole lines, however small they are', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 }), { minLength: 1, maxLength: 20 }), fc.boolean(), (lines, mark) => {
      const text = lines.join('\n');
      const source = bytesSource(Buffer.from(`${mark ? '\ufeff' : ''}${text}`), 'a.csv').open();
      const blocks: string[] = [];
      for (const block of wholeLines(source, 'a.csv', 16)) blocks.push(Buffer.from(block).toString());
      assert.equal(blocks.join(''), text);
      assert.ok(blocks.slice(0, -1).every((block) => block.endsWith('\n')));
    }),
  );
});

test('what is no table of lines is refused', () => {
  const open = (bytes: Buffer) => () => [...wholeLines(bytesSource(bytes, 'a.csv').open(), 'a.csv', 64)];
  assert.throws(open(Buffer.alloc(100, 'a')), (error: Error) => error instanceof RatingsFileError && /a\.csv has a line of more than 64 bytes/.test(error.message));
  assert.throws(open(Buffer.from('\ufeffuser,item\n', 'utf16le')), /Line 1 of a\.csv starts UTF-16 text\. Save the file again as UTF-8/);
});
