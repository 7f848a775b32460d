import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exp, matmul, ndarray, sum, type Tensor } from '../graph/index.js';
import { compile, type Device } from './index.js';

const rows = 64;
const square = ndarray(new Float32Array(rows * rows).fill(0.01), [rows, rows]);
const explained = (device?: Device) => compile((x: Tensor, w: Tensor) => sum(exp(matmul(x, w))), { device }).explain(square, square);

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
