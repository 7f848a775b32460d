import { test } from 'node:test';
import { compile } from '../compile/index.js';
import { mul, sum, tensor, type NdArray, type Tensor } from '../graph/index.js';
import { grad } from '../transform/index.js';
import { assertClose } from './close.js';
import { arrayOf, readFixture, type FixtureArray } from './fixtures.js';

/** One case of a fixture such as ops.json: an operation with its inputs, its output and the gradients of sum(output * upstream). */
interface Case {
  readonly op: string;
  readonly name: string;
  readonly options: Options;
  readonly inputs: Readonly<Record<string, FixtureArray>>;
  readonly output: FixtureArray | number;
  readonly upstream: FixtureArray | number;
  readonly gradients: Readonly<Record<string, FixtureArray>>;
}

type Options = Readonly<Record<string, number>> & { readonly axes?: readonly number[] };

/** An operation on the named inputs of its cases. */
export type Operation = (inputs: Readonly<Record<string, Tensor>>, options: Options) => Tensor;

/** One test for each case of each operation in a file of `fixtures/`: value and gradients, in float64 and compiled, are PyTorch's. */
export function testAgainstPyTorch(operations: Readonly<Record<string, Operation>>, file = 'ops.json'): void {
  const { cases } = readFixture(file) as { readonly cases: readonly Case[] };
  for (const [op, operation] of Object.entries(operations)) {
    const own = cases.filter((found) => found.op === op);
    if (own.length === 0) throw new Error(`fixtures/${file} has no case of ${op}.`);
    for (const { name, options, inputs, output, upstream, gradients } of own) {
      const host = Object.fromEntries(Object.entries(inputs).map(([input, array]) => [input, arrayOf(array, input in gradients ? 'float32' : 'int32')]));
      const expected = [valuesOf(output), ...Object.values(gradients).map((array) => array.values)];
      const weights = typeof upstream === 'number' ? upstream : arrayOf(upstream);
      const run = (given: Readonly<Record<string, Tensor>>): Tensor[] => {
        const differentiated = Object.fromEntries(Object.keys(gradients).map((input) => [input, given[input]]));
        const slopes = grad((some: Readonly<Record<string, Tensor>>) => sum(mul(operation({ ...given, ...some }, options), weights)))(differentiated);
        return [operation(given, options), ...Object.values(slopes)];
      };

      test(`${op}, ${name}: value and gradients are PyTorch's`, async () => {
        const exact = run(Object.fromEntries(Object.entries(host).map(([input, array]) => [input, tensor(array)])));
        exact.forEach((found, i) => assertClose(found, expected[i], 1e-6));
        const compiled = compile(run);
        const single: readonly NdArray[] = await compiled(host);
        single.forEach((found, i) => assertClose(found, expected[i], 1e-4));
        await compiled.release();
      });
    }
  }
}

function valuesOf(output: FixtureArray | number): readonly number[] | number {
  return typeof output === 'number' ? output : output.values;
}
