import type { NdArray } from '../graph/ndarray.js';
import { lift, type TensorLike } from '../graph/primitives/leaves.js';
import type { Tensor } from '../graph/tensor.js';
import { leavesOf, unflatten } from '../graph/tree.js';
import { ancestors, rewrite } from '../graph/walk.js';
import { compile, type CompileOptions, type HostArguments, type HostResult } from './compile.js';
import { movingIn } from './linear/moving.js';
import { shorten } from './linear/shorten.js';
import { simplify } from './simplify/index.js';

/** A function of what is known early and what comes often, as two programs. */
export interface Staged<K, V, R, E> {
  /** Works out all that `varying` has no part in. Of `varying` only the shapes are looked at. */
  prepare(...args: HostArguments<[known: K, varying: V]>): Promise<Prepared<V, R, E>>;
  /** Frees all programs. */
  release(): Promise<void>;
}

/** The rest of a function, to be called as often as wanted. */
export interface Prepared<V, R, E> {
  (...args: HostArguments<[varying: V]>): Promise<HostResult<R>>;
  /** What was worked out, and is held for as long as this is. */
  readonly bytes: number;
  /** What was wanted of `known` alone. */
  readonly early: HostResult<E>;
}

export interface StagedOptions<K, E> extends CompileOptions {
  /** What else is wanted of what is known: worked out with what is prepared, in one pass with what they share. */
  readonly early?: (known: K) => E;
}

/**
 * f(known, varying), where many calls differ in `varying` alone: the products of one Jacobian with many vectors, for example, whose first pass through a network is the same each time.
 *
 * f must be pure, and so must be traced to the same graph each time.
 */
export function staged<K, V, R, E = readonly []>(f: (known: K, varying: V) => R, { early, ...options }: StagedOptions<K, E> = {}): Staged<K, V, R, E> {
  const trace = (known: K, varying: V): Parts<R> => parts(f(known, varying), early?.(known) ?? [], varying);
  const first = compile((known: K, varying: V) => {
    const traced = trace(known, varying);
    return { early: traced.early, still: traced.still };
  }, options) as unknown as Program<{ early: HostResult<E>; still: readonly NdArray[] }>;
  const second = compile((known: K, still: readonly Tensor[], varying: V) => {
    const traced = trace(known, varying);
    const given = new Map(traced.still.map((node, i) => [node, still[i]]));
    return unflatten(traced.result, rewrite(traced.outputs, (node, original) => given.get(original) ?? node));
  }, options) as unknown as Program<HostResult<R>>;
  return {
    async prepare(known, shapes) {
      const { early, still } = await first(known, shapes);
      const bytes = still.reduce((sum, { data }) => sum + data.byteLength, 0);
      return Object.assign((...varying: HostArguments<[V]>) => second(known, still, ...varying), { bytes, early });
    },
    async release() {
      await Promise.all([first.release(), second.release()]);
    },
  };
}

interface Program<R> {
  (...args: unknown[]): Promise<R>;
  release(): Promise<void>;
}

/** Nothing is saved by keeping these: they are part of what reads them, or larger than what they are made of. */
const views = new Set(['reshape', 'broadcastTo', 'slice']);

interface Parts<R> {
  readonly result: R;
  /** The leaves of the result, simplified. */
  readonly outputs: Tensor[];
  /** What does not depend on what varies but is read by nodes that do. */
  readonly still: Tensor[];
  readonly early: unknown;
}

function parts<R>(result: R, early: unknown, varying: unknown): Parts<R> {
  const varies = new Set<Tensor>(leavesOf<Tensor>(varying));
  const leaves = leavesOf<TensorLike>(result);
  const all = simplify(shorten(simplify([...leaves, ...leavesOf<TensorLike>(early)].map((leaf) => lift(leaf))), varies));
  const outputs = all.slice(0, leaves.length);
  const nodes = ancestors(outputs);
  const moving = movingIn(outputs, varies);
  const still = new Set<Tensor>();
  const open = [...outputs, ...nodes.filter((node) => moving.has(node)).flatMap((node) => node.inputs)];
  for (const node of open) {
    if (moving.has(node) || node.inputs.length === 0) continue;
    if (views.has(node.primitive.name)) open.push(...node.inputs);
    else still.add(node);
  }
  return { result, outputs, still: [...still], early: unflatten(early, all.slice(leaves.length)) };
}
