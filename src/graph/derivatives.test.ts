import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assertSlope, moved } from '../testing/differences.js';
import { drawValues, operations, type Sample } from '../testing/operations/index.js';
import { differentiable, drawLike, placeholdersOf } from '../testing/samples.js';
import { grad } from '../transform/index.js';
import { add, mul, sin, sum, tensor, type NdArray, type Tensor } from './index.js';
import * as graph from './index.js';
import { interpret } from './interpret.js';

/**
 * F = <u, sin f> makes a scalar of any operation, with a second derivative also of those that are linear. Its slope along w
 * is compared with differences of F, and the slope of that along v with differences of it.
 */
function checkDerivatives(sample: Sample, seed: number): void {
  const given = placeholdersOf(sample.inputs);
  const values = drawValues(sample.inputs, seed);
  const { f, real } = differentiable(sample, given);
  const [w, v] = [drawLike(real, seed + 1), drawLike(real, seed + 2)];
  const along = (parts: readonly Tensor[], direction: readonly NdArray[]) => parts.map((part, i) => sum(mul(part, direction[i]))).reduce((a, b) => add(a, b), tensor(0));
  const scalar = (at: readonly Tensor[]): Tensor => {
    const y = f(at);
    return sum(mul(sin(y), drawLike([y], seed + 3)[0]));
  };
  const slope = (at: readonly Tensor[]) => along(grad(scalar)(at), w);
  const outputs = [scalar(real), slope(real), along(grad(slope)(real), v)];

  const valueAt = (which: number, direction: readonly NdArray[], t: number): number => {
    const point = new Map<Tensor, NdArray>(given.map((own, i) => [own, values[i]]));
    real.forEach((own, i) => point.set(own, moved(point.get(own) as NdArray, direction[i], t)));
    return interpret([outputs[which]], point)[0].data[0];
  };
  assertSlope(valueAt(1, w, 0), (t) => valueAt(0, w, t), 'the first derivative');
  assertSlope(valueAt(2, v, 0), (t) => valueAt(1, v, t), 'the second derivative');
}

for (const { name, samples } of operations) {
  test(`${name}: first and second derivatives are those of finite differences`, () => {
    fc.assert(fc.property(samples, fc.nat(1e6), checkDerivatives), { seed: 1, numRuns: 25 });
  });
}

test('every public operation has samples here', () => {
  const covered = new Set(operations.flatMap(({ name, covers }) => covers ?? [name]));
  const others = ['ShapeError', 'Tensor', 'evaluate', 'isNdArray', 'ndarray', 'toNested', 'broadcastShapes', 'formatShape', 'sameShape', 'sizeOf', 'leavesOf', 'mapTree', 'mapWithPath', 'pathsOf', 'unflatten', 'ravelTensors', 'unravelTensor'];
  const missing = Object.keys(graph).filter((name) => !covered.has(name) && !others.includes(name));
  assert.deepEqual(missing, []);
});
