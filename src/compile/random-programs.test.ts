import { test } from 'node:test';
import fc from 'fast-check';
import { tensor, type Tensor } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { follow, recipes, scalarOf, valuesFor, type Recipe } from '../testing/random-graph.js';
import { valueAndGrad, vmap } from '../transform/index.js';
import { compile } from './index.js';
import type { Device } from './runtime.js';

async function check(recipe: Recipe, seed: number, device: Device): Promise<void> {
  const run = (inputs: readonly Tensor[]) => ({ made: follow(recipe, inputs), slope: valueAndGrad((at: readonly Tensor[]) => scalarOf(recipe, at))(inputs) });
  const host = valuesFor(recipe.shapes, seed);
  const compiled = compile(run, { device });
  try {
    assertClose(await compiled(host), run(host.map((value) => tensor(value))), 1e-4, 0.01);
  } finally {
    await compiled.release();
  }
}

test('random programs and their gradients: ONNX Runtime computes what the interpreter does', async () => {
  await fc.assert(fc.asyncProperty(recipes(25), fc.nat(1e6), (recipe, seed) => check(recipe, seed, 'cpu')), { seed: 21, numRuns: 60 });
});

test('random programs over tasks: ONNX Runtime computes what the interpreter does', async () => {
  await fc.assert(fc.asyncProperty(recipes(12), fc.nat(1e6), fc.boolean(), async (recipe, seed, sharesFirst) => {
    const axes = recipe.shapes.map((_, i) => (sharesFirst && i === 0 ? null : 0));
    const shapes = recipe.shapes.map((shape, i) => (axes[i] === null ? shape : [3, ...shape]));
    const run = (inputs: readonly Tensor[]) => vmap((...own: Tensor[]) => valueAndGrad((at: readonly Tensor[]) => scalarOf(recipe, at))(own), axes)(...inputs);
    const host = valuesFor(shapes, seed);
    const compiled = compile(run);
    assertClose(await compiled(host), run(host.map((value) => tensor(value))), 1e-4, 0.01);
    await compiled.release();
  }), { seed: 22, numRuns: 40 });
});

test('random programs on WebAssembly: ONNX Runtime computes what the interpreter does', async () => {
  await fc.assert(fc.asyncProperty(recipes(20), fc.nat(1e6), (recipe, seed) => check(recipe, seed, 'wasm')), { seed: 23, numRuns: 8 });
});
