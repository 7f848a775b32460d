import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { add, exp, matmul, mul, ndarray, randomNormal, relu, sum, tensor, type Tensor } from '../graph/index.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { key, uniform } from '../random/index.js';
import { grad } from '../transform/index.js';
import { compile } from './index.js';
import { peakMemory } from './memory.js';

const weight = tensor(uniform(key(1), [64, 256]));
const layer = (x: Tensor) => relu(matmul(x, weight));

test('explain tells nodes, bytes, memory, device and the time of each operator', async () => {
  const run = compile((x: Tensor) => [grad((at: Tensor) => sum(mul(layer(at), layer(at))))(x)]);
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('metalearn-')).length;
  const explained = await run.explain(uniform(key(2), [32, 64]));
  assert.ok(explained.nodes >= 4);
  assert.ok(explained.modelBytes > 64 * 256 * 4, `the model holds its constants, but has ${explained.modelBytes} bytes`);
  assert.ok(explained.peakBytes >= 2 * 32 * 256 * 4, `two products are alive at once, but the peak is ${explained.peakBytes}`);
  assert.deepEqual([explained.device, explained.threads], ['cpu', 1]);
  const operators = explained.operators.map(({ operator }) => operator);
  assert.ok(operators.some((name) => /MatMul|Gemm/.test(name)), operators.join());
  assert.ok(explained.operators.every(({ count, milliseconds }, i, all) => count > 0 && milliseconds >= 0 && (i === 0 || milliseconds <= all[i - 1].milliseconds)));
  assert.ok(explained.slowest.some(({ node }) => /matmul float32|fused float32/.test(node)), explained.slowest.map(({ node }) => node).join('\n'));
  assert.match(explained.toString(), /^\d+ nodes, model 0\.\d+ MiB, peak of intermediate values about 0\.\d MiB, on cpu with 1 thread\(s\)\n/);
  assert.equal(readdirSync(tmpdir()).filter((name) => name.startsWith('metalearn-')).length, before);
  await run.release();
});

test('explain compiles what was not compiled, draws what is drawn, and does without times where the device gives none', async () => {
  const run = compile((x: Tensor, at: Tensor) => exp(mul(x, randomNormal(at, [3]))), { device: 'wasm' });
  const explained = await run.explain(ndarray([1, 2, 3]), key(3));
  assert.equal(explained.device, 'wasm');
  assert.ok(explained.nodes >= 2);
  assert.deepEqual(explained.operators, []);
  await run.release();
});

test('the estimate of memory follows what is alive: a chain keeps two values, a sum of parts that are made first all of them', () => {
  const x = placeholder([1000], 'float32');
  const chain = Array.from({ length: 10 }).reduce<Tensor>((value) => exp(value), x);
  assert.equal(peakMemory([chain]), 2 * 4000);
  const parts = Array.from({ length: 10 }, (_, i) => mul(x, i));
  assert.equal(peakMemory([parts.reduce((a, b) => add(a, b))]), 11 * 4000);
});
