import { ArtifactError, parseCard, type ArtifactCard } from '../artifact/card.js';
import { startComputer, type Computer } from './computer.js';
import { startComputers } from './computers.js';
import { chooseDevice, lacksThreads } from './devices.js';
import { WebModelError } from './errors.js';
import { modelOf, type Model } from './model.js';
import type { WebDevice } from './protocol.js';
import { fetchBytes, filesOf, type FetchBytes, type Source } from './source.js';

export interface LoadOptions {
  /** The address of the folder with onnxruntime-web's files (ort-wasm-simd-threaded.mjs and .wasm). Default: where the bundler or the page's script has them. */
  readonly runtime?: string | URL;
  /** Default 'auto': WebGPU where the browser has it, else WebAssembly. Models of less than some million operations are faster on WebAssembly, which is half the download: choose it for them. */
  readonly device?: 'auto' | WebDevice;
  /** Told while the runtime and the model load. Of the runtime only where `runtime` says where it is. */
  onProgress?(progress: { readonly what: 'runtime' | 'model'; readonly loaded: number; readonly total?: number }): void;
  readonly signal?: AbortSignal;
  /** Loads bytes in place of `fetch`, for a cache of one's own. */
  readonly fetch?: FetchBytes;
  /** Starts the worker that computes, where the usual way does not find it: `new Worker(new URL('metalearn/web/worker', import.meta.url), { type: 'module' })`. */
  readonly worker?: () => Worker;
}

const wasmFile: Readonly<Record<WebDevice, string>> = { wasm: 'ort-wasm-simd-threaded.wasm', webgpu: 'ort-wasm-simd-threaded.asyncify.wasm' };

/**
 * Loads a model that `metalearn export` wrote, and the runtime, in a worker of the page: from then on nothing is sent anywhere, and the page never waits.
 * @throws WebModelError, in words for a visitor, where the model is damaged, of a newer version or no model, or where the browser has no WebAssembly; the signal's reason where it is aborted.
 */
export async function load(source: Source, options: LoadOptions = {}): Promise<Model> {
  const { device: wish = 'auto', onProgress, signal, fetch: read = fetchBytes, worker = usualWorker } = options;
  if (typeof WebAssembly === 'undefined') throw new WebModelError('This browser has no WebAssembly, or it is switched off: the model cannot run here.');
  const files = await filesOf(source, read, signal);
  const card = cardIn(await files.read('artifact.json'));
  signal?.throwIfAborted();
  const notes: string[] = [];
  const threads = lacksThreads() ? 1 : Math.min(4, navigator.hardwareConcurrency);
  if (threads === 1) notes.push('One thread: the page is not cross-origin isolated (headers COOP and COEP), or the device has one core.');
  let weights: Promise<Uint8Array> | undefined;
  const weightsOnce = () => (weights ??= files.read(card.weights.file, (loaded, total = card.weights.bytes) => onProgress?.({ what: 'model', loaded, total })).then((bytes) => checked(bytes, card)));

  // What is at hand is looked at before a runtime is loaded for it.
  if (files.has(card.weights.file) !== undefined) await weightsOnce();

  const start = async (device: WebDevice): Promise<Computer> => {
    const runtime = folderOf(options.runtime ?? besideScript());
    const wasm = runtime && (await read(runtime + wasmFile[device], (loaded, total) => onProgress?.({ what: 'runtime', loaded, total }), signal));
    return startComputer({ device, threads, ...(runtime ? { runtime, wasm: wasm as Uint8Array } : {}), worker });
  };
  const computers = await startComputers(await chooseDevice(wish, notes), start, notes);
  try {
    await weightsOnce();
    signal?.throwIfAborted();
  } catch (error) {
    computers.end();
    throw error;
  }

  return modelOf({ card, files, weights: weightsOnce, threads, notes, computers });
}

function usualWorker(): Worker {
  return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
}

function cardIn(bytes: Uint8Array): ArtifactCard {
  try {
    return parseCard(new TextDecoder().decode(bytes));
  } catch (error) {
    throw error instanceof ArtifactError ? new WebModelError(error.message, { cause: error }) : error;
  }
}

/** @throws WebModelError where they are not the weights that the card tells of. */
async function checked(bytes: Uint8Array, { weights: { file, bytes: length, sha256 } }: ArtifactCard): Promise<Uint8Array> {
  if (bytes.length !== length) throw new WebModelError(`${file} has ${bytes.length} bytes, and ${length} are needed: it was cut short, or belongs to another model.`);
  // Browsers compute sums in secure contexts only.
  if (!globalThis.crypto?.subtle) return bytes;
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource));
  const found = Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== sha256) throw new WebModelError(`${file} is damaged, or belongs to another model: its SHA-256 is ${found.slice(0, 12)}..., and the card says ${sha256.slice(0, 12)}.... Export the model again.`);
  return bytes;
}

function folderOf(address: string | URL | undefined): string | undefined {
  if (address === undefined) return undefined;
  return new URL(String(address), location.href).href.replace(/\/*$/, '/');
}

// Written in where a bundle lies beside the runtime's files; elsewhere the bundler finds them.
declare const METALEARN_RUNTIME: string | undefined;
function besideScript(): string | undefined {
  return typeof METALEARN_RUNTIME === 'undefined' ? undefined : METALEARN_RUNTIME;
}
