import { div } from '../../graph/primitives/arithmetic.js';
import type { Product } from '../../graph/primitives/matmul.js';
import type { Shape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { attributesOf } from '../simplify/match.js';
import { freshIndex, indexed, type Indexed, type Path } from './path.js';

type Indices = Path['result'];
type Step = (path: Path, node: Tensor, side: number) => Path;

/** The same through one more node, of which the path ends at input `side`, and which is linear in it. */
const steps: Readonly<Record<string, Step>> = {
  add: (path, node) => ({ ...path, result: broadcast(path.result, node.shape) }),
  sub: (path, node, side) => ({ ...path, scale: side === 0 ? path.scale : -path.scale, result: broadcast(path.result, node.shape) }),
  neg: (path) => ({ ...path, scale: -path.scale }),
  broadcastTo: (path, node) => ({ ...path, result: broadcast(path.result, node.shape) }),
  reshape: (path, node) => {
    const kept = path.result.filter((index) => index);
    return { ...path, result: node.shape.map((length) => (length > 1 ? kept.shift() : undefined)) };
  },
  transpose: (path, node) => ({ ...path, result: attributesOf<{ order: readonly number[] }>(node).order.map((axis) => path.result[axis]) }),
  sum(path, node) {
    const { axes } = attributesOf<{ axes: readonly number[] }>(node);
    const held = new Set([path.varying, ...path.known].flatMap((factor) => factor.axes));
    // A sum of equals is a multiple.
    const repeated = axes.reduce((times, axis) => (path.result[axis] && !held.has(path.result[axis]) ? times * path.result[axis].size : times), 1);
    return { ...path, scale: path.scale * repeated, result: path.result.filter((_, axis) => !axes.includes(axis)) };
  },
  mul(path, node, side) {
    const other = node.inputs[1 - side];
    const result = broadcast(path.result, node.shape);
    return multipliedBy({ ...path, result }, indexed(other, result.slice(node.rank - other.rank)));
  },
  div(path, node) {
    const result = broadcast(path.result, node.shape);
    const by = div(1, node.inputs[1]);
    return multipliedBy({ ...path, result }, indexed(by, result.slice(node.rank - by.rank)));
  },
  matmul(path, node, side) {
    const { transposeA, transposeB, factor } = attributesOf<Product>(node);
    const other = node.inputs[1 - side];
    const flipped = [transposeA, transposeB];
    const last = node.inputs[side].rank - 2;
    // The summed axis is the second of the left operand and the first of the right, unless transposed.
    const innerAt = (of: number): number => ((of === 0) === flipped[of] ? 0 : 1);
    const [inner, own] = [innerAt(side), 1 - innerAt(side)].map((at) => path.result[last + at]);
    const free = freshIndex(node.shape[node.rank - 1 - side]);
    const batch = broadcast(path.result.slice(0, last), node.shape.slice(0, -2));
    const axes: Indices = [...batch.slice(batch.length - (other.rank - 2)), ...(innerAt(1 - side) === 0 ? [inner, free] : [free, inner])];
    const result = [...batch, ...(side === 0 ? [own, free] : [free, own])];
    return multipliedBy({ ...path, scale: path.scale * factor, result }, indexed(other, axes));
  },
};

/** Whether a node is linear in what varies, of which it has the inputs that `varies` says, in a way that paths can follow. */
export function isFollowed(node: Tensor, varies: (input: Tensor) => boolean): boolean {
  const { name } = node.primitive;
  if (node.dtype !== 'float32') return false;
  if (!Object.hasOwn(steps, name)) return false;
  if (name === 'reshape') return isSqueezed(node.inputs[0].shape, node.shape);
  if (name === 'div' && varies(node.inputs[1])) return false;
  const count = node.inputs.filter(varies).length;
  return name === 'add' || name === 'sub' ? count === node.inputs.length : count === 1;
}

/** The paths that end at a followed node, out of those that end at its inputs. */
export function follow(node: Tensor, pathsTo: (input: Tensor) => readonly Path[]): Path[] {
  return node.inputs.flatMap((input, side) => pathsTo(input).map((path) => steps[node.primitive.name](path, node, side)));
}

function isSqueezed(before: Shape, after: Shape): boolean {
  const [from, to] = [before, after].map((shape) => shape.filter((length) => length > 1));
  return from.length === to.length && from.every((length, i) => length === to[i]);
}

/** Indices of a shape that another is broadcast to. */
function broadcast(indices: Indices, shape: Shape): Indices {
  const own = shape.length - indices.length;
  return shape.map((length, axis) => indices[axis - own] ?? freshIndex(length));
}

function multipliedBy(path: Path, factor: Indexed): Path {
  return factor.axes.length === 0 ? { ...path, numbers: [...path.numbers, factor.tensor] } : { ...path, known: [...path.known, factor] };
}
