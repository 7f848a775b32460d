import type { InferenceSession, TypedTensor } from 'onnxruntime-common';
import type { NdArray } from '../graph/ndarray.js';
import type { Answer, Feeds, Request } from './protocol.js';

type Ort = typeof import('onnxruntime-web');

let ort: Promise<Ort> | undefined;
let device: 'wasm' | 'webgpu' = 'wasm';
let weights: Uint8Array | undefined;
const sessions = new Map<string, Promise<InferenceSession>>();

// One after the other: ONNX Runtime's WebAssembly takes one call at a time.
let turn: Promise<void> = Promise.resolve();
addEventListener('message', ({ data }: MessageEvent<Request>) => {
  turn = turn.then(async () => {
    const answer = await answerTo(data).catch((error: unknown) => ({ type: 'failed', message: messageOf(error) }) as const);
    postMessage({ ...answer, id: data.id } satisfies Answer);
  });
});

type Told<T> = T extends unknown ? Omit<T, 'id'> : never;

async function answerTo(request: Request): Promise<Told<Answer>> {
  if (request.type === 'start') {
    device = request.device;
    ort = loaded(request);
    await ort;
    return { type: 'started' };
  }
  const { file, feeds, outputs } = request;
  weights ??= request.weights;
  if (request.model && weights && !sessions.has(file)) sessions.set(file, opened(request.model, weights));
  const opening = sessions.get(file);
  if (!opening) return { type: 'missing', weights: weights === undefined };
  // What could not be opened is sent anew the next time.
  const session = await opening.catch((error: unknown) => {
    sessions.delete(file);
    throw error;
  });
  const { Tensor } = (await ort)!;
  const given = Object.fromEntries(Object.entries(feeds).map(([name, { data, shape, dtype }]) => [name, new Tensor(dtype, data as never, shape)]));
  const start = performance.now();
  const results = await session.run(given, [...outputs]);
  return { type: 'ran', outputs: arraysOf(results as Record<string, TypedTensor<'float32'>>), milliseconds: performance.now() - start };
}

async function loaded({ device, threads, runtime, wasm }: Request & { type: 'start' }): Promise<Ort> {
  const ort = (await (device === 'webgpu' ? import('onnxruntime-web/webgpu') : import('onnxruntime-web/wasm'))) as Ort;
  ort.env.wasm.numThreads = threads;
  if (runtime) ort.env.wasm.wasmPaths = runtime;
  if (wasm) ort.env.wasm.wasmBinary = wasm;
  return ort;
}

async function opened(model: Uint8Array, weights: Uint8Array): Promise<InferenceSession> {
  const { InferenceSession } = (await ort)!;
  return InferenceSession.create(model, {
    executionProviders: [device],
    externalData: [{ path: 'weights.safetensors', data: weights }],
    logSeverityLevel: 3,
    // Programs are simplified before they are exported: on WebAssembly the optimiser gains nothing, and the first answer waits for it.
    ...(device === 'wasm' ? { graphOptimizationLevel: 'disabled' as const } : {}),
    // Rates that come near zero are computed a hundred times slower.
    extra: { session: { set_denormal_as_zero: '1' } },
  });
}

function arraysOf(results: Readonly<Record<string, TypedTensor<'float32'>>>): Feeds {
  return Object.fromEntries(Object.entries(results).map(([name, { data, dims, type }]) => [name, { data, shape: [...dims], dtype: type } as NdArray]));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
