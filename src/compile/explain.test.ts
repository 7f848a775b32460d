import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { add, exp, matmul, mul, ndarray, randomNormal, relu, reshape, sum, tensor, type Tensor } from '../graph/index.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { key, uniform } from '../random/index.js';
import { grad } from '../transform/index.js';
import { compile, type Device } from './index.js';
import { peakMemory } from './memory.js';

const rows = 64;
const square = ndarray(new Float32Array(rows * rows).fill(0.01), [rows, rows]);
const explained = (device?: Device, threads?: number) => compile((x: Tensor, w: Tensor) => sum(exp(matmul(x, w))), { device, threads }).explain(square, square);

test('a program is explained by its nodes, memory, device and the time of each operator', async () => {
  const explanation = await explained();
  const { nodes, modelBytes, peakBytes, device, threads, operators, slowest } = explanation;
  assert.deepEqual([device, threads], ['cpu', 1]);
  assert.ok(nodes >= 3 && nodes < 10 && modelBytes > 0);
  // The product and its exponential are alive at once.
  assert.ok(peakBytes >= 2 * 4 * rows * rows && peakBytes < 4 * 4 * rows * rows, `${peakBytes} bytes`);
  assert.ok(operators.some(({ operator }) => /MatMul|Gemm/.test(operator)));
  assert.deepEqual(operators.map(({ milliseconds }) => milliseconds), operators.map(({ milliseconds }) => milliseconds).sort((a, b) => b - a));
  assert.ok(slowest.some(({ node }) => node.includes('(64, 64)')), slowest.map(({ node }) => node).join('\n'));
  assert.match(`${explanation}`, /nodes, model [\d.]+ MiB, peak of intermediate values about [\d.]+ MiB, on cpu with 1 thread\(s\)\n[^]*in all +[\d.]+ ms$/);
});

test('where a device cannot be profiled, that is said in place of times', async () => {
  const explanation = await explained('wasm');
  assert.deepEqual([explanation.device, explanation.operators], ['wasm', []]);
  assert.match(`${explanation}`, /on wasm with 1 thread\(s\)\n +no times: wasm cannot be profiled$/);
});

test('the threads that are told are those that there are: each program has its own on the CPU, and on WebAssembly those of the first', async () => {
  assert.equal((await explained('cpu', 2)).threads, 2);
  const { threads } = await explained('wasm');
  const more = await explained('wasm', threads + 1);
  assert.equal(more.threads, threads);
  assert.match(`${more}`, new RegExp(`on wasm with ${threads} thread\\(s\\)`));
});

test('constants count as bytes of the model; a gradient is explained by the operations it is made of; no file is left behind', async () => {
  const weight = tensor(uniform(key(1), [64, 256]));
  const layer = (x: Tensor) => relu(matmul(x, weight));
  const run = compile((x: Tensor) => grad((at: Tensor) => sum(mul(layer(at), layer(at))))(x));
  const folder = mkdtempSync(join(tmpdir(), 'metalearn-explain-'));
  const { TMPDIR } = process.env;
  process.env.TMPDIR = folder;
  const { modelBytes, slowest } = await run.explain(uniform(key(2), [32, 64])).finally(() => (TMPDIR === undefined ? delete process.env.TMPDIR : (process.env.TMPDIR = TMPDIR)));
  assert.deepEqual(readdirSync(folder), []);
  rmSync(folder, { recursive: true });
  assert.ok(modelBytes > 64 * 256 * 4, `${modelBytes} bytes`);
  assert.ok(slowest.some(({ node }) => /for (matmul|fused) float32/.test(node)), slowest.map(({ node }) => node).join('\n'));
  await run.release();
});

test('what is drawn is drawn when a program is explained', async () => {
  const run = compile((x: Tensor, at: Tensor) => exp(mul(x, randomNormal(at, [3]))));
  const { operators } = await run.explain(ndarray([1, 2, 3]), key(3));
  assert.ok(operators.some(({ operator }) => operator === 'Exp'));
  await run.release();
});

test('the estimate of memory follows what is alive: a chain keeps two values, a sum of parts that are made first all of them', () => {
  const x = placeholder([1000], 'float32');
  const chain = Array.from({ length: 10 }).reduce<Tensor>((value) => exp(value), x);
  assert.equal(peakMemory([chain]), 2 * 4000);
  const parts = Array.from({ length: 10 }, (_, i) => mul(x, i));
  assert.equal(peakMemory([parts.reduce((a, b) => add(a, b))]), 11 * 4000);
});

test('a reshaped array keeps the memory of the array until it is read for the last time', () => {
  const made = reshape(exp(placeholder([1000], 'float32')), [10, 100]);
  const between = exp(placeholder([1000], 'float32'));
  // Both of them are alive beside their sum.
  assert.equal(peakMemory([add(reshape(between, [10, 100]), made)]), 3 * 4000);
});

test('what cannot fit into memory is refused in words, before the system ends the process without any', async () => {
  const table = compile((x: Tensor, y: Tensor) => sum(exp(add(x, y))));
  const sizes = [ndarray(new Float32Array(2 ** 20), [2 ** 20, 1]), ndarray(new Float32Array(2 ** 20), [1, 2 ** 20])] as const;
  await assert.rejects(table(...sizes), (error) => error instanceof RangeError && /One call would hold about \d+\.\d GiB of intermediate values, and there are \d+\.\d GiB of memory\. Give it less at a time/.test(error.message));
});
