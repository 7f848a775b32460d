import { test } from 'node:test';
import fc from 'fast-check';
import { sin, sum, tensor, type NdArray, type Tensor } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { drawValues, operations, type Sample } from '../testing/operations/index.js';
import { differentiable } from '../testing/samples.js';
import { grad, vmap } from '../transform/index.js';
import { compile } from './index.js';

/** The values of a sample, the same over tasks, and the gradients of both. */
function uses(sample: Sample, inputs: readonly Tensor[], tasks: readonly Tensor[]): Tensor[] {
  const overTasks: Sample = { ...sample, apply: (...args) => vmap(sample.apply)(...args) };
  return [[sample, inputs] as const, [overTasks, tasks] as const].flatMap(([own, args]) => {
    const { f, real } = differentiable(own, args);
    return [own.apply(...args), ...grad((at: readonly Tensor[]) => sum(sin(f(at))))(real)];
  });
}

/** The same values with a leading axis of two tasks. */
function stacked(first: readonly NdArray[], second: readonly NdArray[]): NdArray[] {
  return first.map((value, i) => ({ ...value, shape: [2, ...value.shape], data: (value.data.constructor as Float64ArrayConstructor).from([...value.data, ...second[i].data]) }));
}

for (const { name, samples } of operations) {
  test(`${name}: ONNX Runtime computes values and gradients, alone and over tasks, as the interpreter does`, async () => {
    const list = fc.sample(samples, { seed: 7, numRuns: 6 });
    const host = list.map(({ inputs }, i) => [drawValues(inputs, i), stacked(drawValues(inputs, i + 100), drawValues(inputs, i + 200))]);
    const run = (all: readonly (readonly (readonly Tensor[])[])[]) => list.map((sample, i) => uses(sample, all[i][0], all[i][1]));
    const compiled = compile(run);
    const found = await compiled(host);
    const exact = run(host.map((sets) => sets.map((set) => set.map((value) => tensor(value)))));
    found.forEach((leaves, i) => leaves.forEach((leaf, j) => {
      try {
        assertClose(leaf, exact[i][j], 1e-4);
      } catch (error) {
        throw new Error(`${list[i].label}, result ${j}: ${(error as Error).message}`);
      }
    }));
    await compiled.release();
  });
}
