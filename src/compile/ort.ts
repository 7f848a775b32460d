import type { InferenceSession, Tensor as OrtTensor, TypedTensor } from 'onnxruntime-common';
import { allocate } from '../graph/dtype.js';
import type { NdArray } from '../graph/ndarray.js';
import type { Signature } from '../graph/primitive.js';
import { outside } from '../graph/primitives/within.js';
import type { Device, Runtime, RuntimeOptions, Session } from './runtime.js';

/** What both builds of ONNX Runtime export. */
interface Ort {
  readonly InferenceSession: { create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession> };
  /** WebAssembly's threads are those of the process, or page, from its first session on. Absent: as many as the runtime finds fit. */
  readonly env: { readonly wasm: { numThreads?: number } };
  readonly Tensor: new (type: 'float32' | 'int32' | 'bool', data: never, dims: readonly number[]) => TypedTensor<'float32' | 'int32' | 'bool'>;
}

/**
 * A runtime from a build of ONNX Runtime and the name of its execution provider.
 * @param inPage whether a page says how many threads WebAssembly has; elsewhere the first program does.
 */
export function runtimeOf(ort: Ort, device: Device, inPage = false): Runtime {
  return {
    device,
    threadsOf: (asked) => (device === 'cpu' ? asked : (ort.env.wasm.numThreads ?? 1)),
    async load(model, outputs, options) {
      if (device !== 'cpu' && !inPage) ort.env.wasm.numThreads ??= options.threads;
      const session = await ort.InferenceSession.create(model, sessionOptions(device, options));
      return new OrtSession(ort, session, outputs);
    },
  };
}

/**
 * Up to here the runtime plans one block for all intermediate values, which saves small programs a twentieth of their time. Larger ones gain none, and would hold that block beside
 * the arrays of the first call.
 */
const mostPlanned = 24 * 2 ** 20;

function sessionOptions(device: Device, { threads, peakBytes, profile }: RuntimeOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: [device],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    // The graph is simplified already: the runtime's own optimiser gains nothing more, and takes seconds for thousands of nodes.
    graphOptimizationLevel: 'disabled',
    enableMemPattern: peakBytes <= mostPlanned,
    logSeverityLevel: 3,
    ...(profile ? { enableProfiling: true, profileFilePrefix: profile } : {}),
    extra: { session: { set_denormal_as_zero: '1' } },
  };
}

class OrtSession implements Session {
  /** The inputs that the program reads, by name and place. */
  private readonly inputs: readonly (readonly [name: string, place: number])[];
  private readonly outputNames: readonly string[];

  constructor(
    private readonly ort: Ort,
    private readonly session: InferenceSession,
    private readonly outputs: readonly Signature[],
  ) {
    this.inputs = session.inputNames.map((name) => [name, Number(name.slice(1))]);
    this.outputNames = outputs.map((_, i) => `o${i}`);
  }

  async run(inputs: readonly NdArray[]): Promise<NdArray[]> {
    const feeds: Record<string, OrtTensor> = {};
    for (const [name, place] of this.inputs) {
      const input = inputs[place];
      feeds[name] = new this.ort.Tensor(input.dtype, exact(input) as never, input.shape) as unknown as OrtTensor;
    }
    const results = await this.session.run(feeds, this.outputNames).catch((error: unknown) => {
      throw inWords(error);
    });
    return this.outputs.map(({ shape, dtype }, i) => ({ data: results[this.outputNames[i]].data as NdArray['data'], shape, dtype }));
  }

  endProfiling(): void {
    this.session.endProfiling();
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

/** What the runtime says of an index that is none, as its user would. */
function inWords(error: unknown): unknown {
  if (!String(error).includes(String(outside))) return error;
  return new RangeError('take: an index by data is outside of its table: indices, such as the ids of an embedding, are whole numbers from 0 to below the number of its rows.', { cause: error });
}

/** Values of the float64 interpreter in the precision of the runtime. */
function exact({ data, dtype }: NdArray): NdArray['data'] {
  if (!(data instanceof Float64Array)) return data;
  const narrowed = allocate(dtype, data.length);
  narrowed.set(data);
  return narrowed;
}
