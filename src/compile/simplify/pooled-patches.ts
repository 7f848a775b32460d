import { add } from '../../graph/primitives/arithmetic.js';
import { pooledBy } from '../../graph/ops/pool-tables.js';
import { patchTable, type Windows } from '../../graph/primitives/conv-tables.js';
import { gather } from '../../graph/primitives/gather.js';
import { reshape } from '../../graph/primitives/layout.js';
import { sum } from '../../graph/primitives/reduce.js';
import { sliceBlock } from '../../graph/primitives/window.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { ancestors, rewrite } from '../../graph/walk.js';
import { isContraction, isSumOfRows, sumsOver, times } from '../contractions.js';
import { patchesOf, type Patches } from '../patches.js';
import { usersOf } from '../readers.js';
import { isShifted } from './features.js';
import { attributesOf, is } from './match.js';
import { factors } from './skinny.js';
import { withOnes } from './with-ones.js';

/*
 * The rows of a tall product x = P W with few columns are positions of images, and pooling brings them into the order of its windows, first tap by first tap, and cuts them. To do so with the narrow P is less work:
 * the patches that each tap of the pooling reads are gathered as such, and multiplied. The gradient comes back in these parts, each of which meets its part of P, and is never joined and brought
 * back into the order of the images; what sums over all rows sums over those of all parts.
 */

/** Patches of which nothing needs the order that they stand in. */
interface Plan {
  /** The place in x of each row, as the pooling orders them. */
  readonly order: Int32Array;
  readonly parts: readonly Part[];
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly patches: Tensor;
  /** The same with a column of ones. */
  readonly shifted: Tensor;
}

export function poolPatches(outputs: readonly Tensor[]): Tensor[] {
  const candidates = ancestors(outputs).flatMap((node) => {
    const patches = patchesOf(node);
    return patches ? [[node, patches] as const] : [];
  });
  if (candidates.length === 0) return [...outputs];
  const users = usersOf(outputs);
  const plans = new Map<Tensor, Plan>();
  for (const [node, patches] of candidates) {
    const plan = planOf(node, patches, users);
    if (plan) plans.set(node, plan);
  }
  if (plans.size === 0) return [...outputs];
  // What comes back from the pooling, in the order of the images.
  const returned = new Map<Tensor, Plan>();
  for (const [p, plan] of plans) for (const user of users.get(p) as Tensor[]) if (meets(user, p, plan.order)) returned.set(user.inputs[1], plan);
  return rewrite(outputs, (node, original) => cutPart(node, original, plans) ?? sumOfParts(node, original, plans, returned) ?? node);
}

type Users = ReadonlyMap<Tensor, readonly (Tensor | undefined)[]>;

function planOf(p: Tensor, patches: Patches, users: Users): Plan | undefined {
  const products = (users.get(p) ?? []).flatMap((user) => (user && isShifted(user) && user.inputs[0] === p ? users.get(user) ?? [] : [user])).filter((user) => user && factors(user));
  const [read] = products.length === 1 ? users.get(products[0] as Tensor) ?? [] : [];
  if (!read || !is(read, 'gather') || users.get(products[0] as Tensor)!.length > 1) return undefined;
  const { axis, table: order } = attributesOf<{ axis: number; table: Int32Array }>(read);
  const pooling = pooledBy(order);
  if (axis !== 0 || !pooling || !isCut(users.get(read) ?? [], read, sizeOf(pooling.geometry.kernel)) || !isPermutation(order, p.shape[0])) return undefined;
  const known = (user: Tensor | undefined) => user !== undefined && (user === products[0] || (isShifted(user) && users.get(user)!.length === 1) || sumsOver(user, p) || meets(user, p, order));
  return (users.get(p) as readonly Tensor[]).every(known) ? { order, parts: partsOf(p, patches, pooling) } : undefined;
}

/** Whether all that reads rows cuts the same number of parts out of them. */
function isCut(cuts: readonly (Tensor | undefined)[], { shape: [rows, width] }: Tensor, parts: number): boolean {
  return cuts.every((cut) => {
    if (!cut || !is(cut, 'slice') || cut.shape[1] !== width || cut.shape[0] !== rows / parts) return false;
    return attributesOf<{ starts: readonly number[] }>(cut).starts[0] % cut.shape[0] === 0;
  });
}

function isPermutation(order: Int32Array, length: number): boolean {
  return order.length === length && new Set(order).size === length && order.every((at) => at >= 0);
}

/** The patches that each tap of the pooling reads: windows as far apart as those of the pooling are. */
function partsOf(p: Tensor, { x, geometry, images }: Patches, { geometry: { kernel, output, stride } }: Windows): Part[] {
  const rows = images * sizeOf(output);
  return Array.from({ length: sizeOf(kernel) }, (_, tap) => {
    const at = [Math.floor(tap / kernel[1]), tap % kernel[1]];
    const along = (value: (axis: 0 | 1) => number) => [value(0), value(1)] as const;
    const own = { ...geometry, output, stride: along((axis) => geometry.stride[axis] * stride[axis]), before: along((axis) => geometry.before[axis] - geometry.stride[axis] * at[axis]) };
    const patches = reshape(gather(x, patchTable(own, images), 0), [rows, p.shape[1]]);
    return { from: tap * rows, to: (tap + 1) * rows, patches, shifted: withOnes(patches) };
  });
}

/** P' x, where x comes in the order of the pooling. */
function meets(node: Tensor, p: Tensor, order: Int32Array): boolean {
  return isContraction(node) && node.inputs[0] === p && comesBack(node.inputs[1], order);
}

function comesBack(x: Tensor, order: Int32Array): boolean {
  if (!is(x, 'gather') || x.rank !== 2) return false;
  const { axis, table } = attributesOf<{ axis: number; table: Int32Array }>(x);
  return axis === 0 && table.length === order.length && x.inputs[0].shape[0] === order.length && table.every((from, row) => order[from] === row);
}

/** A block of the pooled rows as a product of its own. */
function cutPart(node: Tensor, original: Tensor, plans: ReadonlyMap<Tensor, Plan>): Tensor | undefined {
  const [read] = original.inputs;
  const split = is(original, 'slice') && is(read, 'gather') ? factors(read.inputs[0]) : undefined;
  const p = split && (isShifted(split.p) ? split.p.inputs[0] : split.p);
  const plan = p && plans.get(p);
  if (!plan || attributesOf<{ table: Int32Array }>(read).table !== plan.order) return undefined;
  const [start] = attributesOf<{ starts: readonly number[] }>(original).starts;
  const { patches, shifted } = plan.parts.find(({ from }) => from === start) as Part;
  return times(split.p === p ? patches : shifted, node.inputs[0].inputs[0].inputs[1]);
}

/** What sums over the rows of patches, or over rows that come back, as a sum over the parts. */
function sumOfParts(node: Tensor, original: Tensor, plans: ReadonlyMap<Tensor, Plan>, returned: ReadonlyMap<Tensor, Plan>): Tensor | undefined {
  const total = (plan: Plan, term: (part: Part) => Tensor) => plan.parts.map(term).reduce((sumOfTerms, next) => add(sumOfTerms, next));
  const [first, second] = original.inputs;
  const plan = first && plans.get(first);
  if (plan && is(original, 'sum')) return total(plan, ({ patches }) => sum(patches, 0));
  if (plan && isContraction(original) && second === first) return total(plan, ({ patches }) => times(patches, patches, { transposeA: true }));
  const back = first && (plan && isContraction(original) ? returned.get(second) : isSumOfRows(original) ? returned.get(first) : undefined);
  if (!back) return undefined;
  // Their products with the patches and their sums are rows of one product.
  const [rows] = node.inputs[plan ? 1 : 0].inputs;
  const width = rows.shape[1];
  const both = total(back, ({ from, to, shifted }) => times(shifted, sliceBlock(rows, [from, 0], [to, width]), { transposeA: true }));
  const last = both.shape[0] - 1;
  return plan ? sliceBlock(both, [0, 0], [last, width]) : reshape(sliceBlock(both, [last, 0], [last + 1, width]), [width]);
}
