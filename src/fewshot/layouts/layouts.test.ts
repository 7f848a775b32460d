import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { readLayout } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'metalearn-layouts-'));
after(() => rmSync(root, { recursive: true }));

/** A new folder with the given files. */
let folders = 0;
function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const directory = join(root, `${folders++}`);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  return directory;
}

/** Empty files of the given names: a layout is read from names alone. */
const empty = (...names: string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, '']));

const mini = { ...empty('images/a1.jpg', 'images/a2.jpg', 'images/b1.jpg', 'images/c1.jpg'), 'train.csv': 'filename,label\na2.jpg,a\na1.jpg,a\n', 'val.csv': 'filename,label\nb1.jpg,b\n', 'test.csv': 'filename,label\nc1.jpg,c\n' };

test('one folder per class has no splits', () => {
  const directory = folder(empty('cat/1.png', 'dog/1.png', 'dog/2.png'));
  assert.deepEqual(readLayout(directory), {
    layout: 'classes',
    classes: [{ name: 'cat', files: [join(directory, 'cat/1.png')] }, { name: 'dog', files: [join(directory, 'dog/1.png'), join(directory, 'dog/2.png')] }],
  });
});

test('a class may be named like a split: a train among cars', () => {
  assert.equal(readLayout(folder(empty('train/1.png', 'car/1.png'))).layout, 'classes');
});

test('folders of splits keep their classes, whichever way validation is written', () => {
  for (const validation of ['val', 'validation']) {
    const directory = folder(empty('train/cat/1.png', 'train/dog/1.png', `${validation}/cow/1.png`, 'test/hen/1.png'));
    const found = readLayout(directory);
    assert.ok(found.layout === 'splits');
    assert.deepEqual(Object.entries(found.splits).map(([split, classes]) => [split, classes.map(({ name }) => name)]), [['train', ['cat', 'dog']], ['validation', ['cow']], ['test', ['hen']]]);
    assert.deepEqual(found.splits.validation[0].files, [join(directory, validation, 'cow/1.png')]);
  }
});

test('a missing split, one written twice or one without classes is refused', () => {
  assert.throws(() => readLayout(folder(empty('train/cat/1.png', 'test/dog/1.png'))), /but no val \(or validation\)\. Add what is missing, or put the folders of all classes into/);
  assert.throws(() => readLayout(folder(empty('val/cat/1.png'))), /but no train and no test\./);
  assert.throws(() => readLayout(folder(empty('train/cat/1.png', 'test/dog/1.png', 'val/a/1.png', 'validation/b/1.png'))), /has both val\/ and validation\//);
  assert.throws(() => readLayout(folder(empty('train/cat/1.png', 'test/dog/1.png', 'val/1.png'))), /val should have one folder per class, but it holds 1\.png, and no folders\. Put the images of each class in a folder/);
});

test('mini-ImageNet: tables of filename and label, sorted by class, in the order of their lines', () => {
  const directory = folder(mini);
  const found = readLayout(directory);
  assert.ok(found.layout === 'csv');
  assert.deepEqual(found.splits.train, [{ name: 'a', files: [join(directory, 'images/a2.jpg'), join(directory, 'images/a1.jpg')] }]);
  assert.deepEqual([found.splits.validation[0].name, found.splits.test[0].name], ['b', 'c']);
  assert.deepEqual(found.tables, ['train.csv', 'val.csv', 'test.csv'].map((name) => join(directory, name)));
});

test('a class in two splits is refused by name, in folders and in tables', () => {
  assert.throws(() => readLayout(folder(empty('train/cat/1.png', 'val/cow/1.png', 'test/cat/1.png'))), /The class "cat" is in both train and test of .*move each class to one split/);
  assert.throws(() => readLayout(folder({ ...mini, 'val.csv': 'filename,label\nb1.jpg,a\n' })), /The class "a" is in both train and validation/);
  // Blanks round a name make no other class.
  assert.throws(() => readLayout(folder({ ...mini, 'val.csv': 'filename, label\nb1.jpg , a\n' })), /The class "a" is in both train and validation/);
});

test('what is wrong in a table is said with its line', () => {
  const refuse = (table: string | Uint8Array, message: RegExp): void => assert.throws(() => readLayout(folder({ ...mini, 'train.csv': table })), message);
  refuse('filename,class\na1.jpg,a\n', /train\.csv has no column "label": its first line names "filename", "class"/);
  refuse('filename,label\na1.jpg,a\na3.jpg,a\n', /Line 3 of .*train\.csv names "a3\.jpg", but .*images has no such file/);
  refuse('filename,label\n.,a\n', /names "\.", but .* has no such file/);
  refuse('filename,label\na1.jpg,\n', /Line 2 of .* has no label for "a1\.jpg"/);
  refuse('filename,label\n../images/a1.jpg,a\n', /Line 2 of .* names "\.\.\/images\/a1\.jpg", which lies outside of/);
  refuse('filename,label\na1.jpg,a\na2.jpg,a\na1.jpg,a\n', /Line 4 of .* names "a1\.jpg", which line 2 has already/);
  refuse('filename,label\n', /train\.csv names no images/);
  refuse(Uint8Array.of(...new TextEncoder().encode('filename,label\n'), 0xe4, 0x0a), /train\.csv is not UTF-8 text: line 2/);
});

test('a missing table, or one of two names, is refused', () => {
  const { 'val.csv': _, ...rest } = mini;
  assert.throws(() => readLayout(folder(rest)), /images\/ and tables of some splits, but no val\.csv or validation\.csv/);
  assert.throws(() => readLayout(folder({ ...mini, 'validation.csv': '' })), /has both val\.csv and validation\.csv/);
});
