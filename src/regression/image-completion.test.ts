import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndarray } from '../graph/index.js';
import { foldIn, key } from '../random/index.js';
import type { ExampleClasses, HostExamples } from '../tasks/index.js';
import { imageCompletion, imageOfPixels, pixelGrid } from './index.js';

/** Images of 3 x 4 pixels in two colours, whose values tell class, pixel and channel. */
const classes: ExampleClasses = {
  count: 3,
  nameOf: String,
  sizeOf: () => 2,
  write: (index, example, into, offset) => {
    for (let i = 0; i < 24; i++) into[offset + i] = 1000 * index + 100 * example + i;
  },
};
const source = { name: 'numbered', inputShape: [3, 4, 2], splits: { train: classes, validation: classes, test: { ...classes, count: 1 } }, description: { ways: 3, file: 'none' } };
const pixels = (...sets: HostExamples[]): HostExamples => ({
  x: ndarray(Float32Array.from(sets.flatMap(({ x }) => [...x.data])), [sets.reduce((total, { x }) => total + x.shape[0], 0), 2]),
  y: ndarray(Float32Array.from(sets.flatMap(({ y }) => [...y.data])), [sets.reduce((total, { y }) => total + y.shape[0], 0), 2]),
});

test('the support set and the query set together are one image', () => {
  const family = imageCompletion({ source, shots: 5 });
  for (let i = 0; i < 20; i++) {
    const { support, query } = family.sample('train', foldIn(key(1), i));
    assert.deepEqual([support.x.shape, support.y.shape, query.x.shape, query.y.shape], [[5, 2], [5, 2], [7, 2], [7, 2]]);
    const image = imageOfPixels(pixels(support, query), [3, 4, 2], -1);
    const first = image.data[0];
    assert.ok([0, 100, 1000, 1100, 2000, 2100].includes(first));
    assert.deepEqual([...image.data], Array.from({ length: 24 }, (_, at) => first + at));
  }
  assert.ok(family.sample('test', key(2)).support.y.data.every((value) => value < 200));
});

test('a family is made of grey glyphs of 14 x 14 unless told otherwise, and says what it is made of', () => {
  const family = imageCompletion();
  const { support, query } = family.sample('train', key(0));
  assert.deepEqual([support.x.shape, support.y.shape, query.y.shape], [[40, 2], [40, 1], [156, 1]]);
  assert.deepEqual([family.inputShape, family.target], [[2], { kind: 'values', outputs: 1 }]);
  const { data } = imageOfPixels(support, [14, 14, 1], -1);
  assert.equal(data.filter((value) => value >= 0).length, 40);
  const of = imageCompletion({ source, shots: 5, queries: 3 });
  assert.deepEqual([of.name, of.description], ['completion of numbered', { file: 'none', shots: 5, queries: 3 }]);
});

test('a key always gives the same task, another key other pixels', () => {
  const family = imageCompletion({ source, shots: 5 });
  assert.deepEqual(family.sample('train', key(3)), family.sample('train', key(3)));
  assert.notDeepEqual(family.sample('train', key(3)).support.x, family.sample('train', key(4)).support.x);
});

test('where the shots vary, support sets are masked and share no pixel with the query set', () => {
  const family = imageCompletion({ source, shots: [2, 6], queries: 4 });
  const seen = new Set<number>();
  for (let i = 0; i < 60; i++) {
    const { support, query } = family.sample('train', foldIn(key(5), i));
    const counted = [...support.mask!.data].filter((counts) => counts === 1).length;
    seen.add(counted);
    assert.equal(query.y.shape[0], 4);
    const told = new Set([...support.y.data].filter((_, at) => support.mask!.data[at >> 1] === 1));
    assert.equal(told.size, 2 * counted);
    assert.ok(query.y.data.every((value) => !told.has(value)));
  }
  assert.deepEqual([...seen].sort(), [2, 3, 4, 5, 6]);
});

test('coordinates go from -1 to 1 to the right and down, and lead back to their pixels', () => {
  assert.deepEqual([...pixelGrid(2, 3).data], [-1, -1, 0, -1, 1, -1, -1, 1, 0, 1, 1, 1]);
  const grid = pixelGrid(5, 7);
  const values = ndarray(Float32Array.from({ length: 35 }, (_, i) => i), [35, 1]);
  assert.deepEqual([...imageOfPixels({ x: grid, y: values }, [5, 7, 1]).data], [...values.data]);
  assert.deepEqual([...pixelGrid(1, 1).data], [0, 0]);
});

test('pixels that are not given, or do not count, have the background', () => {
  const x = ndarray(Float32Array.of(-1, -1, 1, 1), [2, 2]);
  const y = ndarray(Float32Array.of(5, 6), [2, 1]);
  assert.deepEqual([...imageOfPixels({ x, y }, [2, 2, 1], 0.5).data], [5, 0.5, 0.5, 6]);
  assert.deepEqual([...imageOfPixels({ x, y, mask: ndarray(Float32Array.of(1, 0)) }, [2, 2, 1]).data], [5, 0, 0, 0]);
});

test('what does not fit is refused with the numbers', () => {
  assert.throws(() => imageCompletion({ source, shots: 12 }), /3 x 4 have 12 pixels, too few for 12 shots and 1 queries/);
  assert.throws(() => imageCompletion({ source, shots: 8, queries: 5 }), /too few for 8 shots and 5 queries/);
  assert.throws(() => imageCompletion({ source, size: 9 }), /Leave out size or source/);
  assert.throws(() => imageCompletion({ source: { ...source, inputShape: [24] } }), /needs images \(height, width, channels\), and the inputs of numbered are \(24\)/);
  const x = ndarray(Float32Array.of(-1, 2), [1, 2]);
  assert.throws(() => imageOfPixels({ x, y: ndarray(Float32Array.of(5), [1, 1]) }, [2, 2, 1]), /Pixel 0 is at \(-1, 2\), outside/);
  assert.throws(() => imageOfPixels({ x, y: ndarray(Float32Array.of(5), [1, 1]) }, [2, 2, 3]), /values \(N, 3\), got \(1, 2\) and \(1, 1\)/);
});
