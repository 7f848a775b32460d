import { neg } from '../../graph/primitives/arithmetic.js';
import { constant } from '../../graph/primitives/leaves.js';
import { broadcastTo, reshape } from '../../graph/primitives/layout.js';
import type { Shape } from '../../graph/shape.js';
import { Tensor } from '../../graph/tensor.js';
import { ancestors, rewrite } from '../../graph/walk.js';
import { isSumOfRows } from '../contractions.js';
import { onceByKey } from '../once.js';
import { usersOf } from '../readers.js';
import { is } from '../simplify/match.js';
import { assembledInBlocks } from './assembled.js';
import { fromBlocks, intoBlocks } from './primitives.js';
import { scaleBlocks, scaledOf, type Scaled } from './scaled.js';
import { sumOfBlocks, sumOfProducts } from './sums.js';

/*
 * What stands between two convolutions on blocks, normalisation above all, is worked out on the blocks: nothing is brought into rows and back, and scaling and shifting channels is one pass of the runtime's
 * convolution, ReLU included, where rows take a pass for each.
 */

const unary = new Set(['relu', 'step', 'neg']);
const binary = new Set(['mul', 'add', 'sub', 'maximum']);

export function stayInBlocks(outputs: readonly Tensor[], block: number): Tensor[] {
  const nodes = ancestors(outputs);
  if (!nodes.some((node) => is(node, 'fromBlocks'))) return [...outputs];
  const users = usersOf(outputs);
  const wanted = wantedInBlocks(nodes, users);
  const once = onceByKey<Tensor>();
  const bringIn = (rows: Tensor, shape: Shape) => once(`${shape} of ${rows.id}`, () => {
    const [images, , height, width] = shape;
    return assembledInBlocks(rows, shape, { block, once }) ?? intoBlocks(rows, images, [height, width]);
  });
  // What is made of steps alone is whole numbers, whose sum should be one, too, as that of averages is not.
  const whole = new Set<Tensor>();
  const withInputs = (node: Tensor, inputs: readonly Tensor[]): Tensor => {
    const made = new Tensor(node.primitive, inputs, node.attributes, inputs[0].shape, node.dtype) as Tensor;
    if (is(node, 'step') || inputs.every((input) => whole.has(input))) whole.add(made);
    return made;
  };
  const usedOnce = (node: Tensor, at: number) => users.get(node.inputs[at])!.length === 1;
  return rewrite(outputs, (node, original) => {
    const own = node.inputs.map((input) => (is(input, 'fromBlocks') ? input.inputs[0] : undefined));
    const blocks = own.find((input) => input);
    if (!blocks) return is(node, 'intoBlocks') ? bringIn(node.inputs[0], node.shape) : node;
    if (is(node, 'intoBlocks')) return blocks.shape.join() === node.shape.join() ? blocks : node;
    if (isSumOfRows(node)) return (usedOnce(original, 0) && sumOfProduct(blocks)) || (whole.has(blocks) ? node : sumOfBlocks(blocks));
    if (!isElementwise(node) || node.inputs.some((input, i) => own[i] && input.shape.join() !== node.shape.join())) return node;
    if (unary.has(node.primitive.name)) return fromBlocks((is(node, 'relu') && usedOnce(original, 0) && joined(blocks, { relu: true })) || withInputs(node, [blocks]));
    const at = own.indexOf(blocks);
    const other = node.inputs[1 - at];
    if (other.size < node.size) {
      const made = byChannel(node, blocks, at, other, usedOnce(original, at));
      return made ? fromBlocks(made) : node;
    }
    if (other.shape.join() !== node.shape.join() || (!own[1 - at] && !wanted.has(original))) return node;
    const both = own.map((input, i) => input ?? bringIn(node.inputs[i], blocks.shape));
    if (both[0].shape.join() !== both[1].shape.join()) return node;
    const join = (i: 0 | 1) => (is(node, 'add') && both[0] !== both[1] && usedOnce(original, i) ? joined(both[i], { summand: both[1 - i] }) : undefined);
    return fromBlocks(join(1) ?? join(0) ?? withInputs(node, both));
  });
}

function isElementwise({ primitive }: Tensor): boolean {
  return unary.has(primitive.name) || binary.has(primitive.name);
}

/** Nodes of which something that they lead to by operations on elements is on blocks. */
function wantedInBlocks(nodes: readonly Tensor[], users: ReadonlyMap<Tensor, readonly (Tensor | undefined)[]>): Set<Tensor> {
  const wanted = new Set<Tensor>();
  for (const node of [...nodes].reverse()) {
    const isWanted = (user?: Tensor) => user && (is(user, 'intoBlocks') || isSumOfRows(user) || (isElementwise(user) && user.size === node.size && wanted.has(user)));
    if (users.get(node)!.some(isWanted)) wanted.add(node);
  }
  return wanted;
}

/** The sum of a product, which is not written; undefined where blocks are none. */
function sumOfProduct(blocks: Tensor): Tensor | undefined {
  const [x, y] = blocks.inputs;
  return is(blocks, 'mul') && x.shape.join() === y.shape.join() ? sumOfProducts(x, y) : undefined;
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
