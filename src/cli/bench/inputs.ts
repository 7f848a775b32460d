import { ndarray, type NdArray } from '../../graph/ndarray.js';
import { sizeOf } from '../../graph/shape.js';

/**
 * The inputs of the workloads, number for number those of bench/peers/workloads.py, which states the formulas: every value
 * comes from one integer hash.
 */
export function mix(n: number): number {
  n = Math.imul(n ^ (n >>> 16), 0x7feb352d);
  n = Math.imul(n ^ (n >>> 15), 0x846ca68b);
  return (n ^ (n >>> 16)) >>> 0;
}

/** u(stream, i) in [0, 1). */
export function uniformAt(stream: number, index: number): number {
  return mix(mix(stream + 1) + index) / 2 ** 32;
}

/** v(stream, i) in [-1, 1). */
export function signedAt(stream: number, index: number): number {
  return 2 * uniformAt(stream, index) - 1;
}

export interface HostExamplePair {
  readonly x: NdArray;
  readonly y: NdArray;
}

/** 25 sine tasks of 10 support and 10 query points: x and y float32 (25, 10, 1). */
export function sinusoidInputs(): { support: HostExamplePair; query: HostExamplePair } {
  const [tasks, points, shots] = [25, 20, 10];
  const pick = (first: number, of: (flat: number, task: number) => number): NdArray =>
    filled([tasks, shots, 1], (i) => {
      const task = Math.floor(i / shots);
      return of(task * points + first + (i % shots), task);
    });
  const x = (flat: number): number => -5 + 10 * uniformAt(1, flat);
  const y = (flat: number, task: number): number => (0.1 + 4.9 * uniformAt(2, task)) * Math.sin(x(flat) - Math.PI * uniformAt(3, task));
  const half = (first: number): HostExamplePair => ({ x: pick(first, x), y: pick(first, y) });
  return { support: half(0), query: half(shots) };
}

/** The parameters of the MLP 1-40-40-1, in the structure of `mlp`. */
export function sinusoidParameters() {
  const sizes = [1, 40, 40, 1];
  const [first, second, head] = [0, 1, 2].map((layer) => ({
    weight: filled([sizes[layer], sizes[layer + 1]], (i) => signedAt(10 + layer, i) * Math.sqrt(3 / sizes[layer])),
    bias: filled([sizes[layer + 1]], (i) => 0.1 * signedAt(20 + layer, i)),
  }));
  return { blocks: [first, second].map((dense) => ({ dense, norm: {} })), head };
}

/** One 5-way 1-shot task of 75 queries: images float32 (N, 28, 28, 1), classes int32 (N). */
export function omniglotInputs(): { support: HostExamplePair; query: HostExamplePair } {
  return imageTask([28, 28, 1], (own, shared) => {
    const value = uniformAt(32, own) < 0.8 ? uniformAt(30, shared) : uniformAt(31, own);
    return value < 0.15 ? 1 : 0;
  });
}

/** The same of colour images (N, 84, 84, 3). */
export function miniInputs(): { support: HostExamplePair; query: HostExamplePair } {
  return imageTask([84, 84, 3], (own, shared) => (uniformAt(180, shared) + uniformAt(181, own)) / 2);
}

/** 5 support and 75 query images, whose classes take turns. A value follows from its place among all images, and from its place among one of each class. */
function imageTask(shape: readonly number[], valueAt: (own: number, shared: number) => number): { support: HostExamplePair; query: HostExamplePair } {
  const [ways, values] = [5, sizeOf(shape)];
  const part = (from: number, to: number): HostExamplePair => ({
    x: filled([to - from, ...shape], (i) => {
      const own = from * values + i;
      return valueAt(own, own % (ways * values));
    }),
    y: ndarray(Int32Array.from({ length: to - from }, (_, i) => (from + i) % ways)),
  });
  return { support: part(0, 5), query: part(5, 80) };
}

/** The parameters of conv4 with 64 channels and 5 ways, in the structure of `conv4`. */
export function omniglotParameters() {
  return conv4Parameters({ streams: 0, depth: 1, channels: 64, features: 64 });
}

/** Those of conv4 with 32 channels and max-pooling on 84 x 84 colour images. */
export function miniParameters() {
  return conv4Parameters({ streams: 100, depth: 3, channels: 32, features: 25 * 32 });
}

function conv4Parameters({ streams, depth, channels, features }: Readonly<Record<'streams' | 'depth' | 'channels' | 'features', number>>) {
  const blocks = [0, 1, 2, 3].map((block) => {
    const inputs = block === 0 ? depth : channels;
    const [kernel, scale, shift] = [40, 50, 60].map((first) => (i: number) => signedAt(streams + first + block, i));
    return {
      conv: { kernel: filled([3, 3, inputs, channels], (i) => kernel(i) * Math.sqrt(3 / (9 * inputs))) },
      norm: { scale: filled([channels], (i) => 1 + 0.1 * scale(i)), shift: filled([channels], (i) => 0.1 * shift(i)) },
    };
  });
  const weight = filled([features, 5], (i) => signedAt(streams + 70, i) * Math.sqrt(3 / features));
  return { blocks, head: { weight, bias: filled([5], (i) => 0.1 * signedAt(streams + 71, i)) } };
}

/** float32 from values computed in float64. */
export function filled(shape: readonly number[], of: (flat: number) => number): NdArray {
  return ndarray(Float32Array.from({ length: sizeOf(shape) }, (_, i) => of(i)), shape);
}
