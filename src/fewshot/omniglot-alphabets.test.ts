import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NdArray } from '../graph/ndarray.js';
import { foldIn, key } from '../random/index.js';
import type { HostTask, Split } from '../tasks/index.js';
import { sharedData as dataDirectory, withoutSharedData as skip } from '../testing/shared-data.js';
import { omniglotAlphabets } from './index.js';

// Small images are quick to make, and as distinct as large ones.
const size = 10;
const plain = { dataDirectory, size, rotations: false } as const;

interface Description {
  readonly alphabets: Readonly<Record<Split, readonly string[]>>;
  readonly leftOut: readonly string[];
  readonly classes: Readonly<Record<Split, number>>;
}

const imagesOf = ({ data, shape }: NdArray): string[] => Array.from({ length: shape[0] }, (_, row) => data.slice(row * size * size, (row + 1) * size * size).join());

test('the splits have 21, 5 and 20 alphabets, and those of fewer characters than ways are left out', { skip }, () => {
  const { alphabets, leftOut, classes } = omniglotAlphabets({ dataDirectory }).description as unknown as Description;
  assert.deepEqual([alphabets.train.length, alphabets.validation.length, alphabets.test.length], [21, 5, 20]);
  assert.equal(new Set([...alphabets.train, ...alphabets.validation, ...alphabets.test]).size, 46);
  assert.deepEqual(leftOut.map((name) => name.slice(0, 9)), ['Blackfoot', 'Inuktitut', 'Ojibwe_(C', 'Tagalog']);
  assert.equal(classes.test, 659);
  assert.equal(classes.train / 4 + classes.validation, 964 - 14 - 16 - 14 - 17);
});

test('the small sets train on all of their alphabets but one', { skip }, () => {
  const small1 = omniglotAlphabets({ dataDirectory, background: 'small1' }).description as unknown as Description;
  assert.deepEqual([...small1.alphabets.train, ...small1.alphabets.validation].sort(), ['Balinese', 'Early_Aramaic', 'Greek', 'Korean', 'Latin']);
  assert.equal(small1.alphabets.validation.length, 1);
  const small2 = omniglotAlphabets({ dataDirectory, background: 'small2', ways: 5 }).description as unknown as Description;
  assert.deepEqual([...small2.alphabets.train, ...small2.alphabets.validation].sort(), ['Greek', 'Japanese_(katakana)', 'Latin', 'Sanskrit', 'Tagalog']);
  const choices = [0, 1, 2, 3, 4].map((seed) => (omniglotAlphabets({ dataDirectory, background: 'small1', seed }).description as unknown as Description).alphabets.validation.join());
  assert.ok(new Set(choices).size > 1, 'the seed chooses the alphabet for validation');
});

test('a task has one alphabet, drawn by one person for the support and by others for the query', { skip }, () => {
  const family = omniglotAlphabets({ ...plain, shots: 2, queries: 3 });
  const { splits } = family;
  const pixels = new Float32Array(size * size);
  for (let episode = 0; episode < 5; episode++) {
    const own = foldIn(key(0), episode);
    const alphabet = family.kindOf!('test', own);
    // Where each drawing of the alphabet comes from, by its pixels: no two are alike.
    const origin = new Map<string, { character: number; person: number }>();
    for (let character = 0; character < splits.test.count; character++) {
      if (!splits.test.nameOf(character).startsWith(`${alphabet}/`)) continue;
      for (let person = 0; person < 20; person++) {
        splits.test.write(character, person, pixels, 0);
        origin.set(pixels.join(), { character, person });
      }
    }
    const { support, query } = family.sample('test', own);
    assert.deepEqual([support.x.shape, query.x.shape], [[40, size, size, 1], [60, size, size, 1]]);
    const [supported, queried] = [support, query].map(({ x }) => imagesOf(x).map((image) => origin.get(image)!));
    assert.equal(new Set(supported.map(({ character }) => character)).size, 20);
    queried.forEach(({ character }, row) => assert.equal(character, supported[2 * Math.floor(row / 3)].character));
    // Row i of a class is by the same person in all classes, and the five people differ.
    const people = [supported.map(({ person }, row) => [row % 2, person]), queried.map(({ person }, row) => [2 + (row % 3), person])].flat();
    assert.equal(new Set(people.map(String)).size, 5);
    assert.equal(new Set(people.map(([, person]) => person)).size, 5);
    assert.deepEqual([...query.y.data], Array.from({ length: 60 }, (_, row) => Math.floor(row / 3)));
  }
  const seen = new Set(Array.from({ length: 100 }, (_, episode) => family.kindOf!('test', foldIn(key(0), episode))));
  assert.ok(seen.size > 15, `${seen.size} of 20 alphabets in 100 tasks`);
});

test('training alphabets are turned as a whole, and the others never', { skip }, () => {
  const [upright, turned] = [false, true].map((rotations) => omniglotAlphabets({ ...plain, background: 'small1', rotations }));
  assert.equal((turned.description as unknown as Description).classes.train, 4 * (upright.description as unknown as Description).classes.train);
  for (const split of ['validation', 'test'] as const) assert.deepEqual(turned.sample(split, key(1)), upright.sample(split, key(1)));
  const turnOf = new Map<string, number>();
  const pixels = new Float32Array(size * size);
  const { train } = turned.splits;
  for (let index = 0; index < train.count; index++) {
    for (let person = 0; person < 20; person++) {
      train.write(index, person, pixels, 0);
      turnOf.set(pixels.join(), index % 4);
    }
  }
  const seen = new Set<number>();
  for (let episode = 0; episode < 20; episode++) {
    const task = turned.sample('train', foldIn(key(2), episode));
    const turns = new Set([...imagesOf(task.support.x), ...imagesOf(task.query.x)].map((image) => turnOf.get(image)!));
    assert.equal(turns.size, 1);
    turns.forEach((turn) => seen.add(turn));
  }
  assert.equal(seen.size, 4);
});

test('the key alone decides the task, its augmentation included', { skip }, () => {
  const augmentation = { shift: 1, affine: { degrees: 10 } };
  const sample = (augmented: boolean, split: Split, seed = 1): HostTask => omniglotAlphabets({ ...plain, background: 'small1', ways: 5, ...(augmented ? { augmentation } : {}) }).sample(split, key(seed));
  assert.deepEqual(sample(true, 'train'), sample(true, 'train'));
  assert.notDeepEqual(sample(true, 'train'), sample(true, 'train', 2));
  assert.notDeepEqual(sample(true, 'train'), sample(false, 'train'));
  assert.deepEqual(sample(true, 'test'), sample(false, 'test'));
});

test('as many alphabets validate as are asked for, the others train', { skip }, () => {
  const { alphabets } = omniglotAlphabets({ dataDirectory, background: 'small1', validationAlphabets: 3 }).description as unknown as Description;
  assert.deepEqual([alphabets.train.length, alphabets.validation.length], [2, 3]);
  assert.throws(() => omniglotAlphabets({ ...plain, validationAlphabets: 0 }), /at least 1, not 0/);
  assert.throws(() => omniglotAlphabets({ ...plain, background: 'small1', validationAlphabets: 5 }), /Only 5 background and 20 evaluation alphabets have 20 characters, but 6 and 1 are needed/);
});

test('what cannot be is refused: more ways than alphabets have, more people than drew, unknown sets', { skip }, () => {
  assert.throws(() => omniglotAlphabets({ ...plain, ways: 48 }), /Only 3 background and 0 evaluation alphabets have 48 characters, but 6 and 1 are needed/);
  assert.throws(() => omniglotAlphabets({ ...plain, shots: 10, queries: 11 }), /has 20 examples, but 10 shots and 11 queries need 21/);
  assert.throws(() => omniglotAlphabets({ ...plain, background: 'small3' as 'all' }), /"all", "small1" or "small2", not "small3"/);
  assert.throws(() => omniglotAlphabets({ dataDirectory, augmentation: { turns: true } }), /leave out augmentation\.turns/);
});

test('tasks of other ways are of the same alphabets as far as they are large enough', { skip }, () => {
  const alphabetsOf = (ways: number, splitWays?: number) => omniglotAlphabets({ ...plain, ways, ...(splitWays === undefined ? {} : { splitWays }) });
  const [usual, wider, narrow] = [alphabetsOf(20), alphabetsOf(26, 20), alphabetsOf(5, 20)];
  const named = ({ description }: typeof usual) => (description as unknown as Description).alphabets;
  assert.deepEqual(named(wider), named(usual));
  assert.deepEqual(named(narrow), named(usual));
  assert.notDeepEqual(named(alphabetsOf(26)).train, named(usual).train, 'another split where it is not said');
  for (let episode = 0; episode < 20; episode++) {
    for (const split of ['train', 'validation', 'test'] as const) assert.equal(wider.sample(split, foldIn(key(1), episode)).support.y.data.length, 26);
  }
  assert.throws(() => alphabetsOf(48, 20), /None of the \d+ alphabets of the \w+ split has 48 characters: the largest has \d+\. Ask for fewer ways\./);
});

test('its tasks can be drawn from other inputs of the same classes', { skip }, () => {
  const family = omniglotAlphabets({ ...plain, background: 'small1', ways: 5, queries: 2 });
  const numbers = (split: Split) => ({ ...family.splits[split], write: (index: number, person: number, into: Float32Array, offset: number) => into.set([index, person], offset) });
  const { sample, kindOf } = family.over!({ train: numbers('train'), validation: numbers('validation'), test: numbers('test') }, [2]);
  for (let episode = 0; episode < 10; episode++) {
    const own = foldIn(key(4), episode);
    const { support, query } = sample('test', own);
    assert.deepEqual([support.x.shape, query.x.shape], [[5, 2], [10, 2]]);
    const indices = Array.from({ length: 5 }, (_, row) => support.x.data[2 * row]);
    indices.forEach((index) => assert.ok(family.splits.test.nameOf(index).startsWith(`${kindOf!('test', own)}/`)));
    assert.equal(new Set(Array.from({ length: 5 }, (_, row) => support.x.data[2 * row + 1])).size, 1, 'one person drew the support');
    // The same drawings as the family itself has.
    const pixels = new Float32Array(size * size);
    family.splits.test.write(indices[0], support.x.data[1], pixels, 0);
    assert.deepEqual(family.sample('test', own).support.x.data.slice(0, size * size), pixels);
  }
  const few = { ...numbers('test'), sizeOf: () => 3 };
  assert.throws(() => family.over!({ train: few, validation: few, test: few }, [2]), /drawn by 20 people, one drawing of each: 3 examples of a class are too few/);
});
