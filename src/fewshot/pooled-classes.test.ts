import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { key, type Key } from '../random/index.js';
import { glyphs } from './glyphs.js';
import { pooledClasses } from './pooled-classes.js';

describe('pooled classes', () => {
  const pooled = pooledClasses(glyphs({ ways: 5 }), 16);

  it('are all training classes as one problem', () => {
    assert.deepEqual(pooled.target, { kind: 'classes', ways: 1000 });
    const { support, query } = pooled.sample('train', key(0));
    assert.deepEqual([support.x.shape, query.y.shape], [[8, 28, 28, 1], [8]]);
    for (const { data } of [support.y, query.y]) assert.ok(data.every((label) => label >= 0 && label < 1000));
    assert.ok(new Set([...support.y.data, ...query.y.data]).size > 8, 'labels vary');
  });

  it('are a pure function of the key', () => {
    assert.deepEqual(pooled.sample('train', key(3)), pooled.sample('train', key(3)));
    assert.notDeepEqual(pooled.sample('train', key(3)), pooled.sample('train', key(4)));
  });

  it('have the keys that augmentation needs, another for every row', () => {
    const family = glyphs({ ways: 5 });
    const seen = new Set<string>();
    const train = { ...family.splits.train, write: (...given: unknown[]) => void seen.add((given[4] as Key).data.join()) };
    pooledClasses({ ...family, splits: { ...family.splits, train } }, 16).sample('train', key(0));
    assert.equal(seen.size, 16);
  });

  it('come in batches of even size only', () => {
    assert.throws(() => pooledClasses(glyphs(), 15), /even number of rows, at least 2, got 15/);
  });
});
