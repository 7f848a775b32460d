import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { key } from '../../random/index.js';
import { ngramIds, textFile, type TextFamily, type TextFileOptions } from '../index.js';

const root = mkdtempSync(join(tmpdir(), 'metalearn-texts-'));
after(() => rmSync(root, { recursive: true }));

function fileOf(content: string | Uint8Array, name = 'texts.csv'): string {
  const file = join(root, name);
  writeFileSync(file, content);
  return file;
}

/** Lines of `each` texts for each of `labels` labels. */
const lines = (labels: number, each: number, line: (text: string, label: string) => string): string[] =>
  Array.from({ length: labels * each }, (_, i) => line(`say ${i % each} of kind ${Math.floor(i / each)}`, `label${Math.floor(i / each)}`));
const table = (labels: number, each: number, more: readonly string[] = []): string => ['text,label', ...lines(labels, each, (text, label) => `${text},${label}`), ...more].join('\n');

const tiny = { ways: 2, shots: 1, queries: 2 } as const;
const read = (content: string | Uint8Array, options: Partial<TextFileOptions> = {}, name?: string): TextFamily => textFile({ file: fileOf(content, name), ...tiny, ...options });

function everything({ splits, textOf }: TextFamily): string[] {
  return (['train', 'validation', 'test'] as const)
    .flatMap((split) => Array.from({ length: splits[split].count }, (_, i) => Array.from({ length: splits[split].sizeOf(i) }, (_, j) => `${splits[split].nameOf(i)}: ${textOf(split, i, j)}`)).flat())
    .sort();
}

test('labels are split, and a task has the texts of its labels', () => {
  const family = read(table(10, 4), { representation: ngramIds({ length: 7, characters: false }) });
  assert.deepEqual(family.description.classes, { train: 6, validation: 2, test: 2 });
  assert.deepEqual(family.inputShape, [7]);
  assert.equal(family.warnings, undefined);
  const { support, query } = family.sample('train', key(0));
  assert.deepEqual([support.x.shape, query.x.shape], [[2, 7], [4, 7]]);
  // The kind of a text is its last word, the fifth id.
  const kinds = (x: typeof support.x): number[] => Array.from({ length: x.shape[0] }, (_, row) => x.data[7 * row + 4]);
  assert.deepEqual(kinds(query.x), kinds(support.x).flatMap((kind) => [kind, kind]));
});

test('commas, semicolons, tabs and JSON lines say the same', () => {
  const expected = everything(read(table(6, 3)));
  assert.equal(expected.length, 18);
  assert.deepEqual(everything(read(['label;text', ...lines(6, 3, (text, label) => `${label};"${text}"`)].join('\r\n'))), expected);
  assert.deepEqual(everything(read(['id\tUtterance\tIntent', ...lines(6, 3, (text, label) => `9\t${text}\t${label}`)].join('\n'), {}, 'texts.tsv')), expected);
  assert.deepEqual(everything(read(`\ufeff${lines(6, 3, (sentence, label) => JSON.stringify({ sentence, class: label })).join('\n\n')}\n`, {}, 'texts.jsonl')), expected);
});

test('columns may be named, and labels of JSON may be numbers', () => {
  const content = lines(6, 3, (text, label) => JSON.stringify({ text: 'not this', label: 'nor this', body: text, topic: Number(label.slice(5)) })).join('\n');
  assert.equal(everything(read(content, { text: 'body', label: 'topic' }))[0], '0: say 0 of kind 0');
});

test('the seed alone decides the split, and any byte the fingerprint', () => {
  const names = (family: TextFamily): string[] => Array.from({ length: 6 }, (_, i) => family.splits.train.nameOf(i));
  const content = table(10, 3);
  assert.deepEqual(names(read(content, { seed: 4 })), names(read(content, { seed: 4 })));
  assert.notDeepEqual(names(read(content, { seed: 4 })), names(read(content, { seed: 5 })));
  assert.notEqual(read(content).description.sha256, read(content.replace('say 0', 'ask 0')).description.sha256);
});

test('a missing column is named beside those that are there', () => {
  assert.throws(() => read('phrase,label\na,b\n'), /texts\.csv has no column that is known to be the text \(text, utterance.*\): it has "phrase", "label"\. Name the right one with `text`/);
  assert.throws(() => read('text,kind\na,b\n'), /known to be the label .*it has "text", "kind"\. Name the right one with `label`/);
  assert.throws(() => read('text,label\na,b\n', { label: 'Label' }), /has no column "Label": it has "text", "label"/);
  assert.throws(() => read('{"text": "a"}\n{"text": "b"}\n'), /known to be the label .*it has "text"/);
});

test('labels with too few texts are an error that names them, or left out with a warning', () => {
  const content = table(7, 3, ['one of few,rare', 'two of few,rare', 'one of all,rarest']);
  assert.throws(() => read(content), /2 of the 9 labels of .*texts\.csv have fewer texts than the 3 that shots and queries need: "rare" has 2, "rarest" has 1\..*leave these labels out with minimum: 3/);
  const family = read(content, { minimum: 3 });
  assert.deepEqual(family.warnings, ['2 labels have fewer than 3 texts and are left out: "rare" has 2, "rarest" has 1.']);
  assert.ok(everything(family).every((entry) => !entry.startsWith('rare')));
  assert.throws(() => read(content, { minimum: 2 }), /"rare" has 2\./);
  assert.throws(() => read(table(5, 3, ['a,rare']), { minimum: 3 }), /5 classes are too few.*6 in all.*"rare" has 1/);
  assert.throws(() => read(content, { minimum: 0 }), /minimum must be .*got 0/);
});

test('a text that stands twice under its label is read once', () => {
  const family = read(table(6, 3, ['SAY 0  of kind 2,label2', 'say 1 of kind 2,label2']));
  assert.equal(everything(family).length, 18);
  assert.deepEqual(family.warnings, ['2 rows repeat texts of the same label and are left out, such as "SAY 0  of kind 2" in lines 8 and 20.']);
});

test('a text under two labels is kept and reported, with the splits', () => {
  const reports = Array.from({ length: 12 }, (_, seed) => {
    const family = read(table(6, 3, ['say 1 of kind 4,label5']), { seed });
    assert.equal(everything(family).length, 19);
    const [warning, ...more] = family.warnings!;
    assert.equal(more.length, 0);
    const splits = [...warning.matchAll(/"label[45]" \((\w+)\)/g)].map(([, split]) => split);
    assert.equal(splits.length, 2);
    assert.match(warning, splits[0] === splits[1] ? /^1 text stands under several labels of one split, such as "say 1 of kind 4"/ : /^1 text stands under labels of different splits/);
    return splits[0] === splits[1];
  });
  assert.ok(reports.includes(true) && reports.includes(false));
});

test('rows without text or label are left out and counted', () => {
  const family = read(table(6, 3, [' ,label1', 'no label, ']));
  assert.deepEqual(family.warnings, ['2 of 20 rows have no text or no label and are left out; the first is line 20.']);
  assert.throws(() => read('text,label\n,a\n'), /has 1 rows, none of which has both/);
  assert.throws(() => read('text,label\n'), /has a header line and no rows/);
});

test('other encodings are refused with the byte and the line', () => {
  assert.throws(() => read(Uint8Array.from(Buffer.from('text,label\ncafé,a\n', 'latin1'))), /texts\.csv is not UTF-8 text: line 2 has the byte 0xE9/);
  assert.throws(() => read(Buffer.from('\ufefftext,label\n', 'utf16le')), /is UTF-16 text/);
});

test('empty files, missing files, broken JSON lines and JSON arrays are refused in words', () => {
  assert.throws(() => read(' \n'), /texts\.csv is empty/);
  assert.throws(() => textFile({ file: join(root, 'nowhere.csv') }), /nowhere\.csv does not exist/);
  assert.throws(() => read('{"text": "a", "label": "b"}\n{"text": "a", \n'), /Line 2 of .*texts\.csv is not JSON/);
  assert.throws(() => read('{"text": "a", "label": "b"}\n3\n'), /Line 2 of .* is not a JSON object/);
  assert.throws(() => read('{"text": ["a"], "label": "b"}\n'), /Line 1 of .* has a list as "text"/);
  assert.throws(() => read('[{"text": "a", "label": "b"}]'), /is one JSON array\. Write JSON lines/);
  assert.throws(() => read('text,label\na,b\nc,d,e\n'), /Line 3 of .* has 3 cells, but the header names 2 columns/);
});
