import type { NdArray } from '../graph/ndarray.js';

/** Arrays by the names of a program's inputs or outputs. */
export type Feeds = Readonly<Record<string, NdArray>>;

export type WebDevice = 'wasm' | 'webgpu';

/** What is asked of the worker that computes. It answers each by the same id. */
export type Request = { readonly id: number } & (
  | {
      readonly type: 'start';
      readonly device: WebDevice;
      readonly threads: number;
      /** The folder of the runtime's files; absent where a bundler knows it. */
      readonly runtime?: string;
      /** The runtime's WebAssembly, where it was loaded already. */
      readonly wasm?: Uint8Array;
    }
  | { readonly type: 'run'; readonly file: string; readonly feeds: Feeds; readonly outputs: readonly string[]; readonly model?: Uint8Array; readonly weights?: Uint8Array }
);

export type Answer = { readonly id: number } & (
  | { readonly type: 'started' }
  /** The worker does not have this program yet: send it along. */
  | { readonly type: 'missing'; readonly weights: boolean }
  | { readonly type: 'ran'; readonly outputs: Feeds; readonly milliseconds: number }
  | { readonly type: 'failed'; readonly message: string }
);
