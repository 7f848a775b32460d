import { ndarray, isNdArray, type NdArray } from '../graph/ndarray.js';
import { lift, placeholder, type TensorLike } from '../graph/primitives/leaves.js';
import type { Tensor } from '../graph/tensor.js';
import { leavesOf, mapWithPath, unflatten, type HostOf, type Tree } from '../graph/tree.js';
import { explainProgram, type Explanation } from './explain.js';
import { Program } from './program.js';
import type { Device } from './runtime.js';

export interface CompileOptions {
  /** Default: the native CPU where it loads, else WebAssembly. */
  readonly device?: Device;
  /** Threads of each program, default 1: then results do not depend on the machine's load or number of cores. */
  readonly threads?: number;
  /** Programs of different shapes are kept until their estimated memory exceeds this; the least recently used go first. Default 1 GiB. */
  readonly cacheBytes?: number;
}

/** Arguments as host data: where the function takes a tensor, an NdArray, or a number for a scalar. */
export type HostArguments<A> = { [K in keyof A]: HostArgument<A[K]> };
/** A tree of any structure is met first: its type would expand without end. */
export type HostResult<T> = [Tree<Tensor>] extends [T] ? Tree<NdArray> : HostOf<T>;
type HostArgument<T> = [Tree<Tensor>] extends [T] ? Tree<NdArray | number> : T extends Tensor ? NdArray | number : T extends readonly unknown[] | object ? { [K in keyof T]: HostArgument<T[K]> } : T;

export interface Compiled<A extends readonly unknown[], R> {
  (...args: HostArguments<A>): Promise<HostResult<R>>;
  /** What the program for these arguments is made of and where its time goes. */
  explain(...args: HostArguments<A>): Promise<Explanation>;
  /** Frees all programs; a later call compiles again. */
  release(): Promise<void>;
}

/**
 * f as a program: traced once for each combination of input shapes, simplified, lowered to ONNX and run by ONNX Runtime.
 *
 * f must be pure: what it reads from outside is frozen when it is traced.
 * @throws ShapeError, from the first call with new shapes, where operations do not fit.
 */
export function compile<A extends readonly unknown[], R>(f: (...args: A) => R, options: CompileOptions = {}): Compiled<A, R> {
  const { device, threads = 1, cacheBytes = 2 ** 30 } = options;
  const programs = new Map<string, Promise<{ program: Program; like: R }>>();

  const programFor = (args: readonly unknown[], leaves: readonly NdArray[]) => {
    const key = signatureOf(args, leaves);
    let known = programs.get(key);
    if (known) programs.delete(key);
    else {
      known = build(f, args, leaves, device, threads);
      known.then(() => evict(programs, cacheBytes), () => programs.delete(key));
    }
    programs.set(key, known);
    return known;
  };

  const call = async (...args: unknown[]): Promise<HostResult<R>> => {
    const leaves = leavesOf<unknown>(args).map(hostLeaf);
    const { program, like } = await programFor(args, leaves);
    return unflatten(like, await program.run(leaves)) as HostResult<R>;
  };
  const explain = async (...args: unknown[]) => {
    const leaves = leavesOf<unknown>(args).map(hostLeaf);
    return explainProgram((await programFor(args, leaves)).program, leaves);
  };
  const release = async () => {
    const all = [...programs.values()];
    programs.clear();
    await Promise.all(all.map(async (entry) => (await entry).program.release()));
  };
  return Object.assign(call, { explain, release }) as unknown as Compiled<A, R>;
}

async function build<R>(f: (...args: never) => R, args: readonly unknown[], leaves: readonly NdArray[], device: Device | undefined, threads: number): Promise<{ program: Program; like: R }> {
  const inputs = leaves.map(({ shape, dtype }) => placeholder(shape, dtype, 'An input of a compiled function'));
  const like = (f as unknown as (...args: readonly unknown[]) => R)(...(unflatten(args, inputs) as unknown[]));
  const outputs = leavesOf<TensorLike>(like).map((leaf) => lift(leaf));
  return { program: await Program.make(inputs, outputs, { device, threads }), like };
}

async function evict(programs: Map<string, Promise<{ program: Program }>>, bound: number): Promise<void> {
  const entries = await Promise.all([...programs].map(async ([key, entry]) => ({ key, program: (await entry.catch(() => undefined))?.program })));
  let total = entries.reduce((sum, { program }) => sum + (program?.bytes ?? 0), 0);
  for (const { key, program } of entries.slice(0, -1)) {
    if (total <= bound || !program) continue;
    total -= program.bytes;
    programs.delete(key);
    await program.release();
  }
}

function hostLeaf(leaf: unknown): NdArray {
  if (isNdArray(leaf)) return leaf;
  if (typeof leaf === 'number') return ndarray([leaf], []);
  if (typeof leaf === 'boolean') return ndarray([leaf], [], 'bool');
  throw new TypeError(`A compiled function takes host arrays and numbers, got ${leaf === null ? 'null' : typeof leaf}${typeof leaf === 'object' ? ' (a tensor has no value outside of a function; pass its host data)' : ''}.`);
}

function signatureOf(args: readonly unknown[], leaves: readonly NdArray[]): string {
  const paths: string[] = [];
  mapWithPath((_, path) => paths.push(path), args);
  return leaves.map(({ shape, dtype }, i) => `${paths[i]}:${dtype}[${shape}]`).join();
}
