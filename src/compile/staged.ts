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
export interface Staged<K, V, R> {
  /** Works out all that `varying` has no part in. Of `varying` only the shapes are looked at. */
  prepare(...args: HostArguments<[known: K, varying: V]>): Promise<Prepared<V, R>>;
  /** Frees all programs. */
  release(): Promise<void>;
}

/** The rest of a function, to be called as often as wanted. */
export interface Prepared<V, R> {
  (...args: HostArguments<[varying: V]>): Promise<HostResult<R>>;
  /** What was worked out, and is held for as long as this is. */
  readonly bytes: number;
}

/**
 * f(known, varying), where many calls differ in `varying` alone: the products of one Jacobian with many vectors, for example, whose first pass through a network is the same each time.
 *
 * f must be pure, and so must be traced to the same graph each time.
 */
export function staged<K, V, R>(f: (known: K, varying: V) => R, options: CompileOptions = {}): Staged<K, V, R> {
  const first = compile((known: K, varying: V) => parts(f, known, varying).still, options) as unknown as Program<readonly NdArray[]>;
  const second = compile((known: K, still: readonly Tensor[], varying: V) => {
    const traced = parts(f, known, varying);
    const given = new Map(traced.still.map((node, i) => [node, still[i]]));
    return unflatten(traced.result, rewrite(traced.outputs, (node, original) => given.get(original) ?? node));
  }, options) as unknown as Program<HostResult<R>>;
  return {
    async prepare(known, shapes) {
      const still = await first(known, shapes);
      const bytes = still.reduce((sum, { data }) => sum + data.byteLength, 0);
      return Object.assign((...varying: HostArguments<[V]>) => second(known, still, ...varying), { bytes });
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

/** The simplified graph of f, and the nodes of it that do not depend on `varying` but are read by some that do. */
function parts<K, V, R>(f: (known: K, varying: V) => R, known: K, varying: V): { readonly result: R; readonly outputs: Tensor[]; readonly still: Tensor[] } {
  const result = f(known, varying);
  const varies = new Set<Tensor>(leavesOf<Tensor>(varying));
  const outputs = simplify(shorten(simplify(leavesOf<TensorLike>(result).map((leaf) => lift(leaf))), varies));
  const nodes = ancestors(outputs);
  const moving = movingIn(outputs, varies);
  const still = new Set<Tensor>();
  const open = [...outputs, ...nodes.filter((node) => moving.has(node)).flatMap((node) => node.inputs)];
  for (const node of open) {
    if (moving.has(node) || node.inputs.length === 0) continue;
    if (views.has(node.primitive.name)) open.push(...node.inputs);
    else still.add(node);
  }
  return { result, outputs, still: [...still] };
}
