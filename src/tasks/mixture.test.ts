import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndarray } from '../graph/ndarray.js';
import { foldIn, key } from '../random/index.js';
import { mixture, type HostTask, type Split, type TaskFamily, type Target } from './index.js';

/** A family whose tasks tell their family, split and key. */
function telling(mark: number, target: Target = { kind: 'values', outputs: 1 }, more: Partial<TaskFamily> = {}): TaskFamily {
  return {
    name: `family ${mark}`,
    inputShape: [1],
    target,
    description: { mark },
    sample(split: Split, own): HostTask {
      const set = { x: ndarray([[mark], [own.data[0]]]), y: ndarray([split === 'train' ? 0 : 1, 0], [2], 'int32') };
      return { support: set, query: set };
    },
    ...more,
  };
}

const both = mixture({ ones: telling(1), twos: telling(2) });
const keys = Array.from({ length: 400 }, (_, i) => foldIn(key(5), i));

test('a key decides the kind, kindOf tells it, and the task is that of the kind for this very key', () => {
  for (const split of ['train', 'test'] as const) {
    for (const each of keys) {
      const kind = both.kindOf(split, each);
      assert.equal(both.kindOf(split, each), kind);
      assert.deepEqual(both.sample(split, each), telling(kind === 'ones' ? 1 : 2).sample(split, each));
    }
  }
});

test('kinds are drawn as often as their weights say, equally without', () => {
  const share = (family: typeof both): number => keys.filter((each) => family.kindOf('train', each) === 'twos').length / keys.length;
  assert.ok(Math.abs(share(both) - 0.5) < 0.08);
  assert.ok(Math.abs(share(mixture({ ones: telling(1), twos: telling(2) }, { weights: { twos: 4 } })) - 0.8) < 0.08);
});

test('a mixture says what it is made of', () => {
  const named = mixture({ ones: telling(1, undefined, { warnings: ['few'] }), twos: telling(2) }, { name: 'both', weights: { ones: 3 } });
  assert.equal(both.name, 'ones+twos');
  assert.equal(both.warnings, undefined);
  assert.equal(named.name, 'both');
  assert.deepEqual(named.warnings, ['few']);
  assert.deepEqual(named.description, { kinds: { ones: { name: 'family 1', mark: 1 }, twos: { name: 'family 2', mark: 2 } }, weights: { ones: 3, twos: 1 } });
});

test('where ways differ, the head has the most and each task has the classes of its own', () => {
  const three = telling(1, { kind: 'classes', ways: 3 });
  const mixed = mixture({ three, five: telling(2, { kind: 'classes', ways: 5 }) });
  assert.deepEqual(mixed.target, { kind: 'classes', ways: 5 });
  for (const each of keys.slice(0, 20)) {
    assert.deepEqual(mixed.sample('train', each).classes, ndarray(mixed.kindOf('train', each) === 'three' ? [1, 1, 1, 0, 0] : [1, 1, 1, 1, 1]));
  }
  assert.equal(mixture({ a: three, b: three }).sample('train', keys[0]).classes, undefined);
  const fewer = { ...three, sample: (split: Split, own: (typeof keys)[0]) => ({ ...three.sample(split, own), classes: ndarray([1, 1, 0]) }) };
  const widened = mixture({ fewer, five: telling(2, { kind: 'classes', ways: 5 }) }, { weights: { fewer: 1e9 } });
  assert.deepEqual(widened.sample('train', keys[0]).classes, ndarray([1, 1, 0, 0, 0]));
});

test('what no one learner can do, and weights that make no sense, are refused in words', () => {
  assert.throws(() => mixture({ a: telling(1), b: telling(2, undefined, { inputShape: [2] }) }), /a goes from inputs of shape \(1\) to 1 values, b from \(2\) to 1 values/);
  assert.throws(() => mixture({ a: telling(1), b: telling(2, { kind: 'classes', ways: 2 }) }), /b from \(1\) to classes/);
  assert.throws(() => mixture({ a: telling(1), b: telling(2, { kind: 'values', outputs: 3 }) }), /b from \(1\) to 3 values/);
  assert.throws(() => mixture({ a: telling(1) }, { weights: { a: 0 } }), /weight of a must be a number above 0, got 0/);
  assert.throws(() => mixture({ a: telling(1) }, { weights: { c: 1 } as object }), /a weight for c, but the kinds are a/);
  assert.throws(() => mixture({}), /at least one kind/);
});
