import type { NdArray } from '../graph/ndarray.js';
import type { Signature } from '../graph/primitive.js';

/** Where programs run: ONNX Runtime's native CPU kernels, or its WebAssembly or WebGPU build. */
export type Device = 'cpu' | 'wasm' | 'webgpu';

export interface RuntimeOptions {
  /** Threads of one session; one keeps results bit-identical and leaves the cores to workers. */
  readonly threads: number;
  /** An estimate of the most bytes of intermediate values alive at once. */
  readonly peakBytes: number;
  /** Record the time of each operator; see explain(). */
  readonly profile?: string;
}

/** A program that is loaded and can run. Calls may overlap. */
export interface Session {
  run(inputs: readonly NdArray[]): Promise<NdArray[]>;
  /** Writes the recorded times, where the session was loaded with `profile`. */
  endProfiling?(): void;
  release(): Promise<void>;
}

/** The one seam between compiled programs and whatever executes them. */
export interface Runtime {
  readonly device: Device;
  /** How many channels its own convolution takes together, where it has one: see blocked/. */
  readonly block?: number;
  /** The threads of a session that is loaded and was to have so many. */
  threadsOf(asked: number): number;
  load(model: Uint8Array, outputs: readonly Signature[], options: RuntimeOptions): Promise<Session>;
}
