import { mul, neg } from '../../graph/primitives/arithmetic.js';
import { constant } from '../../graph/primitives/leaves.js';
import { broadcastTo, reshape } from '../../graph/primitives/layout.js';
import { sum } from '../../graph/primitives/reduce.js';
import { Tensor } from '../../graph/tensor.js';
import { rewrite } from '../../graph/walk.js';
import { isSumOfRows } from '../contractions.js';
import { onceByKey } from '../once.js';
import { usersOf } from '../readers.js';
import { is } from '../simplify/match.js';
import { averagesOf, fromBlocks, intoBlocks, scaleBlocks, scaledOf, type Scaled } from './primitives.js';

/*
 * What stands between two convolutions on blocks, normalisation above all, is worked out on the blocks: nothing is brought into rows and back, and scaling and shifting channels is one pass of the runtime's
 * convolution, ReLU included, where rows take a pass for each.
 */

const unary = new Set(['relu', 'step', 'neg']);
const binary = new Set(['mul', 'add', 'sub', 'maximum']);

export function stayInBlocks(outputs: readonly Tensor[]): Tensor[] {
  const users = usersOf(outputs);
  const wanted = new Map<Tensor, boolean>();
  /** Whether something that a node leads to by operations on elements is on blocks. */
  const isWanted = (node: Tensor): boolean => {
    const known = wanted.get(node);
    if (known !== undefined) return known;
    wanted.set(node, false);
    const found = (users.get(node) ?? []).some((user) => user && (is(user, 'intoBlocks') || isSumOfRows(user) || (isElementwise(user, node) && isWanted(user))));
    wanted.set(node, found);
    return found;
  };
  const once = onceByKey<Tensor>();
  return rewrite(outputs, (node, original) => {
    const own = node.inputs.map((input) => (is(input, 'fromBlocks') ? input.inputs[0] : undefined));
    const blocks = own.find((input) => input);
    if (!blocks) return node;
    if (is(node, 'intoBlocks')) return blocks.shape.join() === node.shape.join() ? blocks : node;
    if (isSumOfRows(node)) return sumOfImages(blocks);
    const usedOnce = (at: number) => users.get(original.inputs[at])!.length === 1;
    if (unary.has(node.primitive.name)) return fromBlocks((is(node, 'relu') && usedOnce(0) && joined(blocks, { relu: true })) || withInputs(node, [blocks], blocks.shape));
    if (!binary.has(node.primitive.name)) return node;
    const at = own.indexOf(blocks);
    const other = node.inputs[1 - at];
    if (other.size < node.size) {
      const made = byChannel(node, blocks, at, other, usedOnce(at));
      return made ? fromBlocks(made) : node;
    }
    if (other.shape.join() !== node.shape.join() || node.inputs[at].size !== node.size || (!own[1 - at] && !isWanted(original))) return node;
    const [images, , ...size] = blocks.shape;
    const both = own.map((input, i) => input ?? once(`${blocks.shape} of ${node.inputs[i].id}`, () => intoBlocks(node.inputs[i], images, size as [number, number])));
    if (both[0].shape.join() !== both[1].shape.join()) return node;
    const join = (i: 0 | 1) => (is(node, 'add') && both[0] !== both[1] && usedOnce(i) ? joined(both[i], { summand: both[1 - i] }) : undefined);
    return fromBlocks(join(1) ?? join(0) ?? withInputs(node, both, blocks.shape));
  });
}

function isElementwise(user: Tensor, of: Tensor): boolean {
  return user.size === of.size && (unary.has(user.primitive.name) || binary.has(user.primitive.name));
}

function withInputs(node: Tensor, inputs: readonly Tensor[], shape: readonly number[]): Tensor {
  return new Tensor(node.primitive, inputs, node.attributes, shape, node.dtype) as Tensor;
}

/** The sum over images and positions, (channels). */
function sumOfImages(blocks: Tensor): Tensor {
  const [, , height, width] = blocks.shape;
  return mul(sum(averagesOf(blocks), 0), height * width);
}

/** Blocks at place `at` of a node that combines them with a number, or with one for each channel; undefined where it is neither. */
function byChannel(node: Tensor, x: Tensor, at: number, other: Tensor, usedOnce: boolean): Tensor | undefined {
  const channels = x.shape[1];
  const isRow = other.size === channels && other.shape[other.rank - 1] === channels;
  if ((!isRow && other.size !== 1) || is(node, 'maximum')) return undefined;
  const row = isRow ? reshape(other, [channels]) : broadcastTo(reshape(other, [1]), [channels]);
  if (is(node, 'mul')) return scaleBlocks({ x, scale: row });
  if (is(node, 'sub') && at === 1) return scaleBlocks({ x, scale: everywhere(-1, channels), shift: row });
  const shift = is(node, 'sub') ? neg(row) : row;
  return (usedOnce && joined(x, { shift })) || scaleBlocks({ x, scale: everywhere(1, channels), shift });
}

function everywhere(value: number, channels: number): Tensor {
  return constant({ data: new Float32Array(channels).fill(value), shape: [channels], dtype: 'float32' });
}

/** Scaled blocks that nothing else reads made with one thing more; undefined where they have it already, or are no such blocks. */
function joined(blocks: Tensor, more: Partial<Scaled>): Tensor | undefined {
  const scaled = scaledOf(blocks);
  const isFree = scaled && !scaled.relu && (!more.shift || !scaled.shift) && (!more.summand || !scaled.summand);
  return isFree ? scaleBlocks({ ...scaled, ...more }) : undefined;
}
