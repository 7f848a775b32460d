import { WebModelError } from './errors.js';
import type { WebDevice } from './protocol.js';

/** Whether WebAssembly has one thread only: shared memory needs a page that is cross-origin isolated. */
export function lacksThreads(): boolean {
  return typeof SharedArrayBuffer === 'undefined' || !globalThis.crossOriginIsolated || (navigator.hardwareConcurrency ?? 1) < 2;
}

interface Gpu {
  requestAdapter(): Promise<{ readonly info?: { readonly isFallbackAdapter?: boolean } } | null>;
}

/**
 * The device to begin with. Of a GPU that is emulated by the processor nothing is gained: only who asks for it gets it.
 * @throws WebModelError where WebGPU is asked for and not there.
 */
export async function chooseDevice(wish: 'auto' | WebDevice, notes: string[]): Promise<WebDevice> {
  if (wish === 'wasm') return 'wasm';
  const gpu = (navigator as Navigator & { gpu?: Gpu }).gpu;
  const adapter = await gpu?.requestAdapter().catch(() => null);
  if (adapter && (wish === 'webgpu' || !adapter.info?.isFallbackAdapter)) return 'webgpu';
  if (wish === 'webgpu') throw new WebModelError('This browser has no WebGPU, or no graphics device for it: choose WebAssembly.');
  notes.push('No WebGPU here: WebAssembly computes.');
  return 'wasm';
}
