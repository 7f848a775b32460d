import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldIn, key } from '../random/index.js';
import type { ExampleClasses } from '../tasks/index.js';
import { classFamily } from './family.js';
import { classMixture, glyphs, pooledClasses } from './index.js';

/** Classes whose examples are [mark, class]. */
const marked = (mark: number, count: number): ExampleClasses => ({
  count,
  nameOf: (index) => `${mark}/${index}`,
  sizeOf: () => 9,
  write: (index, _, into, offset) => into.set([mark, index], offset),
});
const family = (mark: number, count: number, ways: number) => {
  const classes = marked(mark, count);
  return classFamily(`family ${mark}`, { train: classes, validation: classes, test: classes }, [2], { ways, shots: 1, queries: 2 }, {});
};
const mixed = classMixture({ few: family(1, 4, 2), many: family(2, 7, 3) });

test('the classes of a task are all of one family, that of its kind', () => {
  for (let i = 0; i < 40; i++) {
    const own = foldIn(key(1), i);
    const { support, classes } = mixed.sample('train', own);
    const marks = new Set(support.x.data.filter((_: number, at: number) => at % 2 === 0));
    assert.deepEqual([...marks], [mixed.kindOf('train', own) === 'few' ? 1 : 2]);
    assert.deepEqual([...classes!.data], mixed.kindOf('train', own) === 'few' ? [1, 1, 0] : [1, 1, 1]);
  }
});

test('all classes together are one pool, in order', () => {
  const { train } = mixed.splits;
  assert.equal(train.count, 11);
  assert.deepEqual(Array.from({ length: 11 }, (_, index) => train.nameOf(index)), ['1/0', '1/1', '1/2', '1/3', '2/0', '2/1', '2/2', '2/3', '2/4', '2/5', '2/6']);
  const { support } = pooledClasses(mixed, 64).sample('train', key(2));
  support.y.data.forEach((label: number, row: number) => assert.deepEqual([...support.x.data.subarray(2 * row, 2 * row + 2)], label < 4 ? [1, label] : [2, label - 4]));
  assert.deepEqual(pooledClasses(mixed).target, { kind: 'classes', ways: 11 });
});

test('the format of images is that of all families, where they agree', () => {
  const [one, other, flat] = [glyphs({ seed: 1 }), glyphs({ seed: 2 }), family(1, 4, 2)];
  assert.deepEqual(classMixture({ one, other }).description.image, one.description.image);
  assert.equal(classMixture({ one, other: { ...other, description: {} } }).description.image, undefined);
  assert.throws(() => classMixture({ one, flat }), /one goes from inputs of shape \(28, 28, 1\) to classes, flat from \(2\)/);
});
