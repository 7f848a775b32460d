import { isNdArray, type NdArray } from './ndarray.js';
import { Tensor } from './tensor.js';

/** Leaves in nested objects and arrays: parameters, gradients, optimiser states. */
export type Tree<Leaf> = Leaf | readonly Tree<Leaf>[] | { readonly [name: string]: Tree<Leaf> };

/** The host form of a tree of tensors: each Tensor is an NdArray, and so is each number, which stands for one. */
export type HostOf<T> = T extends Tensor | NdArray | number | boolean ? NdArray : T extends readonly (infer U)[] ? (number extends T['length'] ? readonly HostOf<U>[] : { [K in keyof T]: HostOf<T[K]> }) : T extends object ? { [K in keyof T]: HostOf<T[K]> } : T;

/** The same tree with each leaf replaced by `Leaf`; what may be absent still may. */
export type LeavesAs<T, Leaf> = T extends Tensor | NdArray ? Leaf : T extends undefined ? T : T extends readonly unknown[] | object ? { [K in keyof T]: LeavesAs<T[K], Leaf> } : Leaf;

/** Whether a value is a leaf of a tree: a tensor, a host array, or what is no object or array of others. */
export function isLeaf(value: unknown): boolean {
  return value instanceof Tensor || isNdArray(value) || typeof value !== 'object' || value === null || ArrayBuffer.isView(value);
}

/** The entries of an object that are there: an optional one that is undefined is none. */
function entriesOf(value: unknown): [string, unknown][] {
  return Object.entries(value as object).filter(([, entry]) => entry !== undefined);
}

/** The leaves in order: arrays by index, objects by the order of their keys. */
export function leavesOf<Leaf>(tree: unknown): Leaf[] {
  const found: Leaf[] = [];
  const visit = (value: unknown): void => {
    if (isLeaf(value)) found.push(value as Leaf);
    else if (Array.isArray(value)) value.forEach(visit);
    else for (const [, entry] of entriesOf(value)) visit(entry);
  };
  visit(tree);
  return found;
}

/** The path of each leaf, joined by dots: `0.weight`. In the order of `leavesOf`. */
export function pathsOf(tree: unknown): string[] {
  const paths: string[] = [];
  mapWithPath((_, path) => paths.push(path), tree);
  return paths;
}

/** A tree of the shape of `like` whose leaves are taken from `leaves`, in the order of `leavesOf`. */
export function unflatten<T>(like: T, leaves: readonly unknown[]): T {
  let next = 0;
  const rebuild = (value: unknown): unknown => {
    if (isLeaf(value)) return leaves[next++];
    if (Array.isArray(value)) return value.map(rebuild);
    const made: Record<string, unknown> = {};
    for (const [name, entry] of entriesOf(value)) made[name] = rebuild(entry);
    return made;
  };
  const rebuilt = rebuild(like);
  if (next !== leaves.length) throw new RangeError(`The tree has ${next} leaves, but ${leaves.length} were given.`);
  return rebuilt as T;
}

/**
 * The leaves of a tree in the order of another, which may have its keys in another order.
 * @throws TypeError, which calls the trees what `names` says, where one has a leaf that the other has not.
 */
export function leavesLike<Leaf>(like: unknown, tree: unknown, names: { readonly operation: string; readonly like: string; readonly tree: string }): Leaf[] {
  const leaves = leavesOf<Leaf>(tree);
  const [wanted, found] = [pathsOf(like), pathsOf(tree)];
  if (wanted.length === found.length && wanted.every((path, i) => path === found[i])) return leaves;
  const places = new Map(found.map((path, i) => [path, i]));
  const known = new Set(wanted);
  const [missing, further] = [wanted.find((path) => !places.has(path)), found.find((path) => !known.has(path))];
  const unlike = missing === undefined ? further : missing;
  if (unlike !== undefined) {
    const [has, lacks] = missing === undefined ? [names.tree, names.like] : [names.like, names.tree];
    throw new TypeError(`${names.operation}: ${names.tree} has ${found.length} leaves, ${names.like} ${wanted.length}, and ${has} has ${unlike === '' ? 'one that is the whole tree' : `'${unlike}'`}, which ${lacks} has not; give trees of one structure.`);
  }
  return wanted.map((path) => leaves[places.get(path) as number]);
}

/**
 * Applies `f` to the leaves that stand at the same path of each tree. The result has the structure of the first.
 * @throws TypeError where the paths are not the same.
 */
export function mapTree<T, Leaf = Tensor>(f: (leaf: Leaf, ...others: Leaf[]) => unknown, tree: T, ...others: readonly unknown[]): T {
  const rest = others.map((other) => leavesLike<Leaf>(tree, other, { operation: 'mapTree', like: 'one tree', tree: 'another' }));
  return unflatten(tree, leavesOf<Leaf>(tree).map((leaf, at) => f(leaf, ...rest.map((leaves) => leaves[at]))));
}

/** `mapTree` on one tree, told each leaf's path (`0.weight`): what predicates on parameters are made of. */
export function mapWithPath(f: (leaf: unknown, path: string) => unknown, tree: unknown): unknown {
  const visit = (value: unknown, path: string): unknown => {
    if (isLeaf(value)) return f(value, path);
    const below = (name: string | number): string => (path === '' ? `${name}` : `${path}.${name}`);
    if (Array.isArray(value)) return value.map((entry, i) => visit(entry, below(i)));
    return Object.fromEntries(entriesOf(value).map(([name, entry]) => [name, visit(entry, below(name))]));
  };
  return visit(tree, '');
}
