import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { key } from '../../random/index.js';
import type { Split } from '../../tasks/index.js';
import { assertClose } from '../../testing/close.js';
import { seriesFile, type SeriesFileOptions, type SeriesFormat } from '../index.js';

const root = mkdtempSync(join(tmpdir(), 'metalearn-series-'));
after(() => rmSync(root, { recursive: true }));

function csv(name: string, lines: readonly string[]): string {
  const file = join(root, `${name}.csv`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const sizes = { ways: 2, shots: 1, queries: 1 } as const;
const load = (name: string, lines: readonly string[], options: Partial<SeriesFileOptions> = {}) => seriesFile({ file: csv(name, lines), ...sizes, ...options });
const formatOf = (family: ReturnType<typeof seriesFile>) => family.description.series as SeriesFormat;

/** Nine classes of two series: series s of class c is the numbers 100 c + 10 s + step, `stepsOf(c, s)` of them, and their negatives. */
function long(stepsOf: (c: number, s: number) => number): string[] {
  const lines = ['id,label,t,x,y'];
  for (let c = 0; c < 9; c++) {
    for (let s = 0; s < 2; s++) for (let t = 0; t < stepsOf(c, s); t++) lines.push(`${2 * c + s},class${c},${t},${100 * c + 10 * s + t},${-(100 * c + 10 * s + t)}`);
  }
  return lines;
}

/** The values of every series of a split, as they stood in the file, without padding. */
function seriesOf(family: ReturnType<typeof seriesFile>, split: Split): number[][][] {
  const { steps, channels, padded, standards = [] } = formatOf(family);
  const source = family.splits[split];
  return Array.from({ length: source.count }, (_, c) => Array.from({ length: source.sizeOf(c) }, (_, s) => [c, s])).flat().map(([c, s]) => {
    const into = new Float32Array(steps * channels.length);
    source.write(c, s, into, 0);
    const rows = Array.from({ length: steps }, (_, step) => [...into.subarray(step * channels.length, (step + 1) * channels.length)]);
    return rows.filter((row) => !padded || row.at(-1) === 1).map((row) => standards.map(({ mean, deviation }, channel) => row[channel] * deviation + mean));
  });
}

const all = (family: ReturnType<typeof seriesFile>): number[][][] => (['train', 'validation', 'test'] as const).flatMap((split) => seriesOf(family, split));

test('rows that share an id are the steps of a series, which needs no padding where all are as long', () => {
  const family = load('fixed', long(() => 3));
  assert.equal(family.description.layout, 'long');
  assert.deepEqual(family.inputShape, [3, 2]);
  assert.deepEqual([formatOf(family).channels, formatOf(family).padded], [['x', 'y'], false]);
  assert.deepEqual(family.description.classes, { train: 5, validation: 2, test: 2 });
  const sorted = all(family).sort((a, b) => a[0][0] - b[0][0]);
  assertClose(sorted, long(() => 3).slice(1).map((line) => line.split(',').slice(3).map(Number)), 1e-5);
});

test('shorter series are zero where they end, and their last channel says so', () => {
  const family = load('varying', long((c, s) => 2 + ((c + s) % 3)));
  assert.deepEqual([family.inputShape, formatOf(family).channels], [[4, 3], ['x', 'y', 'present']]);
  const { x } = family.sample('train', key(1)).support;
  for (let step = 0; step < 8; step++) {
    const [a, b, present] = x.data.subarray(3 * step, 3 * step + 3);
    assert.ok(present === 1 || (present === 0 && a === 0 && b === 0));
    assert.ok(step % 4 >= 2 || present === 1);
  }
  assert.deepEqual(all(family).map(({ length }) => length).sort(), [2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4]);
});

test('channels are standardised on the steps of the training classes alone', () => {
  const family = load('standard', long((c, s) => 2 + ((c + s) % 3)));
  const values = seriesOf(family, 'train').flat().map(([x]) => x);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  const [standardX, standardY] = formatOf(family).standards!;
  assertClose([standardX.mean, standardX.deviation], [mean, deviation], 1e-5);
  assertClose([standardY.mean, standardY.deviation], [-mean, deviation], 1e-5);
  const everything = all(family).flat().map(([x]) => x);
  assert.ok(Math.abs(everything.reduce((sum, value) => sum + value, 0) / everything.length - mean) > 1);
});

test('steps are put in order by their time, a number or a date', () => {
  const ordered = load('ordered', long(() => 3));
  const [header, ...rows] = long(() => 3);
  const shuffled = load('shuffled', [header, ...rows.reverse()]);
  const dated = load('dated', [header, ...rows.map((row) => row.replace(/^(\d+,\w+),(\d)/, '$1,2024-05-0$2T10:00:00Z').replace('-00T', '-09T'))]);
  const firstSteps = (family: ReturnType<typeof seriesFile>) => all(family).map((series) => series.map(([x]) => Math.round(x))).sort(([a], [b]) => a - b);
  assert.deepEqual(firstSteps(shuffled), firstSteps(ordered));
  // The step 0 is dated after the others.
  assert.ok(all(dated).every((series) => series.map(([x]) => Math.round(x) % 10).join() === '1,2,0'));
});

test('series whose levels drown what happens within them are told of', () => {
  const wide = (level: (series: number) => number, height = 1) => ['label,a,b,c,d', ...Array.from({ length: 18 }, (_, s) => [`class${s % 9}`, ...[0, 1, 0, -1].map((value) => level(s) + height * value)].join(','))];
  assert.match(load('levels', wide((s) => 1000 + 100 * (s % 7))).warnings!.join(), /^"value" varies by 0\.71 within a series, and by \d+ from series to series: .*subtract its mean from each series/);
  // Far from zero alone is standardised away, and where nothing happens within series levels are all there is.
  assert.equal(load('far', wide(() => 10_000)).warnings, undefined);
  const missing = load('missing', wide(() => 5).map((line, i) => (i < 10 ? line.replace(/^(class[0-4]),5,/, '$1,-99999,') : line)));
  assert.match(missing.warnings!.join(), /^"value" is -99999 in a series of the class "class\d", so far from the others.*take the step out\.$/);
  assert.equal(load('flat', wide((s) => 100 * (s % 7), 0)).warnings, undefined);
});

test('decimals with a comma are numbers where semicolons separate cells', () => {
  const points = [...Array(18).keys()].map((s) => `class${s % 9},${s}.5,${s + 1}.25,`);
  const commas = points.map((line) => line.replaceAll(',', ';').replaceAll('.', ','));
  assert.deepEqual(all(load('commas', ['label;v1;v2;v3', ...commas])), all(load('points', ['label,v1,v2,v3', ...points])));
});

test('the whole column tells whether days or months stand first in dates', () => {
  const [header, ...rows] = long(() => 3);
  const dated = (name: string, days: readonly string[], options: Partial<SeriesFileOptions> = {}) => load(name, [header, ...rows.map((row) => row.replace(/^(\d+,\w+),(\d)/, (_, start, step) => `${start},${days[Number(step)]}`))], options);
  const orderOf = (family: ReturnType<typeof seriesFile>) => [...new Set(all(family).map((series) => series.map(([x]) => Math.round(x) % 10).join()))];
  assert.deepEqual(orderOf(dated('day-first', ['05/03/2021', '13/02/2021', '01/04/2021'])), ['1,0,2']);
  assert.deepEqual(orderOf(dated('month-first', ['05/03/2021', '02/13/2021', '01/04/2021'])), ['2,1,0']);
  const either = ['05/03/2021 10:00', '03/04/2021 9:00', '01/05/2021 8:00'];
  assert.throws(() => dated('either', either), /The column "t" of .*either\.csv has dates such as "05\/03\/2021 10:00" on line 2, which may have the day or the month first.*--set dates=day-first/);
  assert.deepEqual(orderOf(dated('said-day', either, { dates: 'day-first' })), ['0,1,2']);
  assert.deepEqual(orderOf(dated('said-month', either, { dates: 'month-first' })), ['2,1,0']);
  assert.throws(() => dated('both', ['13/02/2021', '02/13/2021', '01/01/2021']), /some with the day first and some with the month first/);
  assert.throws(() => dated('wrong', ['13/02/2021', '14/02/2021', '15/02/2021'], { dates: 'month-first' }), /"13\/02\/2021" in the column "t", which is neither a number .* nor a date, the month first/);
});

test('a row for each series: empty cells or NaN at the end make it shorter', () => {
  const lines = Array.from({ length: 12 }, (_, i) => `c${Math.floor(i / 2)},${i},${i + 0.5}${i % 3 === 0 ? ',,' : i % 3 === 1 ? `,${i + 1},NaN` : `,${i + 1},${i + 1.5}`}`);
  const family = load('wide', ['label,v1,v2,v3,v4', ...lines]);
  assert.equal(family.description.layout, 'wide');
  assert.deepEqual([family.inputShape, formatOf(family).channels], [[4, 2], ['value', 'present']]);
  const sorted = all(family).map((series) => series.flat()).sort((a, b) => a[0] - b[0]);
  sorted.forEach((series, i) => assertClose(series, Array.from({ length: 2 + (i % 3) }, (_, step) => i + step / 2), 1e-5, 1));
});

test('a wide table may name its rows, and its classes in any column', () => {
  const lines = Array.from({ length: 12 }, (_, i) => `${i},${i + 1},row${i},c${Math.floor(i / 2)}`);
  const family = load('named', ['first,second,id,kind', ...lines], { label: 'kind' });
  assert.deepEqual([family.description.layout, family.inputShape], ['wide', [2, 1]]);
});

test('resampling keeps the ends and goes straight from step to step, by the time between them', () => {
  const lines = Array.from({ length: 12 }, (_, i) => [`${i},c${Math.floor(i / 2)},0,${i}`, `${i},c${Math.floor(i / 2)},1,${i + 8}`, `${i},c${Math.floor(i / 2)},4,${i + 2}`]).flat();
  const timed = load('timed', ['id,label,time,v', ...lines], { length: 5 });

test('steps that are all of one day are resampled in their order, as if the same time apart', () => {
  const [header, ...rows] = long(() => 3);
  const oneDay = (lines: readonly string[]) => [header, ...lines.map((line) => line.replace(/^(\d+,\w+),\d/, '$1,2021-02-13'))];
  assertClose(all(load('one-day', oneDay(rows), { length: 5 })), all(load('numbered', [header, ...rows], { length: 5 })), 1e-5);
});
  assert.deepEqual([timed.inputShape, formatOf(timed).padded], [[5, 1], false]);
  for (const series of all(timed)) assertClose(series.map(([v]) => v - series[0][0]), [0, 8, 6, 4, 2], 1e-4);
  const untimed = load('untimed', ['id,label,v', ...lines.map((line) => line.replace(/,\d+(,\d+)$/, '$1'))], { length: 5 });
  for (const series of all(untimed)) assertClose(series.map(([v]) => v - series[0][0]), [0, 4, 8, 5, 2], 1e-4);
  assert.throws(() => load('short', ['id,label,v'], { length: 1 }), /length must be a whole number of at least 2 steps, got 1/);
});

test('the same file, seed and key give the same task, another seed another split', () => {
  const family = (seed: number) => load('seeded', long(() => 3), { seed });
  assert.deepEqual(family(0).sample('test', key(4)), family(0).sample('test', key(4)));
  assert.notDeepEqual(all(family(0)), all(family(1)));
  assert.equal(typeof family(0).description.sha256, 'string');
});

test('a table whose rows share ids is read as long, and told of where its columns count on as steps do', () => {
  const rows = (names: string) => [`id,label,${names}`, ...Array.from({ length: 36 }, (_, s) => `person${Math.floor(s / 2)},class${Math.floor(s / 2) % 9},${s},${s + 1},${s % 5}`)];
  const long = load('counted', rows('t1,t2,t3'));
  assert.equal(long.description.layout, 'long');
  assert.match(long.warnings![0], /counted\.csv was read as having a row for each step, of the 3 values t1 to t3, as rows share what stands in the column "id"\. If each row is a series of its own, say so with the option layout, wide/);
  const wide = load('said', rows('t1,t2,t3'), { layout: 'wide' });
  for (const family of [wide, load('sure', rows('t1,t2,t3'), { layout: 'long' }), load('named', rows('x,y,z')), load('other', rows('t1,t2,t4'))]) assert.doesNotMatch(family.warnings?.join() ?? '', /was read as/);
  assert.throws(() => load('classes', rows('t1,t2,t3').map((line, i) => (i === 2 ? line.replace('class0', 'class1') : line))), /of class "class0" on line 2 and of "class1" on line 3\. Give every series an id of its own; where each row is a series, say so with the option layout, wide/);
});

test('what does not fit is refused with file, line and column', () => {
  const broken = (change: (line: string) => string, options: Partial<SeriesFileOptions> = {}) => () => load('broken', long(() => 3).map(change), options);
  assert.throws(broken((line) => line.replace('12,', 'twelve,')), /Line 7 of .*broken\.csv has "twelve" in the column "x", where a number should be/);
  assert.throws(broken((line) => line.replace(',class0,1,', ',class1,1,')), /Series "0" of .* is of class "class0" on line 2 and of "class1" on line 3/);
  assert.throws(broken((line) => line.replace(',class0,1,', ',class0,soon,')), /Line 3 of .* has "soon" in the column "t", which is neither a number \(with a point for decimals\) nor a date/);
  assert.throws(broken((line) => line.replace(',class0,1,', ',class0,8:30,')), /Line 3 of .* has "8:30" in the column "t", a time of day without its date\. Write the date before it, as in "2021-02-13 8:30", or numbers/);
  // Date.parse makes days of both.
  for (const time of ['"0,5"', 'step 3']) assert.throws(broken((line) => line.replace(',class0,1,', `,class0,${time},`)), /Line 3 of .* in the column "t", which is neither a number/);
  assert.throws(broken((line) => line.replace(',class0,', ',,')), /Line 2 of .* has no class in the column "label"/);
  assert.throws(broken((line) => line, { label: 'gesture' }), /has no column "gesture": its first line names "id", "label"/);
  assert.throws(broken((line) => line.replace('id,', 'number,'), { layout: 'long' }), /no column for the id of a series.*number, label, t, x, y/);
  assert.throws(broken((line) => line, { ways: 4 }), /broken\.csv: 9 classes are too few.*12 in all/);
  assert.throws(broken((line) => line, { shots: 2 }), /Class "class\d" of series \(train\) has 2 examples, but 2 shots and 1 queries need 3/);
  assert.throws(() => load('gap', ['label,a,b,c', 'x,1,,2']), /Line 2 of .*gap\.csv has nothing in the column "b".*Only the end of a series may be empty/);
  assert.throws(() => load('unnamed', ['device,kind,x,y', 'g1,up,1,2', 'g1,up,2,3']), /Line 2 of .*unnamed\.csv has "up" in the column "kind".*a row for each series and its class in the column "device": where it has not, say so with the options layout, label/);
  assert.throws(() => load('hollow', ['label,a,b', 'x,,']), /Line 2 of .* is a series without a number/);
  assert.throws(() => load('headless', ['1,2,3', '4,5,6']), /should start with a line of column names/);
  assert.throws(() => load('header', ['label,a,b']), /has a header line and no rows/);
  assert.throws(() => seriesFile({ file: join(root, 'nowhere.csv') }), /nowhere\.csv does not exist/);
  writeFileSync(join(root, 'latin.csv'), Uint8Array.of(0x61, 0x2c, 0x62, 0x0a, 0xfc, 0x2c, 0x31, 0x0a));
  assert.throws(() => seriesFile({ file: join(root, 'latin.csv') }), /latin\.csv is not UTF-8 text: line 2/);
});
