import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, matmul, mul, swapAxes, tensor, type Tensor } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { drawValues, type Input } from '../testing/operations/index.js';
import { placeholdersOf } from '../testing/samples.js';
import { Program } from './program.js';

const [tasks, rows, width, depth] = [3, 2, 9, 7];
/** Four pairs of few rows for each task, a pair of many, and two matrices for each task. */
const inputs: readonly Input[] = [...Array<number>(4).fill(rows), 5].flatMap((count) => [[tasks, count, depth], [tasks, count, width]]).concat(Array(2).fill([tasks, depth, width])).map((shape) => ({ shape, kind: 'real' }));
const [first, second] = [10, 11];

/** The gradient that the n-th pair makes, by a factor. */
const gradient = (given: readonly Tensor[], n: number, factor = 1): Tensor => mul(matmul(swapAxes(given[2 * n], 1, 2), given[2 * n + 1]), factor);

const sums: Readonly<Record<string, { readonly of: (given: readonly Tensor[]) => Tensor[]; readonly products: number }>> = {
  'two gradients': { of: (x) => [add(gradient(x, 0), gradient(x, 1))], products: 1 },
  'gradients by factors': { of: (x) => [add(gradient(x, 0, 0.5), gradient(x, 1, -3))], products: 1 },
  'a gradient by zero, and another': { of: (x) => [add(gradient(x, 0, 0), gradient(x, 1))], products: 1 },
  'gradients whose factors are too far apart': { of: (x) => [add(gradient(x, 0, 1e-30), gradient(x, 1, 1e30))], products: 2 },
  'four gradients, in pairs': { of: (x) => [add(add(gradient(x, 0), gradient(x, 1, 2)), add(gradient(x, 2), gradient(x, 3)))], products: 1 },
  'gradients and matrices': { of: (x) => [add(add(gradient(x, 0), x[first]), add(x[second], gradient(x, 1, 0.25)))], products: 1 },
  'gradients, of which one is needed by itself': { of: (x) => { const one = gradient(x, 0); return [add(add(one, gradient(x, 1)), gradient(x, 2)), one]; }, products: 2 },
  'a sum that is needed by itself, and more': { of: (x) => { const both = add(gradient(x, 0), gradient(x, 1)); return [add(both, gradient(x, 2)), both]; }, products: 2 },
  'gradients of many rows': { of: (x) => [add(gradient(x, 4), gradient(x, 0))], products: 2 },
};

for (const [name, { of, products }] of Object.entries(sums)) {
  test(`${name}: ${products === 1 ? 'one product' : `${products} products`}, and the runtime computes what the interpreter does`, async () => {
    const given = placeholdersOf(inputs);
    const program = await Program.make(given, of(given), { threads: 1 });
    try {
      const made = program.lowered.graph.nodes.map(({ operator }) => operator);
      assert.equal(made.filter((operator) => operator.includes('MatMul')).length, products);
      const values = drawValues(inputs, 5);
      assertClose(await program.run(values), of(values.map((value) => tensor(value))), 1e-5);
    } finally {
      await program.release();
    }
  });
}
