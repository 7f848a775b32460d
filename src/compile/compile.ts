import type { NdArray } from '../graph/ndarray.js';
import { lift, placeholder, type TensorLike } from '../graph/primitives/leaves.js';
import type { Tensor } from '../graph/tensor.js';
import { leavesOf, mapTree, unflatten, type HostOf, type Tree } from '../graph/tree.js';
import { readArguments } from './arguments.js';
import { Cache } from './cache.js';
import { explainProgram, type Explanation } from './explain.js';
import { Program } from './program.js';
import type { Device } from './runtime.js';

export interface CompileOptions {
  /** Default: the native CPU where it loads, else WebAssembly. */
  readonly device?: Device;
  /**
   * Threads of each program, default 1: then results do not depend on the machine's load or number of cores. On WebAssembly the programs of a process all have those of
   * its first, and in a page those that the page gives it (`env.wasm.numThreads` of onnxruntime-web): `explain` tells how many.
   */
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
 * f must be pure, and not async: what it reads from outside is frozen when it is traced.
 * @throws RangeError where `threads` or `cacheBytes` makes no sense; from the first call with new shapes, ShapeError where operations do not fit, TypeError where f
 *   returns a promise, RangeError where what it computes cannot fit into memory, and Error where the device is not there.
 */
export function compile<A extends readonly unknown[], R>(f: (...args: A) => R, options: CompileOptions = {}): Compiled<A, R> {
  const { device, threads = 1, cacheBytes = 2 ** 30 } = options;
  if (!Number.isInteger(threads) || threads < 1) throw new RangeError(`threads must be a whole number of at least 1, got ${threads}.`);
  if (!(cacheBytes >= 0)) throw new RangeError(`cacheBytes must be a number of at least 0, got ${cacheBytes}.`);
  const programs = new Cache<Traced<R>>(cacheBytes);

  const withProgram = <U>(args: readonly unknown[], use: (traced: Traced<R>, leaves: readonly NdArray[]) => Promise<U>): Promise<U> => {
    const { leaves, signature } = readArguments(args);
    return programs.use(signature, () => build(f, args, leaves, device, threads), (traced) => use(traced, leaves));
  };
  const call = async (...args: unknown[]) => withProgram(args, async ({ program, like, count }, leaves) => unflatten(like, (await program.run(leaves)).slice(0, count)));
  const explain = async (...args: unknown[]) => withProgram(args, ({ program }, leaves) => explainProgram(program, leaves));
  const release = () => programs.clear();
  return Object.assign(call, { explain, release }) as unknown as Compiled<A, R>;
}

/** A program and the structure of the tree that its outputs make. */
interface Traced<R> {
  readonly program: Program;
  readonly like: R;
  /** How many leaves it has. */
  readonly count: number;
  readonly bytes: number;
  release(): Promise<void>;
}

async function build<R>(f: (...args: never) => R, args: readonly unknown[], leaves: readonly NdArray[], device: Device | undefined, threads: number): Promise<Traced<R>> {
  const inputs = leaves.map(({ shape, dtype }) => placeholder(shape, dtype, 'An input of a compiled function'));
  const like = (f as unknown as (...args: readonly unknown[]) => R)(...(unflatten(args, inputs) as unknown[]));
  if (isThenable(like)) {
    // Whatever it comes to is of no use.
    Promise.resolve(like).catch(() => undefined);
    throw new TypeError('A compiled function must return tensors, but it returned a promise: make it a function that is not async, and wait for data before it is called.');
  }
  const outputs = leavesOf<TensorLike>(like).map((leaf) => lift(leaf));
  // The runtime takes no program without outputs.
  const program = await Program.make(inputs, outputs.length ? outputs : [lift(0)], { device, threads });
  // Only the structure is kept, not the graph.
  return { program, like: mapTree(() => null, like), count: outputs.length, bytes: program.bytes, release: () => program.release() };
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
