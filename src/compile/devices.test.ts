import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { ndarray, square, type Tensor } from '../graph/index.js';
import { runtimeFor } from './devices.js';
import { compile, type Device } from './index.js';

const onDevice = (device: string) => compile((x: Tensor) => square(x), { device: device as Device })(ndarray([1, 2]));

test('a device that does not exist, or not here, is refused in a sentence', async () => {
  await assert.rejects(onDevice('gpu'), { name: 'RangeError', message: "There is no device 'gpu'. The devices are cpu, wasm, webgpu." });
  await assert.rejects(onDevice('webgpu'), /WebGPU is not available here: .* Choose device: 'wasm' or 'cpu'\.$/);
});

test('a device that was not there is looked for again', async () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  await assert.rejects(runtimeFor('webgpu'), /WebGPU is not available here/);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: {} }, configurable: true });
  try {
    assert.equal(await runtimeFor('webgpu'), await runtimeFor('webgpu'));
  } finally {
    if (before) Object.defineProperty(globalThis, 'navigator', before);
    else delete (globalThis as { navigator?: unknown }).navigator;
  }
});

test('threads and cache sizes that make no sense are refused', () => {
  const identity = (x: Tensor): Tensor => x;
  for (const threads of [0, -1, 1.5, NaN]) assert.throws(() => compile(identity, { threads }), /threads must be a whole number of at least 1/);
  for (const cacheBytes of [-1, NaN]) assert.throws(() => compile(identity, { cacheBytes }), /cacheBytes must be a number of at least 0/);
});

test('where the native runtime cannot load, programs run on WebAssembly', async () => {
  const hooks = `export async function resolve(name, context, next) {
    if (name === 'onnxruntime-node') throw new Error('no binary for this platform');
    return next(name, context);
  }`;
  const dataUrl = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;
  const register = dataUrl(`import { register } from 'node:module'; register(${JSON.stringify(dataUrl(hooks))});`);
  const program = `
    import { compile } from ${JSON.stringify(new URL('./index.js', import.meta.url).href)};
    import { ndarray, square } from ${JSON.stringify(new URL('../graph/index.js', import.meta.url).href)};
    const squares = compile((x) => square(x));
    console.log([...(await squares(ndarray([3]))).data], (await squares.explain(ndarray([3]))).device);
    await compile((x) => square(x), { device: 'cpu' })(ndarray([3])).catch((error) => console.log(error.message));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', register, '--input-type=module', '--eval', program]);
  assert.match(stdout, /^\[ 9 \] wasm\nThe native ONNX Runtime could not be loaded: no binary for this platform\. Choose device: 'wasm'/);
});
