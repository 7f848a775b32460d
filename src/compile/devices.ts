import { blockSize } from './blocked/block-size.js';
import { runtimeOf } from './ort.js';
import type { Device, Runtime } from './runtime.js';

const devices: readonly Device[] = ['cpu', 'wasm', 'webgpu'];
const loaded = new Map<Device, Promise<Runtime>>();

/**
 * The runtime of a device, loaded once, and again where that failed. Without a wish it is the native one, and WebAssembly where that cannot load (in
 * browsers, and on platforms without a binary).
 */
export function runtimeFor(device?: Device): Promise<Runtime> {
  if (device) return loadOnce(device);
  return isNode() ? loadOnce('cpu').catch(() => loadOnce('wasm')) : loadOnce('wasm');
}

function loadOnce(device: Device): Promise<Runtime> {
  const known = loaded.get(device);
  if (known) return known;
  const loading = load(device);
  loaded.set(device, loading);
  // What failed may be tried again: a download that broke off, a page that has WebGPU switched on by now.
  loading.catch(() => loaded.delete(device));
  return loading;
}

function hasWebGpu(): boolean {
  return typeof navigator !== 'undefined' && 'gpu' in navigator;
}

function isNode(): boolean {
  return typeof process !== 'undefined' && Boolean(process.versions?.node);
}

async function load(device: Device): Promise<Runtime> {
  if (!devices.includes(device)) throw new RangeError(`There is no device '${device}'. The devices are ${devices.join(', ')}.`);
  if (device === 'webgpu' && !hasWebGpu()) throw new Error("WebGPU is not available here: it needs a browser that has it switched on. Choose device: 'wasm' or 'cpu'.");
  if (device === 'cpu') {
    try {
      const runtime = runtimeOf(await import('onnxruntime-node'), 'cpu');
      return { ...runtime, block: await blockSize(runtime) };
    } catch (error) {
      throw new Error(`The native ONNX Runtime could not be loaded: ${(error as Error).message}. Choose device: 'wasm', or install onnxruntime-node for this platform.`);
    }
  }
  // In a page WebAssembly alone is half the download of the runtime that knows WebGPU, too.
  const alone = device === 'wasm' && !isNode();
  return runtimeOf(await (alone ? import('onnxruntime-web/wasm') : import('onnxruntime-web')), device, !isNode());
}
