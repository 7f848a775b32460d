import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fingerprint, openZip } from '../tasks/files/index.js';
import type { Split } from '../tasks/index.js';
import { sharedData, withoutSharedData } from '../testing/shared-data.js';
import { caltech101Split, duplicatesAcrossSplits, duplicateWarnings, type SplitImage } from './index.js';

const image = (split: Split, name: string, sha256: string): SplitImage => ({ split, name, sha256 });
const namesOf = (images: readonly SplitImage[]): string[][] => duplicatesAcrossSplits(images).map((pair) => pair.map(({ split, name }) => `${split}/${name}`));

test('the same image in two splits is a pair, train before validation before test', () => {
  assert.deepEqual(namesOf([image('test', 'a', '1'), image('train', 'b', '1'), image('train', 'c', '2')]), [['train/b', 'test/a']]);
});

test('the same image twice in one split is none, and in a pair stands for one', () => {
  assert.deepEqual(namesOf([image('train', 'a', '1'), image('train', 'b', '1')]), []);
  assert.deepEqual(namesOf([image('train', 'a', '1'), image('train', 'b', '1'), image('test', 'c', '1'), image('test', 'd', '1')]), [['train/a', 'test/c']]);
});

test('an image in all three splits is three pairs', () => {
  const all = [image('train', 'a', '1'), image('validation', 'b', '1'), image('test', 'c', '1')];
  assert.deepEqual(namesOf(all), [['train/a', 'validation/b'], ['train/a', 'test/c'], ['validation/b', 'test/c']]);
});

test('every two splits have a sentence, which names three pairs', () => {
  const twice = (name: string): SplitImage[] => [image('train', `cat/${name}`, name), image('test', `dog/${name}`, name)];
  const sentences = (images: SplitImage[]): string[] => duplicateWarnings(duplicatesAcrossSplits(images));
  assert.deepEqual(sentences(twice('1')), ['1 image of train is also in test: cat/1 = dog/1.']);
  assert.deepEqual(sentences([...twice('1'), ...twice('2'), ...twice('3'), ...twice('4'), ...twice('5'), image('validation', 'x', '1')]), [
    '1 image of train is also in validation: cat/1 = x.',
    '5 images of train are also in test: cat/1 = dog/1, cat/2 = dog/2, cat/3 = dog/3 and 2 more.',
    '1 image of validation is also in test: x = dog/1.',
  ]);
  assert.deepEqual(sentences([]), []);
});

test('Caltech-101 has no image in two splits', { skip: withoutSharedData }, () => {
  const file = join(sharedData, 'caltech101-32', 'caltech101_32x32.zip');
  const archive = openZip(readFileSync(file), file);
  const splitOf = new Map(Object.entries(caltech101Split).flatMap(([split, names]) => names.map((name) => [name, split as Split] as const)));
  const images = archive.names.map((name) => image(splitOf.get(name.split('/')[1])!, name, fingerprint(archive.read(name))));
  assert.equal(images.length, 5104);
  assert.deepEqual(duplicatesAcrossSplits(images), []);
});
