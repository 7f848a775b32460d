import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mul, square, sum, type NdArray, type Tensor } from '../../graph/index.js';
import { interpret } from '../../graph/interpret.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { assertClose } from '../../testing/close.js';
import { countingPasses } from '../../testing/passes.js';
import { drawValues, operations } from '../../testing/operations/index.js';
import { follow, recipes, scalarOf, valuesFor, type Recipe } from '../../testing/random-graph.js';
import { differentiable, placeholdersOf } from '../../testing/samples.js';
import { grad } from '../../transform/index.js';
import { simplify } from './index.js';

/** Asserts that simplifying changes no shape, dtype or value, and that it ends by itself. */
function assertSimplifies(outputs: readonly Tensor[], given: ReadonlyMap<Tensor, NdArray>, tolerance: number): void {
  const { results, passes } = countingPasses(outputs);
  assert.deepEqual(results.map(({ shape, dtype }) => ({ shape, dtype })), outputs.map(({ shape, dtype }) => ({ shape, dtype })));
  assertClose(interpret(results, given), interpret(outputs, given), tolerance);
  assert.ok(passes <= 12, `simplifying took ${passes} passes`);
  // Nothing is left to do.
  simplify(results).forEach((again, i) => assert.equal(again, results[i]));
}

const bound = (inputs: readonly Tensor[], values: readonly NdArray[]) => new Map(inputs.map((input, i) => [input, values[i]]));

test('random programs have the same values and gradients after simplifying, to 1e-9', () => {
  fc.assert(fc.property(recipes(25), fc.nat(1e6), (recipe: Recipe, seed) => {
    const inputs = recipe.shapes.map((shape) => placeholder(shape, 'float32'));
    const gradients = grad((at: readonly Tensor[]) => scalarOf(recipe, at))(inputs);
    assertSimplifies([...follow(recipe, inputs), ...gradients], bound(inputs, valuesFor(recipe.shapes, seed)), 1e-9);
  }), { seed: 11, numRuns: 150 });
});

test('random programs have the same second derivatives after simplifying, to 1e-9', () => {
  fc.assert(fc.property(recipes(12), fc.nat(1e6), (recipe: Recipe, seed) => {
    const inputs = recipe.shapes.map((shape) => placeholder(shape, 'float32'));
    const squared = (at: readonly Tensor[]) => grad((own: readonly Tensor[]) => scalarOf(recipe, own))(at).map((part) => sum(square(part))).reduce((a, b) => mul(a, b));
    assertSimplifies(grad(squared)(inputs) as Tensor[], bound(inputs, valuesFor(recipe.shapes, seed)), 1e-9);
  }), { seed: 12, numRuns: 60 });
});

for (const { name, samples } of operations) {
  test(`${name}: simplifying changes neither values nor gradients`, () => {
    fc.assert(fc.property(samples, fc.nat(1e6), (sample, seed) => {
      const inputs = placeholdersOf(sample.inputs);
      const { f, real } = differentiable(sample, inputs);
      const gradients = grad((at: readonly Tensor[]) => sum(square(f(at))))(real);
      // The constants of some derivatives are no powers of two, and are rounded to float32 again when combined.
      assertSimplifies([sample.apply(...inputs), ...gradients], bound(inputs, drawValues(sample.inputs, seed)), 1e-6);
    }), { seed: 13, numRuns: 10 });
  });
}
