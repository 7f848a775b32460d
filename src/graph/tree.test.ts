import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { leavesOf, mapTree, mapWithPath, ndarray, pathsOf, tensor, unflatten, type Tensor } from './index.js';

const tree = { layers: [{ weight: tensor([1]), bias: tensor([2]) }, { weight: tensor([3]) }], scale: tensor(4), host: ndarray([5]), rate: 0.1, none: [] };

test('leaves are tensors, host arrays and numbers, in the order of arrays and keys', () => {
  const { layers: [first, second], scale, host, rate } = tree;
  assert.deepEqual(leavesOf(tree), [first.weight, (first as { bias: Tensor }).bias, second.weight, scale, host, rate]);
  assert.deepEqual(leavesOf(scale), [scale]);
  assert.deepEqual(leavesOf([]), []);
  assert.deepEqual(leavesOf(Float32Array.of(1, 2)), [Float32Array.of(1, 2)]);
  assert.deepEqual(leavesOf([null, undefined, 'text']), [null, undefined, 'text']);
});

test('paths name each leaf by keys and places, joined by dots', () => {
  assert.deepEqual(pathsOf(tree), ['layers.0.weight', 'layers.0.bias', 'layers.1.weight', 'scale', 'host', 'rate']);
  assert.deepEqual(pathsOf(1), ['']);
});

test('mapTree keeps the structure and takes leaves of the same place from several trees', () => {
  const doubled = mapTree((x: number, y: number) => x + 10 * y, { a: [1, 2], b: { c: 3 } } as unknown, { a: [4, 5], b: { c: 6 } });
  assert.deepEqual(doubled, { a: [41, 52], b: { c: 63 } });
});

test('mapTree pairs leaves by their paths, in whatever order the keys stand, and names the first path that one tree has not', () => {
  assert.deepEqual(mapTree((x: number, y: number) => x + y, { a: 1, b: [2, { c: 3 }] } as unknown, { b: [20, { c: 30 }], a: 10 }), { a: 11, b: [22, { c: 33 }] });
  const unlike = (tree: unknown, other: unknown, message: string) => assert.throws(() => mapTree((x: number) => x, tree, other), { name: 'TypeError', message });
  unlike([1, 2], [1], "mapTree: another has 1 leaves, one tree 2, and one tree has '1', which another has not; give trees of one structure.");
  unlike({ a: 1, b: { c: 2 } }, { a: 1, b: { d: 2 } }, "mapTree: another has 2 leaves, one tree 2, and one tree has 'b.c', which another has not; give trees of one structure.");
  unlike({ a: 1 }, { b: 2, a: 1 }, "mapTree: another has 2 leaves, one tree 1, and another has 'b', which one tree has not; give trees of one structure.");
  unlike({ a: 1 }, 1, "mapTree: another has 1 leaves, one tree 1, and one tree has 'a', which another has not; give trees of one structure.");
});

test('mapWithPath tells each leaf where it stands', () => {
  assert.deepEqual(mapWithPath((leaf, path) => `${path}=${leaf}`, { a: [1, { b: 2 }], c: 3 }), { a: ['a.0=1', { b: 'a.1.b=2' }], c: 'c=3' });
});

test('unflatten is the inverse of leavesOf, for any tree', () => {
  const { tree: anyTree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, fc.integer(), fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie('tree'), { maxKeys: 3, noNullPrototype: true })),
  }));
  fc.assert(fc.property(anyTree, (any) => {
    assert.deepEqual(unflatten(any, leavesOf(any)), any);
    assert.equal(pathsOf(any).length, leavesOf(any).length);
  }), { seed: 3 });
});

test('unflatten names how many leaves there should be', () => {
  assert.throws(() => unflatten([1, 2], [1]), /The tree has 2 leaves, but 1 were given/);
  assert.throws(() => unflatten([1], [1, 2]), /The tree has 1 leaves, but 2 were given/);
});

test('an optional entry that is undefined is no leaf', () => {
  const tree = { x: tensor([1]), mask: undefined };
  assert.equal(leavesOf(tree).length, 1);
  assert.deepEqual(pathsOf(tree), ['x']);
  assert.deepEqual(Object.keys(mapTree((leaf) => leaf, tree)), ['x']);
});
