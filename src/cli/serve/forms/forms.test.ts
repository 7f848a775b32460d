import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { encodeTexts, ngramIds, seriesFile, textFile } from '../../../fewshot/index.js';
import { toNested, type NdArray } from '../../../graph/index.js';
import { key } from '../../../random/index.js';
import { table } from '../../../regression/index.js';
import { usualLimits } from '../limits.js';
import { parse } from '../parse.js';
import { formOf, formsOf, type Inputs, type Labelled } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-forms-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, lines: readonly string[]): string => {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  return join(folder, name);
};

const limits = { ...usualLimits, examples: 8, rows: 4 };
const image = { inputShape: [2, 3], target: { kind: 'classes', ways: 3 }, description: {} } as const;
const supportFrom = (family: Parameters<typeof formsOf>[0], body: Record<string, unknown>): Labelled => parse(formOf(formsOf(family, limits), body, 'support').support, body);
const queryFrom = (family: Parameters<typeof formsOf>[0], body: Record<string, unknown>): Inputs => parse(formOf(formsOf(family, limits), body, 'query').query, body);
const xOf = (inputs: Inputs): NdArray => ('x' in inputs ? inputs.x : assert.fail('images are decoded by workers'));
const rowsOf = ({ data, shape }: NdArray): number[][] => Array.from({ length: shape[0] }, (_, row) => Array.from(data.subarray(row * (data.length / shape[0]), (row + 1) * (data.length / shape[0]))));

test('nested lists of the right shape are read as they are, and any other value is refused in a sentence', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 4 }), (x) => {
      const read = xOf(queryFrom(image, { x }));
      assert.deepEqual(toNested(read), x.map((row) => row.map((values) => values.map((value) => Math.fround(value)))));
    }),
  );
  fc.assert(
    fc.property(fc.jsonValue(), (x) => {
      try {
        assert.deepEqual(xOf(queryFrom(image, { x })).shape.slice(1), [2, 3]);
      } catch (error) {
        assert.match((error as Error).message, /^The body: x[[\]\d]* is refused: expected .*\.$/);
        assert.equal((error as { status?: number }).status, 400);
      }
    }),
  );
});

test('classes are numbers or names, values numbers or lists', () => {
  const x = [[[1, 2, 3], [4, 5, 6]], [[0, 0, 0], [1, 1, 1]]];
  assert.deepEqual(supportFrom(image, { x, y: ['cat', 'dog'] }).answers, { classes: ['cat', 'dog'] });
  assert.deepEqual(supportFrom(image, { x, y: [2, 0] }).answers, { classes: [2, 0] });
  for (const y of [[0.5, 1], [-1, 0], [null, 1], ['', 'a'], 'ab', [true, false]]) assert.throws(() => supportFrom(image, { x, y }), /y.* is refused|y is refused/, JSON.stringify(y));
  const curve = { inputShape: [1], target: { kind: 'values', outputs: 1 }, description: {} } as const;
  const [flat, listed] = [supportFrom(curve, { x: [[1], [2]], y: [3, 4] }), supportFrom(curve, { x: [[1], [2]], y: [[3], [4]] })];
  assert.deepEqual(flat, listed);
  const plane = { ...curve, target: { kind: 'values', outputs: 2 } } as const;
  assert.throws(() => supportFrom(plane, { x: [[1]], y: [3] }), /y\[0\] is refused: expected a list of 2, received a number/);
});

test('a body of two forms, or of none, is refused with what is wanted', () => {
  const drawn = { ...image, description: { image: { height: 2, width: 3, channels: 1, invert: false } } };
  assert.throws(() => supportFrom(drawn, { images: { a: ['aaaa'] }, x: [], y: [] }), /has both images and x: give one/);
  assert.throws(() => supportFrom(drawn, {}), /no examples: give \{ "images": .*; or \{ "x"/);
  assert.deepEqual(supportFrom(drawn, { images: { a: ['aaaa', 'bbbb'], b: ['cccc'] } }), { inputs: { images: ['aaaa', 'bbbb', 'cccc'] }, answers: { classes: ['a', 'a', 'b'] } });
  assert.throws(() => supportFrom(drawn, { images: { a: ['no base64!'] } }), /images\.a\[0\] is refused: expected a PNG or JPEG file in base64/);
  assert.throws(() => supportFrom(drawn, { images: { a: [] } }), /images\.a is refused/);
  assert.throws(() => supportFrom(drawn, { images: { a: Array(9).fill('aaaa') } }), /expected 1 to 8 examples, received 9/);
  assert.throws(() => supportFrom(drawn, { images: {} }), /expected 1 to 8 examples, received 0/);
});

test('texts become what they were in training', () => {
  const lines = Array.from({ length: 12 }, (_, i) => `Say ${'abcdef'[i % 6]} number ${i},label ${i % 6}`);
  const texts = textFile({ file: file('texts.csv', ['text,label', ...lines]), ways: 2, shots: 1, queries: 1, representation: ngramIds({ length: 16, buckets: 512 }) });
  const written = ['Say a number 0', 'Zwölf Überraschungen!'];
  assert.deepEqual(xOf(queryFrom(texts, { texts: written })), encodeTexts(texts.representation, written));
  assert.deepEqual(supportFrom(texts, { texts: { yes: [written[0]], no: [written[1]] } }).answers, { classes: ['yes', 'no'] });
});

test('series become what they were in training: standardised, and padded where they are short', () => {
  const long = Array.from({ length: 9 }, (_, label) => Array.from({ length: 2 }, (_, i) => Array.from({ length: 3 + ((label + i) % 2) }, (_, step) => `${label}-${i},class ${label},${step},${label + step},${i - step}`))).flat(2);
  const series = seriesFile({ file: file('series.csv', ['series,label,time,a,b', ...long]), ways: 2, shots: 1, queries: 1 });
  const size = series.inputShape[0] * series.inputShape[1];
  for (const split of ['train', 'test'] as const) {
    const into = new Float32Array(size);
    series.splits[split].write(0, 1, into, 0);
    const label = Number(series.splits[split].nameOf(0).split(' ')[1]);
    const raw = Array.from({ length: 3 + ((label + 1) % 2) }, (_, step) => [label + step, 1 - step]);
    assert.deepEqual(rowsOf(xOf(queryFrom(series, { series: [raw] })))[0], Array.from(into));
  }
  assert.throws(() => queryFrom(series, { series: [[[1, 2, 3]]] }), /series\[0\]\[0\] is refused/);
  assert.throws(() => queryFrom(series, { series: [[]] }), /series\[0\] is refused/);
});

test('rows of a table become what they were in training, missing cells and unseen words too', () => {
  const cells = Array.from({ length: 60 }, (_, i) => [`shop ${i % 6}`, i % 7 === 3 ? '' : String(i * 1.5), ['red', 'green', 'blue'][i % 3], String(10 + i)]);
  const family = table({ file: file('sales.csv', ['shop,heat,colour,sales', ...cells.map((row) => row.join(','))]), task: 'shop', target: 'sales', shots: 3, queries: 3 });
  const { support } = family.sample('train', key(1));
  const asRow = ([, heat, colour, sales]: string[]) => ({ heat: heat === '' ? null : Number(heat), colour, sales: Number(sales) });
  const all = cells.map((row) => supportFrom(family, { rows: [asRow(row)] }));
  const drawn = rowsOf(support.x).map((row, i) => JSON.stringify([row, support.y.data[i]]));
  const read = all.map(({ inputs, answers }) => JSON.stringify([rowsOf(xOf(inputs))[0], 'values' in answers ? answers.values.data[0] : undefined]));
  for (const each of drawn) assert.ok(read.includes(each), each);
  const strange = queryFrom(family, { rows: [{ colour: 'purple' }] });
  assert.deepEqual(strange, queryFrom(family, { rows: [{ heat: null, colour: null }] }));
  assert.throws(() => queryFrom(family, { rows: [{ heat: 'warm' }] }), /rows\[0\]\.heat is refused: expected a number or null/);
  assert.throws(() => supportFrom(family, { rows: [{ heat: 1 }] }), /sales/);
  assert.throws(() => queryFrom(family, { rows: [{ hat: 1 }] }), /rows\[0\] has a field "hat", which means nothing here/);
  assert.throws(() => supportFrom(family, { x: [[1]], y: [1] }), /no examples: give \{ "rows": /);
});
