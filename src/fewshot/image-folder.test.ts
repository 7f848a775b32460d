import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { encode } from 'fast-png';
import { key } from '../random/index.js';
import { openZip } from '../tasks/files/index.js';
import { sharedData, withoutSharedData } from '../testing/shared-data.js';
import { images, readFolder, readLabelledFolder } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'metalearn-images-'));
after(() => rmSync(root, { recursive: true }));

const grey = (value: number, width = 6, height = 6): Uint8Array => encode({ width, height, channels: 1, data: new Uint8Array(width * height).fill(value) });

/** A folder of classes; image i of class c has all pixels 10 c + i. */
function folder(name: string, classes: number, each: number): string {
  const directory = join(root, name);
  for (let c = 0; c < classes; c++) {
    mkdirSync(join(directory, `class${c}`), { recursive: true });
    for (let i = 0; i < each; i++) writeFileSync(join(directory, `class${c}`, `${i}.png`), grey(10 * c + i));
  }
  return directory;
}

const format = { height: 6, width: 6, channels: 1, invert: false } as const;

test('classes are split, and a task has the images of its classes', () => {
  const directory = folder('ten', 10, 4);
  const family = images({ directory, ways: 2, shots: 1, queries: 2 });
  assert.deepEqual(family.inputShape, [6, 6, 1]);
  assert.deepEqual(family.description.classes, { train: 6, validation: 2, test: 2 });
  const seen = { train: new Set<number>(), validation: new Set<number>(), test: new Set<number>() };
  for (const split of ['train', 'validation', 'test'] as const) {
    for (let i = 0; i < 30; i++) {
      const { x } = family.sample(split, key(i)).query;
      for (let image = 0; image < 4; image++) seen[split].add(Math.floor(Math.round(x.data[36 * image] * 255) / 10));
    }
  }
  assert.deepEqual([seen.train.size, seen.validation.size, seen.test.size], [6, 2, 2]);
  assert.equal(new Set([...seen.train, ...seen.validation, ...seen.test]).size, 10);
});

test('the fingerprint changes with any file', () => {
  const directory = folder('print', 6, 3);
  const before = images({ directory, ways: 2, queries: 1 }).description.sha256;
  assert.equal(images({ directory, ways: 2, queries: 1 }).description.sha256, before);
  writeFileSync(join(directory, 'class0', '0.png'), grey(99));
  assert.notEqual(images({ directory, ways: 2, queries: 1 }).description.sha256, before);
});

test('a folder with its own splits keeps them, and says so', () => {
  const [train, validation, held] = ['train', 'val', 'test'].map((split) => folder(join('own', split), 3, 3));
  // The same class names in two splits are refused, so each split gets its own.
  for (const [split, directory] of [['v', validation], ['t', held]] as const) {
    for (let c = 0; c < 3; c++) renameSync(join(directory, `class${c}`), join(directory, `${split}${c}`));
  }
  const { description, splits } = images({ directory: join(train, '..'), ways: 3, queries: 2 });
  assert.deepEqual([description.layout, description.seed, description.classes], ['splits', undefined, { train: 3, validation: 3, test: 3 }]);
  assert.deepEqual([splits.train.nameOf(0), splits.validation.nameOf(1), splits.test.nameOf(2)], ['class0', 'v1', 't2']);
});

test('mini-ImageNet as MAML-Pytorch lays it out is read, and its fingerprint covers the tables', () => {
  const directory = join(root, 'mini');
  mkdirSync(join(directory, 'images'), { recursive: true });
  const table = (classes: string[]): string => ['filename,label', ...classes.flatMap((name) => [0, 1].map((i) => `${name}${i}.png,${name}`))].join('\n');
  'abcdef'.split('').forEach((name, at) => [0, 1].forEach((i) => writeFileSync(join(directory, 'images', `${name}${i}.png`), grey(10 * at + i))));
  [['train', 'ab'], ['val', 'cd'], ['test', 'ef']].forEach(([split, names]) => writeFileSync(join(directory, `${split}.csv`), table(names.split(''))));
  const family = images({ directory, ways: 2, queries: 1 });
  assert.equal(family.description.layout, 'csv');
  assert.equal(family.warnings, undefined);
  const { support, query } = family.sample('test', key(0));
  assert.deepEqual([...new Set([...support.x.data, ...query.x.data].map((value) => Math.round(255 * value)))].sort(), [40, 41, 50, 51]);
  writeFileSync(join(directory, 'test.csv'), `${table(['f', 'e'])}\n`);
  assert.notEqual(images({ directory, ways: 2, queries: 1 }).description.sha256, family.description.sha256);
});

test('the same image in two splits is reported, and the family is made', () => {
  const directory = folder('twice', 9, 4);
  writeFileSync(join(directory, 'class3', 'copy.png'), grey(71));
  const { splits, warnings = [] } = images({ directory, ways: 3, queries: 1 });
  const splitOf = (name: string): string => Object.entries(splits).find(([, classes]) => [0, 1, 2].some((index) => classes.nameOf(index) === name))![0];
  assert.notEqual(splitOf('class3'), splitOf('class7'));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /^1 image of \w+ is also in \w+: class[37]\/\w+\.png = class[37]\/\w+\.png\.$/);
  assert.equal(images({ directory: folder('once', 9, 4), ways: 3, queries: 1 }).warnings, undefined);
});

test('what is not read in the folders of classes is told: folders, and pictures of other formats', () => {
  const directory = folder('beside', 9, 4);
  mkdirSync(join(directory, 'class3', 'puppies'));
  for (const name of ['a.webp', 'b.HEIC', 'notes.txt', 'Thumbs.db']) writeFileSync(join(directory, 'class5', name), '');
  const { warnings = [] } = images({ directory, ways: 3, queries: 1 });
  assert.equal(warnings.length, 2);
  assert.match(warnings[0], /^1 folder within the folders of classes is passed over, such as class3\/puppies: /);
  assert.match(warnings[1], /^2 pictures are passed over, such as class5\/a\.webp: only PNG and JPEG files are read/);
});

test('only training images are varied', () => {
  const directory = folder('varied', 6, 3);
  writeFileSync(join(directory, 'class0', '0.png'), grey(0, 6, 6));
  const [plain, bright] = [undefined, { brightness: 0.9 }].map((augmentation) => images({ directory, ways: 2, queries: 1, augmentation }));
  assert.deepEqual(bright.sample('test', key(0)), plain.sample('test', key(0)));
  assert.notDeepEqual(bright.sample('train', key(0)), plain.sample('train', key(0)));
});

test('images of mixed sizes are refused with both files, unless a size is given', () => {
  const directory = folder('mixed', 6, 3);
  writeFileSync(join(directory, 'class3', '1.png'), grey(31, 9, 5));
  assert.throws(() => images({ directory, ways: 2, queries: 1 }), /differ in size: .*0\.png is 6x6 pixels, .*class3.1\.png is 9x5. Give a size/);
  assert.deepEqual(images({ directory, ways: 2, queries: 1, size: 8, channels: 3 }).inputShape, [8, 8, 3]);
});

test('drawings are turned into ink on zero where asked', () => {
  const directory = folder('ink', 6, 2);
  const [plain, ink] = [false, true].map((invert) => images({ directory, ways: 2, queries: 1, invert }).sample('train', key(0)).support.x.data[0]);
  assert.ok(Math.abs(plain + ink - 1) < 1e-6);
});

test('too few classes or images are refused with the numbers', () => {
  assert.throws(() => images({ directory: folder('few', 7, 3), ways: 3, queries: 1 }), /few: 7 classes are too few.*9 in all/);
  const directory = folder('short', 9, 4);
  assert.throws(() => images({ directory, ways: 3, shots: 2, queries: 3 }), /Class "class\d" of images \(\w+\) has 4 examples, but 2 shots and 3 queries need 5/);
});

test('missing, empty and unsorted folders are refused in words', () => {
  assert.throws(() => images({ directory: join(root, 'nowhere') }), /nowhere does not exist/);
  mkdirSync(join(root, 'empty'));
  assert.throws(() => images({ directory: join(root, 'empty') }), /empty should have one folder per class, but it is empty/);
  const flat = folder('flat', 1, 3);
  assert.throws(() => images({ directory: join(flat, 'class0') }), /holds 0\.png and 2 more, and no folders/);
  assert.throws(() => images({ directory: join(flat, 'class0', '0.png') }), /is a file, not a folder/);
  const hollow = folder('hollow', 6, 3);
  mkdirSync(join(hollow, 'nothing'));
  assert.throws(() => images({ directory: hollow }), /nothing has no PNG or JPEG images: it is empty/);
  mkdirSync(join(hollow, 'nothing', 'class9'));
  assert.throws(() => images({ directory: hollow }), /nothing has no PNG or JPEG images: it holds only class9\. Put the folders of classes beside each other/);
});

test('a damaged or foreign file is refused by name when the folder is opened', () => {
  const directory = folder('damaged', 6, 3);
  const file = join(directory, 'class2', '2.png');
  const whole = readFileSync(file);
  writeFileSync(file, whole.subarray(0, whole.length - 8));
  assert.throws(() => images({ directory, ways: 2, queries: 1 }), /class2.2\.png is cut short or damaged/);
  writeFileSync(file, 'hello');
  assert.throws(() => images({ directory, ways: 2, queries: 1 }), /class2.2\.png is neither a PNG nor a JPEG/);
});

test('a labelled folder is read with its class names, sorted', () => {
  const found = readLabelledFolder(folder('labelled', 3, 2), format);
  assert.deepEqual(found.classes, ['class0', 'class1', 'class2']);
  assert.deepEqual([...found.y.data], [0, 0, 1, 1, 2, 2]);
  assert.deepEqual(found.x.shape, [6, 6, 6, 1]);
  assert.equal(Math.round(found.x.data[36 * 5] * 255), 21);
});

test('a folder of queries is read in the order of names, resized and inverted as the learner needs', () => {
  const directory = join(folder('queries', 1, 3), 'class0');
  writeFileSync(join(directory, '.DS_Store'), 'x');
  writeFileSync(join(directory, 'notes.txt'), 'x');
  const { files, x } = readFolder(directory, { height: 4, width: 5, channels: 3, invert: true });
  assert.deepEqual(files.map((file) => file.slice(-5)), ['0.png', '1.png', '2.png']);
  assert.deepEqual(x.shape, [3, 4, 5, 3]);
  assert.equal(Math.round(x.data[60] * 255), 254);
});

test('real photographs in colour are read', { skip: withoutSharedData }, () => {
  const caltech = join(sharedData, 'caltech101-32', 'caltech101_32x32.zip');
  const archive = openZip(readFileSync(caltech), caltech);
  const directory = join(root, 'caltech');
  const categories = new Map<string, string[]>();
  for (const name of archive.names) categories.set(name.split('/')[1], [...(categories.get(name.split('/')[1]) ?? []), name]);
  for (const [category, names] of [...categories].slice(0, 15)) {
    mkdirSync(join(directory, category), { recursive: true });
    for (const name of names.slice(0, 6)) writeFileSync(join(directory, category, name.split('/')[2]), archive.read(name));
  }
  const family = images({ directory, ways: 3, shots: 1, queries: 5 });
  assert.deepEqual(family.inputShape, [32, 32, 3]);
  const data = [...family.sample('train', key(0)).query.x.data];
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  assert.ok(mean > 0.2 && mean < 0.9, `mean ${mean}`);
});

test('tasks of other ways come from the same splits where these are cut for as many', () => {
  const directory = folder('other-ways', 12, 3);
  const classes = (ways: number): unknown => {
    const { splits } = images({ directory, ways, splitWays: 3, queries: 1 });
    return Object.values(splits).map(({ count, nameOf }) => Array.from({ length: count }, (_, i) => nameOf(i)));
  };
  assert.deepEqual(classes(2), classes(3));
  assert.throws(() => classes(4), /A 4-way task of images needs 4 classes, but its validation split has 3/);
});
