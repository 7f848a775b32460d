import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { relu, sin, sum, tensor, type Tensor } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { drawValues, operations } from '../testing/operations/index.js';
import { differentiable, placeholdersOf } from '../testing/samples.js';
import { grad } from '../transform/index.js';
import { compile } from './index.js';
import { Program } from './program.js';

for (const { name, samples } of operations) {
  test(`${name}: a portable program has standard operators only and computes the same`, async () => {
    for (const [seed, sample] of fc.sample(samples, { seed: 31, numRuns: 3 }).entries()) {
      const host = drawValues(sample.inputs, seed);
      const run = (inputs: readonly Tensor[]): Tensor[] => {
        const { f, real } = differentiable(sample, inputs);
        return [sample.apply(...inputs), relu(f(real)), ...grad((at: readonly Tensor[]) => sum(sin(f(at))))(real)];
      };
      const inputs = placeholdersOf(sample.inputs);
      const program = await Program.make(inputs, run(inputs), { threads: 1, portable: true });
      assert.ok(program.lowered.graph.nodes.every(({ domain }) => domain === ''));
      const found = await program.run(host);
      run(host.map((value) => tensor(value))).forEach((exact, i) => assertClose(found[i], exact, 1e-4));
      await program.release();
    }
  });
}

const onWeb = ['matmul', 'conv2d', 'maxPool', 'inverse', 'take by data', 'scatterAdd', 'where', 'logsumexp', 'argmax', 'randomNormal', 'pad of bool and int32', 'slice', 'erf', 'step', 'sum over many rows', 'concat'];

test('operations on WebAssembly compute what the interpreter does', async () => {
  for (const { samples } of operations.filter(({ name }) => onWeb.includes(name))) {
    const list = fc.sample(samples, { seed: 32, numRuns: 4 });
    const host = list.map(({ inputs }, i) => drawValues(inputs, i));
    const run = (all: readonly (readonly Tensor[])[]) => list.map((sample, i) => {
      const { f, real } = differentiable(sample, all[i]);
      return [sample.apply(...all[i]), ...grad((at: readonly Tensor[]) => sum(sin(f(at))))(real)];
    });
    const compiled = compile(run, { device: 'wasm' });
    const found = await compiled(host);
    const exact = run(host.map((values) => values.map((value) => tensor(value))));
    found.forEach((leaves, i) => leaves.forEach((leaf, j) => assertClose(leaf, exact[i][j], 1e-4)));
    await compiled.release();
  }
});
