import type { OnBytes } from '../../web/read-bytes.js';
import { fetchKept } from './fetch-kept.js';
import { runtimeUrl } from './site.js';

/**
 * Loads ONNX Runtime's WebAssembly for this thread, from the site itself, before anything is compiled with `device: 'wasm'`. Call it in a worker.
 *
 * One thread: what the playground promises holds everywhere, and its models are too small to gain from more.
 * @throws Error as `fetchKept` does.
 */
export async function prepareRuntime(onBytes?: OnBytes): Promise<void> {
  const { env } = await import('onnxruntime-web/wasm');
  const file = 'ort-wasm-simd-threaded';
  env.wasm.numThreads = 1;
  env.wasm.wasmPaths = { mjs: runtimeUrl(`${file}.mjs`), wasm: runtimeUrl(`${file}.wasm`) };
  env.wasm.wasmBinary = await fetchKept(runtimeUrl(`${file}.wasm`), onBytes);
}
