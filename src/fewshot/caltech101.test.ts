import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { zipSync } from 'fflate';
import { foldIn, key } from '../random/index.js';
import { openZip } from '../tasks/files/index.js';
import { sharedData as data, withoutSharedData as skip } from '../testing/shared-data.js';
import { decodeImage } from './images/index.js';
import { caltech101, caltech101Split } from './index.js';

const archiveFile = join(data, 'caltech101-32', 'caltech101_32x32.zip');

const broken = mkdtempSync(join(tmpdir(), 'metalearn-caltech-'));
after(() => rmSync(broken, { recursive: true }));

test('the splits share no category and have 60, 17 and 20 of 97', () => {
  const { train, validation, test } = caltech101Split;
  assert.deepEqual([train.length, validation.length, test.length], [60, 17, 20]);
  assert.equal(new Set([...train, ...validation, ...test]).size, 97);
});

test('the categories of the splits are those of the archive', { skip }, () => {
  const { names } = openZip(readFileSync(archiveFile), archiveFile);
  assert.deepEqual(Object.values(caltech101Split).flat().sort(), [...new Set(names.map((name) => name.split('/')[1]))].sort());
});

test('a family has the categories, sizes and sum of the archive', { skip }, () => {
  const { description, inputShape, target, splits } = caltech101({ dataDirectory: data });
  assert.deepEqual(inputShape, [32, 32, 3]);
  assert.deepEqual(target, { kind: 'classes', ways: 5 });
  assert.deepEqual(description.classes, { train: 60, validation: 17, test: 20 });
  assert.deepEqual(description.files, { 'caltech101_32x32.zip': 'f64e20d1f6599f28e8a4d7d999477658cc60f15aae91b4f0f899dfb99413b244' });
  const sizes = Object.values(splits).flatMap((classes) => Array.from({ length: classes.count }, (_, index) => classes.sizeOf(index)));
  assert.deepEqual([Math.min(...sizes), Math.max(...sizes), sizes.reduce((a, b) => a + b)], [31, 60, 5104]);
});

test('an image of a category is the one in the archive', { skip }, () => {
  const { test: classes } = caltech101({ dataDirectory: data }).splits;
  const into = new Float32Array(3072);
  classes.write(19, 2, into, 0);
  assert.equal(classes.nameOf(19), 'yin_yang');
  const name = 'caltech101_32x32/yin_yang/image_0003.png';
  assert.deepEqual(into, decodeImage(openZip(readFileSync(archiveFile), archiveFile).read(name), name).data);
});

test('images of a class are nearer to each other than to other classes, but not by much', { skip }, () => {
  const { sample } = caltech101({ dataDirectory: data, queries: 5 });
  let right = 0;
  for (let episode = 0; episode < 40; episode++) {
    const { support, query } = sample('test', foldIn(key(0), episode));
    for (let row = 0; row < 25; row++) {
      const distances = [0, 1, 2, 3, 4].map((label) => {
        let sum = 0;
        for (let i = 0; i < 3072; i++) sum += (query.x.data[3072 * row + i] - support.x.data[3072 * label + i]) ** 2;
        return sum;
      });
      if (distances.indexOf(Math.min(...distances)) === query.y.data[row]) right++;
    }
  }
  assert.ok(right / 1000 > 0.24 && right / 1000 < 0.45, `nearest image ${right / 1000}`);
});

test('only training images are varied, and as the key says', { skip }, () => {
  const plain = caltech101({ dataDirectory: data, queries: 1 });
  const varied = caltech101({ dataDirectory: data, queries: 1, augmentation: { shift: 4, flip: true } });
  assert.deepEqual(varied.description.augmentation, { shift: 4, flip: true });
  assert.equal(plain.description.augmentation, undefined);
  for (const split of ['validation', 'test'] as const) assert.deepEqual(varied.sample(split, key(1)), plain.sample(split, key(1)));
  assert.notDeepEqual(varied.sample('train', key(1)), plain.sample('train', key(1)));
  assert.deepEqual(varied.sample('train', key(1)), varied.sample('train', key(1)));
  assert.deepEqual(caltech101({ dataDirectory: data, augmentation: { turns: true } }).description.classes, { train: 240, validation: 17, test: 20 });
});

test('more shots and queries than a category has images are refused by its name', { skip }, () => {
  assert.throws(() => caltech101({ dataDirectory: data, shots: 20, queries: 15 }), /Class "\w+" of caltech101 \(train\) has 3\d examples, but 20 shots and 15 queries need 35/);
});

test('missing data, a cut archive and one that is not the whole set are refused in words', { skip }, () => {
  assert.throws(() => caltech101({ dataDirectory: broken }), /caltech101-32 data are missing: no caltech101_32x32\.zip in .*data\.caltech\.edu.*METALEARN_DATA/);
  const file = join(broken, 'caltech101_32x32.zip');
  writeFileSync(file, readFileSync(archiveFile).subarray(0, 1e5));
  assert.throws(() => caltech101({ dataDirectory: broken }), /caltech101_32x32\.zip is cut short or damaged/);
  writeFileSync(file, zipSync({ 'caltech101_32x32/ant/image_0001.png': new Uint8Array(1) }));
  assert.throws(() => caltech101({ dataDirectory: broken }), /has 1 images and none of "Leopards", but the whole set has 5104 in 97 categories/);
});
