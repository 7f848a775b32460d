import assert from 'node:assert/strict';
import { evaluate, isNdArray, leavesOf, type NdArray, type Tensor } from '../graph/index.js';

/**
 * Asserts that values are equal to `tolerance`, relative to the largest magnitude of the leaf that they stand in, or to
 * `least` where that is larger: rounding leaves no exact zeros. Takes tensors, which are computed in float64, host arrays,
 * numbers, and trees of them.
 */
export function assertClose(actual: unknown, expected: unknown, tolerance = 1e-6, least = 1e-6): void {
  const found = numbersOf(actual);
  const wanted = numbersOf(expected);
  assert.equal(found.length, wanted.length, `${found.length} leaves where ${wanted.length} are expected`);
  found.forEach((leaf, at) => {
    assert.equal(leaf.length, wanted[at].length, `leaf ${at} has ${leaf.length} values where ${wanted[at].length} are expected`);
    const scale = wanted[at].reduce((largest, value) => Math.max(largest, Math.abs(value)), least);
    leaf.forEach((value, i) => {
      const error = Math.abs(value - wanted[at][i]) / scale;
      assert.ok(error <= tolerance, `leaf ${at}, value ${i}: ${value} where ${wanted[at][i]} is expected (relative error ${error})`);
    });
  });
}

function numbersOf(tree: unknown): number[][] {
  if (typeof tree === 'number') return [[tree]];
  if (Array.isArray(tree) && typeof tree.flat(Infinity)[0] === 'number') return [tree.flat(Infinity) as number[]];
  return leavesOf<Tensor | NdArray>(tree).map((leaf) => Array.from((isNdArray(leaf) ? leaf : (evaluate(leaf) as NdArray)).data));
}
