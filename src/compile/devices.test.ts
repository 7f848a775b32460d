import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndarray, square, type Tensor } from '../graph/index.js';
import { compile, type Device } from './index.js';

const onDevice = (device: string) => compile((x: Tensor) => square(x), { device: device as Device })(ndarray([1, 2]));

test('a device that does not exist, or not here, is refused in a sentence', async () => {
  await assert.rejects(onDevice('gpu'), { name: 'RangeError', message: "There is no device 'gpu'. The devices are cpu, wasm, webgpu." });
  await assert.rejects(onDevice('webgpu'), /WebGPU is not available here: .* Choose device: 'wasm' or 'cpu'\.$/);
});
