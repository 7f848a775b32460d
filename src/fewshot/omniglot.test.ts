import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { NdArray } from '../graph/ndarray.js';
import { key } from '../random/index.js';
import { openZip } from '../tasks/files/index.js';
import { sharedData as data, withoutSharedData as skip } from '../testing/shared-data.js';
import { decodeImage, resizeImage } from './images/index.js';
import { writeTurned } from './images/turn.js';
import { omniglot } from './index.js';

const total = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

const broken = mkdtempSync(join(tmpdir(), 'metalearn-omniglot-'));
after(() => rmSync(broken, { recursive: true }));

test('the usual split has 1200, 100 and 323 characters, each in four turns', { skip }, () => {
  const { description, inputShape, target } = omniglot({ dataDirectory: data });
  assert.deepEqual(description.classes, { train: 4800, validation: 400, test: 1292 });
  assert.deepEqual(inputShape, [28, 28, 1]);
  assert.deepEqual(target, { kind: 'classes', ways: 5 });
  assert.deepEqual(omniglot({ dataDirectory: data, rotations: false }).description.classes, { train: 1200, validation: 100, test: 323 });
});

test('the background split tests on the official evaluation alphabets', { skip }, () => {
  const { classes } = omniglot({ dataDirectory: data, split: 'background', rotations: false }).description as { classes: Record<string, number> };
  assert.equal(classes.test, 659);
  assert.equal(classes.train + classes.validation, 964);
  assert.ok(classes.validation > 50 && classes.validation < 300);
});

test('the description holds the sums of the archives', { skip }, () => {
  assert.deepEqual(omniglot({ dataDirectory: data }).description.files, {
    'images_background.zip': '12f28f39d6d0baaa9b94998e145067e51cc8bdac385d5b3c8994ade9a99f11a2',
    'images_evaluation.zip': '7fd4f63de21cc4a4e0abb7d2f4b8d5491637b42651c1817c538392ae00186206',
  });
});

test('images are ink on zero, with about as much ink as the README of the data says', { skip }, () => {
  const family = omniglot({ dataDirectory: data, ways: 20, shots: 5, queries: 15 });
  const { x } = family.sample('train', key(1)).query;
  assert.deepEqual(x.shape, [300, 28, 28, 1]);
  assert.ok([...x.data].every((value) => value >= 0 && value <= 1));
  const ink = total(x.data) / x.data.length;
  assert.ok(ink > 0.05 && ink < 0.12, `mean ink ${ink}`);
});

test('an image has the rows that Pillow makes of it', { skip }, () => {
  // Sums over rows of 255 - Image.open(...).convert('L').convert('F').resize((28, 28), LANCZOS), clipped to [0, 255], by Pillow 12.3.
  const rows = [0, 0, 0, 0, 0, 0, 5.91, 4.96, 26.15, 2187.84, 1578.38, 772.29, 841.56, 943.66, 1291.41, 1436.5, 1170.85, 1171.36, 3128.48, 2423.01, 306.07, 46.56, 11.26, 0, 0, 0, 0, 0];
  const name = 'images_background/Alphabet_of_the_Magi/character01/0709_01.png';
  const archive = openZip(readFileSync(join(data, 'omniglot', 'images_background.zip')), 'images_background.zip');
  const image = resizeImage(decodeImage(archive.read(name), name), 28, 28);
  rows.forEach((expected, y) => {
    const sum = total(image.data.subarray(28 * y, 28 * y + 28).map((value) => 255 * (1 - value)));
    assert.ok(Math.abs(sum - expected) < 0.02, `row ${y}: ${sum}, expected ${expected}`);
  });
});

test('turned classes are quarter turns of characters of the same split, and all four turns occur', { skip }, () => {
  const upright = omniglot({ dataDirectory: data, ways: 100, shots: 19, queries: 1, rotations: false }).sample('validation', key(0));
  const images = (x: NdArray): Float32Array[] => Array.from({ length: x.shape[0] }, (_, i) => x.data.subarray(784 * i, 784 * (i + 1)) as Float32Array);
  const known = new Set([...images(upright.support.x), ...images(upright.query.x)].map((pixels) => pixels.join()));
  const seen = new Set<number>();
  for (const pixels of images(omniglot({ dataDirectory: data, ways: 20, shots: 2, queries: 1 }).sample('validation', key(1)).support.x)) {
    const turns = [0, 1, 2, 3].filter((turn) => {
      const back = new Float32Array(784);
      writeTurned(pixels, 28, 1, 4 - turn, back, 0);
      return known.has(back.join());
    });
    assert.ok(turns.length > 0);
    seen.add(turns[0]);
  }
  assert.equal(seen.size, 4);
});

test('two turns of a character meet in a task, unless they may not', { skip }, () => {
  const charactersOf = (turnsMeet: boolean): number => {
    const family = omniglot({ dataDirectory: data, ways: 60, queries: 1, size: 8, turnsMeet });
    const { validation } = family.splits;
    const classOf = new Map<string, number>();
    const pixels = new Float32Array(64);
    for (let index = 0; index < validation.count; index++) {
      for (let drawing = 0; drawing < 20; drawing++) {
        validation.write(index, drawing, pixels, 0);
        classOf.set(pixels.join(), index);
      }
    }
    const { x } = family.sample('validation', key(0)).support;
    return new Set(Array.from({ length: 60 }, (_, row) => Math.floor(classOf.get(x.data.slice(64 * row, 64 * row + 64).join())! / 4))).size;
  };
  assert.ok(charactersOf(true) < 55);
  assert.equal(charactersOf(false), 60);
  assert.equal(omniglot({ dataDirectory: data, turnsMeet: false }).description.turnsMeet, false);
});

test('more shots and queries than the twenty drawings are refused', { skip }, () => {
  assert.throws(() => omniglot({ dataDirectory: data, shots: 10, queries: 15 }), /has 20 examples, but 10 shots and 15 queries need 25/);
  assert.throws(() => omniglot({ dataDirectory: data, ways: 400, rotations: false }), /its validation split has 100|its test split has 323/);
});

test('missing data are reported with the places and the address', () => {
  assert.throws(() => omniglot({ dataDirectory: broken }), (error: Error) => error.message.includes(broken) && /github\.com\/brendenlake\/omniglot.*METALEARN_DATA/.test(error.message));
});

test('archives that are cut short or not the whole set are refused by name', { skip }, () => {
  const [background, evaluation] = ['images_background.zip', 'images_evaluation.zip'];
  writeFileSync(join(broken, background), readFileSync(join(data, 'omniglot', background)).subarray(0, 1e6));
  writeFileSync(join(broken, evaluation), readFileSync(join(data, 'omniglot', evaluation)));
  assert.throws(() => omniglot({ dataDirectory: broken }), /images_background\.zip is cut short or damaged/);
  writeFileSync(join(broken, background), readFileSync(join(data, 'omniglot', 'images_background_small1.zip')));
  assert.throws(() => omniglot({ dataDirectory: broken }), /images_background\.zip has 136 characters, but the whole images_background\.zip has 964/);
});

test('unknown splits and sizes are refused', () => {
  assert.throws(() => omniglot({ split: 'other' as 'usual' }), /"usual" and "background", not "other"/);
  assert.throws(() => omniglot({ size: 0 }), /size must be/);
});
