import { test } from 'node:test';
import { add, mul, ndarray, sin, tensor, type Tensor } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { grad } from '../transform/index.js';
import { compile } from './index.js';

test('a program of more than ten thousand nodes is compiled and run', async () => {
  const chain = (x: Tensor) => Array.from({ length: 2_500 }).reduce<Tensor>((value) => add(mul(sin(value), 2 ** -10), value), x);
  const run = compile((x: Tensor) => [chain(x), grad(chain)(x)]);
  assertClose(await run(ndarray(0.5, [])), [chain(tensor(0.5)), grad(chain)(tensor(0.5))], 1e-4);
  await run.release();
});
