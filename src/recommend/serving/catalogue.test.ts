import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { smallRaters } from '../../testing/served-learners.js';
import { SafetensorsError, decodeSafetensors, encodeSafetensors } from '../../training/index.js';
import { catalogue as catalogueFrom, catalogueOf, titleOf, type Catalogue } from './catalogue.js';
import { CatalogueError, decodeCatalogue, encodeCatalogue } from './catalogue-file.js';

const { family, catalogue } = smallRaters();
const slots = catalogue.rows.shape[1];
const rowOf = ({ rows }: Catalogue, item: number): number[] => Array.from(rows.data.subarray(item * slots, (item + 1) * slots));
const partsOf = (of: Catalogue) => ({ ...of, titles: of.titles ?? 'none', with: undefined, items: Array.from({ length: of.items.count }, (_, item) => of.items.nameOf(item)) });

test('the rows of a catalogue are the items of the rows of the data', () => {
  const { x } = family.examplesOf(undefined, [0, 41, 89], [3, 3, 3]);
  for (const [row, item] of [0, 41, 89].entries()) assert.deepEqual(rowOf(catalogue, item), Array.from(x.data.subarray(row * x.shape[1], row * x.shape[1] + slots)));
  assert.deepEqual(catalogue.counts, Int32Array.from(family.statistics.counts));
});

test('a new item with the attributes of another has its row but for id and ratings', () => {
  const { ratings } = family;
  const [genres, year] = ratings.itemAttributes;
  assert.ok(genres.kind === 'categories' && year.kind === 'number');
  for (const item of [0, 17, 60]) {
    const own = Array.from(genres.codes.subarray(genres.starts[item], genres.starts[item + 1]), (code) => genres.values[code - 1]);
    const more = catalogue.with({ name: 'copy', attributes: { genres: own, year: year.values[item] } });
    const [, , , ...described] = rowOf(catalogue, item);
    assert.deepEqual(rowOf(more, 90), [0, 0, 0, ...described]);
    assert.equal(more.counts[90], 0);
    assert.equal(more.items.indexOf('copy'), 90);
    assert.deepEqual(rowOf(more, item), rowOf(catalogue, item));
  }
});

test('values that were never seen, or are not there, are unknown and no error', () => {
  const unknown = rowOf(catalogue.with({ name: 'new' }), 90);
  assert.ok(unknown.every((value) => value === 0));
  const odd: readonly object[] = [{ genres: 'opera', year: 'long ago' }, { genres: [], year: NaN }, { genres: null, year: '' }, { genres: { deep: 1 }, year: true }, { constructor: 1, other: ['x'] }, { year: Infinity }];
  for (const attributes of odd) assert.deepEqual(rowOf(catalogue.with({ name: 'new', attributes: attributes as never }), 90), unknown);
  const [one, listed] = ['drama', ['opera', 'drama']].map((genres) => rowOf(catalogue.with({ name: 'new', attributes: { genres } }), 90));
  assert.deepEqual(one, listed);
  assert.notDeepEqual(one, unknown);
  const [text, number] = ['1999', 1999].map((year) => rowOf(catalogue.with({ name: 'new', attributes: { year } }), 90));
  assert.deepEqual(text, number);
});

test('texts of new items are read as those of the data are', () => {
  const text = { of: 'item', kind: 'text', attribute: 'plot', field: { name: 'item plot', kind: 'codes', slots: 24, size: 4096, width: 4 } } as const;
  const told = catalogueFrom({ ...catalogue, columns: [text], rows: { data: new Float32Array(90 * 24), shape: [90, 24], dtype: 'float32' } });
  const codes = (plot?: string): number[] => Array.from(told.with({ name: 'new', attributes: { plot } }).rows.data.subarray(90 * 24));
  assert.deepEqual(codes('A robot falls in love'), codes('a ROBOT falls in love'));
  assert.notDeepEqual(codes('A robot falls in love'), codes('War'));
  assert.ok(codes().every((code) => code === 0));
});

test('names of new items must be new', () => {
  const refused = { name: 'RangeError', message: 'The catalogue has an item item 7 already: list a new one under a name of its own.' };
  assert.throws(() => catalogue.with({ name: 'item 7' }), refused);
  assert.throws(() => catalogue.with({ name: 'a' }, { name: 'a' }), /has an item a already/);
  assert.throws(() => catalogue.with({ name: '' }), /A new item needs a name/);
});

test('new items bring their titles, and items without one go by their names', () => {
  const more = catalogue.with({ name: 'a', title: 'The A' }, { name: 'b' });
  assert.deepEqual([0, 90, 91].map((item) => titleOf(more, item)), ['item 1', 'The A', 'b']);
  const again = more.with({ name: 'c', title: 'The C' });
  assert.deepEqual([90, 91, 92].map((item) => titleOf(again, item)), ['The A', 'b', 'The C']);
});

test('a catalogue that is written and read is the same, and equal ones give equal bytes', () => {
  for (const each of [catalogue, catalogue.with({ name: 'Ŝi "α"', title: 'Ŝi', attributes: { year: 2001 } })]) {
    const read = decodeCatalogue(encodeCatalogue(each));
    assert.deepEqual(partsOf(read), partsOf(each));
    assert.deepEqual(encodeCatalogue(read), encodeCatalogue(each));
    assert.equal(read.with({ name: 'later' }).items.indexOf('later'), each.items.count);
  }
});

test('a catalogue says how many untaken items stand beside, and one of an earlier version counts as of the usual', () => {
  const told = (bytes: Uint8Array, change: (parts: Record<string, unknown>) => object): Catalogue => {
    const { metadata, tensors } = decodeSafetensors(bytes);
    return decodeCatalogue(encodeSafetensors({ tensors, metadata: { ...metadata, catalogue: JSON.stringify(change(JSON.parse(metadata.catalogue))) } }));
  };
  const taken = encodeCatalogue(smallRaters({ negatives: 7 }, 'implicit').catalogue.with({ name: 'later' }));
  const said = ({ negatives, dataItems }: Catalogue) => [negatives, dataItems];
  assert.deepEqual(said(decodeCatalogue(taken)), [7, 90]);
  const earlier = ({ negatives: _, dataItems: __, ...parts }: Record<string, unknown>): object => parts;
  assert.deepEqual(said(told(taken, earlier)), [4, 91]);
  assert.deepEqual([said(catalogue), said(told(encodeCatalogue(catalogue), earlier))], [[0, 90], [0, 90]]);
  for (const wrong of [{ negatives: -1 }, { negatives: '4' }, { dataItems: 92 }, { dataItems: 1.5 }]) assert.throws(() => told(taken, (parts) => ({ ...parts, ...wrong })), /its description is damaged/);
});

test('files that are cut short, or are none of ours, are refused in a sentence', () => {
  const bytes = encodeCatalogue(catalogue);
  fc.assert(fc.property(fc.nat({ max: bytes.length - 1 }), (length) => {
    assert.throws(() => decodeCatalogue(bytes.subarray(0, length)), SafetensorsError);
  }), { numRuns: 50, seed: 2 });
  const other = (metadata: Record<string, string>) => encodeSafetensors({ tensors: new Map(), metadata });
  assert.throws(() => decodeCatalogue(other({})), { name: 'CatalogueError', message: "The file is no catalogue that this version reads: its format is undefined, and 'metalearn catalogue 1' is needed." });
  assert.throws(() => decodeCatalogue(other({ format: 'metalearn catalogue 1', catalogue: '{"items":[' })), /its description is damaged/);
  const told = { name: 'x', columns: [], ratingTarget: { kind: 'taken' }, scale: { low: 0, high: 1 }, items: ['a'] };
  assert.throws(() => decodeCatalogue(other({ format: 'metalearn catalogue 1', catalogue: JSON.stringify(told) })), (error) => error instanceof CatalogueError && /do not fit together: 1 items of 0 values, rows of shape \(undefined\), undefined counts/.test(error.message));
});

test('the catalogue of the data can be made again', () => {
  assert.deepEqual(encodeCatalogue(catalogueOf(family)), encodeCatalogue(catalogue));
});
