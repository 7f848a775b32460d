import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { encode } from 'fast-png';
import { barPng } from '../testing/drawings.js';
import { readEpisodes, type ImageFormat } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'metalearn-episodes-'));
after(() => rmSync(root, { recursive: true }));

const grey = (value: number, side = 4): Uint8Array => encode({ width: side, height: side, channels: 1, data: new Uint8Array(side * side).fill(value) });

/** A new folder of 4x4 images of one value each, by their path. */
let folders = 0;
function folder(images: Readonly<Record<string, number | Uint8Array | string>>): string {
  const directory = join(root, `${folders++}`);
  mkdirSync(directory);
  for (const [name, content] of Object.entries(images)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), typeof content === 'number' ? grey(content) : content);
  }
  return directory;
}

const format: ImageFormat = { height: 4, width: 4, channels: 1, invert: false };
const one = { 'e/support/a/1.png': 1, 'e/support/b/1.png': 2, 'e/query/a/1.png': 3 };
const read = (more: Readonly<Record<string, number | Uint8Array | string>>, without: string[] = []) =>
  readEpisodes(folder(Object.fromEntries(Object.entries({ ...one, ...more }).filter(([name]) => !without.includes(name)))), format);

test('episodes of any ways and shots are read, by name', () => {
  const directory = folder({
    ...one,
    'd/support/x/2.png': 12, 'd/support/x/1.png': 11, 'd/support/y/1.png': 21, 'd/support/z/1.png': 31,
    'd/query/z/1.png': 32, 'd/query/x/1.png': 13, 'd/query/x/2.png': 14,
    'notes.txt': 'not an episode',
  });
  const [first, second, ...none] = readEpisodes(directory, format);
  assert.deepEqual([first.name, second.name, none.length], ['d', 'e', 0]);
  assert.deepEqual([first.classes, second.classes], [['x', 'y', 'z'], ['a', 'b']]);
  const { support, query } = first.task;
  const values = (data: ArrayLike<number>): number[] => Array.from({ length: data.length / 16 }, (_, row) => Math.round(255 * data[16 * row]));
  assert.deepEqual([support.x.shape, [...support.y.data], values(support.x.data)], [[4, 4, 4, 1], [0, 0, 1, 2], [11, 12, 21, 31]]);
  assert.deepEqual([query.x.shape, [...query.y.data], values(query.x.data)], [[3, 4, 4, 1], [0, 0, 2], [13, 14, 32]]);
  assert.deepEqual(Object.keys(first.task), ['support', 'query']);
});

test('images are resized, coloured and inverted as the learner needs', () => {
  const directory = folder({ 'e/support/a/1.png': barPng(8, 30, 0), 'e/support/b/1.png': barPng(30, 8, 0), 'e/query/b/1.png': barPng(30, 8, 1) });
  const [{ task }] = readEpisodes(directory, { height: 20, width: 10, channels: 3, invert: true });
  assert.deepEqual([task.support.x.shape, task.query.x.shape], [[2, 20, 10, 3], [1, 20, 10, 3]]);
  // Paper becomes zero; a bar of 8 by 30 on 40 by 40 covers 0.15.
  assert.equal(task.support.x.data[0], 0);
  const mean = [...task.support.x.data.subarray(0, 600)].reduce((sum, value) => sum + value, 0) / 600;
  assert.ok(Math.abs(mean - 0.15) < 0.01, `mean ${mean}`);
});

test('a folder without episodes, and an episode without its parts, are refused by name', () => {
  assert.throws(() => readEpisodes(join(root, 'nowhere'), format), /nowhere does not exist/);
  assert.throws(() => readEpisodes(folder({}), format), /should have a folder for each episode, with folders support and query in it/);
  assert.throws(() => read({}, ['e/query/a/1.png']), /e has no folder query\. An episode has a support and a query/);
  assert.throws(() => read({}, ['e/support/a/1.png', 'e/support/b/1.png']), /e has no folder support/);
  assert.throws(() => read({}, ['e/support/b/1.png']), /support has one class, a\. An episode needs at least two/);
  assert.throws(() => read({ 'f/support/1.png': 1, 'f/query/a/1.png': 1 }), /f.support should have one folder per class, but it holds 1\.png, and no folders\. Put the images of each class in a folder/);
});

test('a query class that the support has not, and a class without images, are refused by name', () => {
  assert.throws(() => read({ 'e/query/c/1.png': 1 }), /query has the class "c", which its support has not: that has a, b\. Add it there/);
  assert.throws(() => read({ 'e/support/c/notes.txt': 'x' }), /support.c has no PNG or JPEG images: it holds only notes\.txt/);
});

test('a damaged image is found before any episode is run', () => {
  assert.throws(() => read({ 'z/support/a/1.png': 1, 'z/support/b/1.png': 1, 'z/query/a/1.png': grey(1, 9).subarray(0, 40) }), /z.query.a.1\.png is cut short or damaged/);
  assert.throws(() => read({ 'e/query/b/1.png': 'hello' }), /e.query.b.1\.png is neither a PNG nor a JPEG/);
});
