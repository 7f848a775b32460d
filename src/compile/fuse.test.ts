import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, matmul, mul, neg, relu, sub, swapAxes, tensor, type Tensor } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { drawValues, type Input } from '../testing/operations/index.js';
import { placeholdersOf } from '../testing/samples.js';
import { Program } from './program.js';

const shapes = [[4, 3], [3, 5], [4, 5], [5], [1, 5], [4, 1], [], [2, 4, 5], [2, 4, 3], [2, 3, 5]];
const inputs: readonly Input[] = shapes.map((shape) => ({ shape, kind: 'real' }));

/** a and b have the product ab; the rest are summands of every shape that broadcasts to it, and a batch of products. */
type Form = (ab: Tensor, others: readonly Tensor[]) => Tensor;
const [matrix, vector, row, column, scalar, images] = [2, 3, 4, 5, 6, 7];

const forms: Readonly<Record<string, Form>> = {
  'a product': (ab) => ab,
  'a product and a matrix': (ab, c) => add(ab, c[matrix]),
  'a matrix and a product': (ab, c) => add(c[matrix], ab),
  'a product and a vector': (ab, c) => add(ab, c[vector]),
  'a product and a row': (ab, c) => add(c[row], ab),
  'a product and a column': (ab, c) => add(ab, c[column]),
  'a product and a scalar': (ab, c) => add(ab, c[scalar]),
  'a product and a number': (ab) => add(ab, 0.5),
  'a product and images': (ab, c) => add(ab, c[images]),
  'a product less a matrix': (ab, c) => sub(ab, c[matrix]),
  'a matrix less a product': (ab, c) => sub(c[matrix], ab),
  'a vector less a product': (ab, c) => sub(c[vector], ab),
  'a product less a vector': (ab, c) => sub(ab, c[vector]),
  'a number less a product': (ab) => sub(1, ab),
  'a negated product': (ab) => neg(ab),
  'a product times a number': (ab) => mul(ab, -0.5),
  'a product times a scalar': (ab, c) => mul(ab, c[scalar]),
  'a vector less a product times a number': (ab, c) => sub(c[vector], mul(ab, 0.25)),
  'a product times a number, less a vector': (ab, c) => sub(mul(ab, 0.25), c[vector]),
  'relu of a product': (ab) => relu(ab),
  'relu of a product and a vector': (ab, c) => relu(add(ab, c[vector])),
  'relu of a vector less a product': (ab, c) => relu(sub(c[vector], mul(ab, 2))),
  'relu of a product times a number': (ab) => relu(mul(ab, -2)),
  'the sum of two products': (ab, c) => add(ab, matmul(c[column], c[row])),
  'a column times a number and a row times another': (_, c) => matmul(mul(c[column], -0.5), mul(c[row], 3)),
  'a column times a row, one after the other by numbers': (_, c) => add(matmul(mul(c[column], 0.5), c[row]), mul(c[column], 0.5)),
  'a product less another': (ab, c) => sub(ab, matmul(c[column], c[row])),
  'products of a batch and a vector': (_, c) => relu(add(matmul(c[8], c[9]), c[vector])),
  'products of a batch times a number': (_, c) => neg(matmul(swapAxes(c[9], 1, 2), swapAxes(c[8], 1, 2))),
  'a product with itself transposed': (ab) => matmul(swapAxes(ab, 0, 1), ab),
};

for (const portable of [false, true]) {
  for (const [name, form] of Object.entries(forms)) {
    test(`${name}, ${portable ? 'portable' : 'fused'}: the runtime computes what the interpreter does, also where the product is used again`, async () => {
      const host = drawValues(inputs, 3);
      const run = (all: readonly Tensor[]): Tensor[][] => {
        const ab = matmul(all[0], all[1]);
        return [[form(ab, all)], [form(ab, all), ab], [form(ab, all), mul(form(ab, all), ab.size === form(ab, all).size ? ab : 2)]];
      };
      const given = placeholdersOf(inputs);
      const exact = run(host.map((value) => tensor(value)));
      for (const [i, outputs] of run(given).entries()) {
        const program = await Program.make(given, outputs, { threads: 1, portable });
        assertClose(await program.run(host), exact[i], 1e-5);
        await program.release();
      }
    });
  }
}

/** The ONNX operators that make some outputs, without the names that outputs are given. */
async function operatorsOf(outputs: readonly Tensor[], given: readonly Tensor[]): Promise<string[]> {
  const program = await Program.make(given, outputs, { threads: 1 });
  await program.release();
  return program.lowered.graph.nodes.map(({ operator }) => operator).filter((operator) => operator !== 'Identity');
}

test('a dense layer is one operator, and a product that is used again is made once', async () => {
  const given = placeholdersOf(inputs);
  const [a, b, c] = [given[0], given[1], given[vector]];
  assert.deepEqual(await operatorsOf([relu(add(matmul(a, b), c))], given), ['FusedGemm']);
  assert.deepEqual(await operatorsOf([sub(given[matrix], mul(matmul(a, b), 0.25))], given), ['Gemm']);
  assert.deepEqual(await operatorsOf([matmul(mul(given[column], 2), mul(given[row], 3))], given), ['Gemm']);
  assert.deepEqual(await operatorsOf([relu(add(matmul(a, b), c)), matmul(a, b)], given), ['MatMul', 'Add', 'Relu']);
});
