import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { foldIn, key } from '../../random/index.js';
import type { HostTask, Split, TaskFamily } from '../../tasks/index.js';
import { assertClose } from '../../testing/close.js';
import { table, type TableFormat, type TableOptions } from '../index.js';

const root = mkdtempSync(join(tmpdir(), 'metalearn-table-'));
after(() => rmSync(root, { recursive: true }));

function csv(name: string, lines: readonly string[]): string {
  const file = join(root, `${name}.csv`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const splits = ['train', 'validation', 'test'] as const;
const formatOf = (family: TaskFamily) => family.description.table as TableFormat;
const tasksOf = (family: TaskFamily, split: Split, count = 40): HostTask[] => Array.from({ length: count }, (_, i) => family.sample(split, foldIn(key(5), i)));

/** Ten persons of eight rows: in row r of person p, x is 10 p + r and y is 1000 p + r. */
const people = ['person,x,y', ...Array.from({ length: 80 }, (_, i) => [Math.floor(i / 8), i % 8]).map(([p, r]) => `p${p},${10 * p + r},${1000 * p + r}`)];
const load = (options: Partial<TableOptions> = {}, lines: readonly string[] = people) => table({ file: csv('people', lines), task: 'person', target: 'y', shots: 3, queries: 4, ...options });

/** What x or y of rows were in the file. */
function original(family: TaskFamily, { support, query }: HostTask): { x: number[]; y: number[] } {
  const { inputs: [input], target } = formatOf(family);
  assert.ok(input.kind === 'number' && target.kind === 'values');
  const back = (values: Iterable<number>, { mean, deviation }: { mean: number; deviation: number }) => [...values].map((value) => Math.round(value * deviation + mean) + 0);
  return { x: back([...support.x.data, ...query.x.data], input.standard), y: back([...support.y.data, ...query.y.data], target.standard) };
}

test('a task has rows of one person, none of them twice', () => {
  const family = load();
  assert.deepEqual([family.inputShape, family.target], [[1], { kind: 'values', outputs: 1 }]);
  for (const task of splits.flatMap((split) => tasksOf(family, split))) {
    assert.deepEqual([task.support.x.shape, task.support.y.shape, task.query.x.shape, task.query.y.shape], [[3, 1], [3, 1], [4, 1], [4, 1]]);
    const { x, y } = original(family, task);
    const person = Math.floor(x[0] / 10);
    x.forEach((value, i) => assert.deepEqual([Math.floor(value / 10), y[i]], [person, 1000 * person + (value % 10)]));
    assert.equal(new Set(x).size, 7);
    assert.equal(task.classes, undefined);
  }
});

test('persons are split 6, 2 and 2, none in two splits, and every row is drawn in time', () => {
  const family = load();
  assert.deepEqual(family.description.tasks, { train: 6, validation: 2, test: 2 });
  const seen = splits.map((split) => new Set(tasksOf(family, split, 80).flatMap((task) => original(family, task).x)));
  assert.deepEqual(seen.map((rows) => rows.size), [48, 16, 16]);
  assert.equal(new Set(seen.flatMap((rows) => [...rows])).size, 80);
});

test('inputs and targets are standardised on the training persons alone', () => {
  const family = load();
  const rows = [...new Set(tasksOf(family, 'train', 80).flatMap((task) => original(family, task).x))];
  const persons = [...new Set(rows.map((x) => Math.floor(x / 10)))];
  // Mean and variance of the persons' numbers, times 10 or 1000, and of 0 to 7 within each.
  const mean = persons.reduce((sum, p) => sum + p, 0) / 6;
  const variance = persons.reduce((sum, p) => sum + (p - mean) ** 2, 0) / 6;
  const { inputs: [input], target } = formatOf(family);
  assert.ok(input.kind === 'number' && target.kind === 'values');
  assertClose([input.standard.mean, input.standard.deviation], [10 * mean + 3.5, Math.sqrt(100 * variance + 5.25)]);
  assertClose([target.standard.mean, target.standard.deviation], [1000 * mean + 3.5, Math.sqrt(1e6 * variance + 5.25)]);
});

test('the same seed and key give the same task, another seed other splits; shots and queries do not move a person', () => {
  assert.deepEqual(load().sample('test', key(1)), load().sample('test', key(1)));
  const testPersons = (options: Partial<TableOptions>) => {
    const family = load(options);
    return [...new Set(tasksOf(family, 'test').flatMap((task) => original(family, task).x.map((x) => Math.floor(x / 10))))].sort().join();
  };
  assert.equal(testPersons({ shots: 1, queries: 1 }), testPersons({}));
  assert.ok([1, 2, 3].some((seed) => testPersons({ seed }) !== testPersons({})));
});

test('categories are one input each, unknown ones none; a missing number is zero and said to be missing', () => {
  // Twelve sensors; the row r of sensor s has the place s % 3, and no number in the row 0. The categories of some sensors occur in no other.
  const lines = Array.from({ length: 60 }, (_, i) => [Math.floor(i / 5), i % 5]).map(([s, r]) => `s${s},${r === 0 ? 'NA' : r},place ${s % 3},only ${s},${s + r}`);
  const family = table({ file: csv('sensors', ['sensor,n,place,own,y', ...lines]), task: 'sensor', target: 'y', shots: 2, queries: 3 });
  const [number, place, own] = formatOf(family).inputs;
  assert.ok(number.kind === 'number' && place.kind === 'category' && own.kind === 'category');
  assert.deepEqual([number.missing, place.categories, own.categories.length], [true, ['place 0', 'place 1', 'place 2'], 8]);
  assertClose([number.standard.mean, number.standard.deviation], [2.5, Math.sqrt(1.25)]);
  assert.deepEqual(family.inputShape, [2 + 3 + 8]);
  for (const split of splits) {
    for (const { x } of tasksOf(family, split, 10).flatMap(({ support, query }) => [support, query])) {
      for (let row = 0; row < x.shape[0]; row++) {
        const [value, missing, ...categories] = x.data.subarray(13 * row, 13 * row + 13);
        assert.ok(missing === 1 ? value === 0 : missing === 0 && value !== 0);
        assert.equal(categories.slice(0, 3).reduce((sum, one) => sum + one, 0), 1);
        assert.equal(categories.slice(3).reduce((sum, one) => sum + one, 0), split === 'train' ? 1 : 0);
      }
    }
  }
});

test('an indicator is made only where training rows lack the number', () => {
  const testPerson = Math.floor(original(load(), load().sample('test', key(0))).x[0] / 10);
  const lacking = people.map((line) => line.replace(new RegExp(`^p${testPerson},\\d+,`), `p${testPerson},,`));
  assert.deepEqual(load({}, lacking).inputShape, [1]);
  assert.ok(tasksOf(load({}, lacking), 'test').some(({ support }) => support.x.data.every((value) => value === 0)));
});

/** Eight users of twelve rows who like, hate or ignore; `labelOf` says what user u does in row r. */
const users = (labelOf: (u: number, r: number) => string): string[] => ['user,x,does', ...Array.from({ length: 96 }, (_, i) => [Math.floor(i / 12), i % 12]).map(([u, r]) => `u${u},${r},${labelOf(u, r)}`)];
const answers = (labelOf: (u: number, r: number) => string, options: Partial<TableOptions> = {}) => table({ file: csv('users', users(labelOf)), task: 'user', target: 'does', shots: 4, queries: 5, ...options });

test('words as targets are classes, the same in every task, and the support has a row of each', () => {
  const names = ['ignore', 'like', 'hate'];
  // One row of twelve is of the rarest class.
  const family = answers((u, r) => names[r === u ? 2 : r % 2]);
  assert.deepEqual(family.target, { kind: 'classes', ways: 3 });
  const { target } = formatOf(family);
  assert.deepEqual(target.kind === 'classes' && target.labels, ['hate', 'ignore', 'like']);
  for (const { support, query, classes } of splits.flatMap((split) => tasksOf(family, split, 15))) {
    assert.deepEqual([support.x.shape, support.y.shape, support.y.dtype, query.y.shape], [[4, 1], [4], 'int32', [5]]);
    assert.deepEqual([...new Set(support.y.data)].sort(), [0, 1, 2]);
    assert.equal(classes, undefined);
    assert.equal(new Set([...support.x.data, ...query.x.data]).size, 9);
  }
});

test('fewer shots than classes give each at most one', () => {
  for (const { support } of tasksOf(answers((_, r) => `class${r % 3}`, { shots: 2 }), 'train')) assert.equal(new Set(support.y.data).size, 2);
});

test('a task that lacks a class says so, and one of a single class is left out with a warning', () => {
  const family = answers((u, r) => (u === 0 ? 'like' : ['hate', 'like', 'ignore'][r % (u < 4 ? 2 : 3)]));
  assert.match(family.warnings!.join(), /^1 of \d \w+ tasks are left out, because they have rows of a single class: u0 \(12 rows\)\.$/);
  const masks = new Set<string>();
  for (const { support, query, classes } of splits.flatMap((split) => tasksOf(family, split))) {
    masks.add([...classes!.data].join());
    for (const label of [...support.y.data, ...query.y.data]) assert.equal(classes!.data[label], 1);
  }
  assert.deepEqual([...masks].sort(), ['1,0,1', '1,1,1']);
});

test('numbers are classes where that is said, in the order of numbers', () => {
  const family = answers((_, r) => String([10, 9, 1][r % 3]), { kind: 'classes' });
  const { target } = formatOf(family);
  assert.deepEqual(target.kind === 'classes' && target.labels, ['1', '9', '10']);
  assert.deepEqual(answers((_, r) => String(r % 3)).target, { kind: 'values', outputs: 1 });
});

test('rows without a target and tasks of too few rows are left out with a warning', () => {
  const family = load({}, [...people.map((line) => line.replace(/^(p3,3\d,).*/, '$1')), 'late,1,2', 'later,1,2']);
  assert.match(family.warnings![0], /^8 of 82 rows are left out, because their target "y" is missing\.$/);
  assert.match(family.warnings!.slice(1).join(' '), /fewer rows than the 7 that 3 shots and 4 queries need: (late|later) \(1 rows\)/);
  assert.equal(splits.flatMap((split) => tasksOf(family, split)).some((task) => original(family, task).x.some((x) => Math.floor(x / 10) === 3)), false);
  assert.throws(() => load({ shots: 6 }), /No \w+ task of .*people\.csv is left\. 6 of 6 train tasks.*Ask for fewer shots or queries/);
});

test('what does not fit is refused with file, line and column', () => {
  const broken = (change: (line: string) => string, options: Partial<TableOptions> = {}) => () => load(options, people.map(change));
  assert.throws(broken((line) => line.replace('p0,3,', 'p0,"3,5",')), /Line 5 of .*people\.csv has "3,5" in the column "x", where other lines have numbers/);
  assert.throws(broken((line) => line.replace('p1,10,1000', 'p1,10,much')), /target "y" of .* is the number 0 on line 2, but "much" on line 10/);
  assert.throws(broken((line) => line.replace('p1,10,1000', 'p1,10,much'), { kind: 'values' }), /Line 10 of .* has "much" in the column "y"/);
  assert.throws(broken((line) => line.replace('p2,20', ',20')), /Line 18 of .* names no task in the column "person"/);
  assert.throws(broken((line) => line, { task: 'shop' }), /has no column "shop": its first line names "person", "x", "y"/);
  assert.throws(broken((line) => line, { features: ['x', 'y'] }), /must be different ones/);
  assert.throws(broken((line) => line.replace(/^p\d/, 'p1')), /names 1 task, but train, validation and test share none, so at least 3/);
  assert.throws(broken((line) => line.replace(/\d+$/, 'same')), /is "same" in every row: there is nothing to predict/);
  assert.throws(broken((line) => line.replace(/,\d+,/, ',,')), /nothing to predict from: the columns x are empty/);
  assert.throws(broken((line) => line, { shots: 0 }), /shots must be a whole number of at least 1.*got \[0,0\]/);
  assert.throws(() => table({ file: join(root, 'none.csv'), task: 'a', target: 'b' }), /none\.csv does not exist/);
  const words = ['person,note,y', ...Array.from({ length: 600 }, (_, i) => `p${i % 6},word ${i},${i}`)];
  assert.throws(() => load({}, words), /The column "note" of .* has \d{3} different words.*Leave it out/);
});

test('a column of numbers that are all written with commas is not taken for categories', () => {
  const decimals = people.map((line) => line.replace(/,(\d+),/, ',"$1,5",'));
  assert.throws(() => load({}, decimals), /Line 2 of .*people\.csv has "0,5" in the column "x", where a number should be \(with a point for decimals/);
  assert.equal(formatOf(load({ categorical: ['x'] }, decimals)).inputs[0].kind, 'category');
});

test('decimals with a comma are numbers where semicolons separate cells', () => {
  const semicolons = people.map((line) => line.replaceAll(',', ';'));
  const withPoints = load({}, people.map((line) => line.replace(/(\d),(\d+),(\d+)$/, '$1,$2.5,$3.25')));
  const withCommas = load({}, semicolons.map((line) => line.replace(/(\d);(\d+);(\d+)$/, '$1;$2,5;$3,25')));
  assert.deepEqual(formatOf(withCommas), formatOf(withPoints));
  assert.deepEqual(withCommas.sample('train', key(3)), withPoints.sample('train', key(3)));
  const codes = load({ categorical: ['x'] }, semicolons.map((line) => line.replace(/(\d);(\d+);/, '$1;$2,5;')));
  assert.ok(JSON.stringify(formatOf(codes).inputs[0]).includes('"0,5"'));
});

test('a value so far from the others that these are all alike is told of, in features and targets', () => {
  const far = (pattern: RegExp, value: string) => (load({}, people.map((line) => line.replace(pattern, value))).warnings ?? []).join(' ');
  // Every person has one row of it, so that the training people have, too.
  assert.match(far(/^(p\d),\d*1,/, '$1,999999,'), /^"x" is 999999 on line \d+, so far from the others that these are all alike.*leave the cell empty\.$/);
  assert.match(far(/^(p\d,\d*1),\d+$/, '$1,-1e6'), /^"y" is -1000000 on line/);
  assert.equal(far(/^(p\d),\d*1,/, '$1,300,'), '');
  assert.equal(far(/^$/, ''), '');
});

test('percentages and amounts of money are numbers, too, that are to be written as such', () => {
  for (const written of ['$1%', '$1 %', '€$1', '$1.5 €', "1'$1"]) {
    assert.throws(() => load({}, people.map((line) => line.replace(/,(\d+),/, `,${written},`))), /Line 2 of .*people\.csv has ".*" in the column "x", where a number should be/, written);
  }
  for (const written of ['$1%', '"$1,5"']) assert.throws(() => load({}, people.map((line) => line.replace(/,(\d+)$/, `,${written}`))), /Line 2 of .* in the column "y", where a number should be.*the option kind/, written);
  assert.equal(load({ kind: 'classes', shots: 1, queries: 1 }, people.map((line) => line.replace(/(\d)$/, '$1%'))).target.kind, 'classes');
});

test('a column of dates is not taken for categories, as no other day would be one of them', () => {
  const dated = people.map((line, i) => (i === 0 ? line : line.replace(/,(\d+),/, `,${String((i % 28) + 1).padStart(2, '0')}/02/2021,`)));
  assert.throws(() => load({}, dated), /The column "x" of .*people\.csv holds dates, such as "02\/02\/2021" on line 2.*Write them as numbers.*the option features.*the option categorical/);
  assert.equal(formatOf(load({ categorical: ['x'] }, dated)).inputs[0].kind, 'category');
  assert.equal(formatOf(load({}, dated.map((line) => line.replace('02/02/2021', 'soon')))).inputs[0].kind, 'category');
});

test('nor is a column of times of day', () => {
  for (const written of ['$1:30', '$1:05:30.5', '$1:05 p.m.']) {
    const timed = people.map((line) => line.replace(/,(\d+),/, `,${written},`));
    assert.throws(() => load({}, timed), /The column "x" of .*people\.csv holds times of day, such as ".*" on line 2: as categories they would say nothing of any other time\. Write them as numbers, such as minutes since midnight/, written);
    assert.equal(formatOf(load({ categorical: ['x'] }, timed)).inputs[0].kind, 'category');
  }
});

test('numbers that float32 does not hold are refused, as their deviation would make all others zero', () => {
  assert.throws(() => load({}, people.map((line) => line.replace(/^(p4,42,).*/, '$11e300'))), /Line 36 of .*people\.csv has "1e300" in the column "y", where a number should be.*at most 3\.4e38|target "y" of .* is the number 0 on line 2, but "1e300" on line 36/);
  assert.throws(() => load({}, people.map((line) => line.replace(/,(\d+),/, ',1$1e300,'))), /Line 2 of .*people\.csv has "10e300" in the column "x", where a number should be/);
});

test('a target that never changes, and categories that are no features, are refused', () => {
  assert.throws(() => load({}, people.map((line) => line.replace(/\d+$/, '5'))), /is 5 in every row: there is nothing to predict/);
  assert.throws(() => load({ categorical: ['y'] }), /The column "y" is said to hold categories, but is none of those to predict from \(x\)/);
});
