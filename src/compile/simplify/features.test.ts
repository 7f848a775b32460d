import { test } from 'node:test';
import { matmul, mean, mul, ndarray, reshape, square, sub, tensor, type Tensor } from '../../graph/index.js';
import { batchNorm } from '../../nn/index.js';
import { normal, key } from '../../random/index.js';
import { assertClose } from '../../testing/close.js';
import { grad } from '../../transform/index.js';
import { compile } from '../index.js';

/* Features that are large against their deviations, such as years: what is exact enough as it is written must stay so. */
const rows = 2048;
const width = 32;

test('of squares of deviations that are small against their mean float32 keeps its digits', async () => {
  const variance = (x: Tensor, weights: Tensor): Tensor => {
    const made = matmul(x, weights);
    return mean(square(sub(made, mean(made, 0))), 0);
  };
  // Whole numbers whose sum float32 has in full, and whose squares it has not.
  const x = ndarray(Float32Array.from({ length: rows * 3 }, (_, i) => 4096 + ((i * i) % 7)), [rows, 3]);
  const weights = ndarray(Float32Array.from({ length: 3 * width }, (_, i) => 1 + (i % 4)), [3, width]);
  const compiled = compile(variance);
  assertClose(await compiled(x, weights), variance(tensor(x), tensor(weights)), 1e-4);
  await compiled.release();
});

for (const columns of [3, 20]) {
  test(`the gradient through batch normalisation of ${columns} features far from zero keeps its digits, with padding, too`, async () => {
    const norm = batchNorm(width);
    const slopes = (weights: Tensor, x: Tensor, goal: Tensor, mask: Tensor): Tensor[] =>
      [undefined, mask].map((own) => grad((w: Tensor) => {
        const counted = own ? mul(goal, reshape(own, [rows, 1])) : goal;
        return mean(mul(norm.apply({ scale: tensor(ndarray(new Float32Array(width).fill(1))), shift: tensor(ndarray(new Float32Array(width))) }, matmul(x, w), { mask: own }), counted));
      })(weights));
    const x = normal(key(1), [rows, columns], 1000);
    const mask = ndarray(Float32Array.from({ length: rows }, (_, row) => Number(row % 5 > 0)));
    const values = [normal(key(2), [columns, width]), x, normal(key(3), [rows, width]), mask] as const;
    const compiled = compile(slopes);
    assertClose(await compiled(...values), slopes(...(values.map((value) => tensor(value)) as [Tensor, Tensor, Tensor, Tensor])), 2e-3);
    await compiled.release();
  });
}
