import type { Geometry } from '../../graph/primitives/conv-tables.js';
import type { Tensor } from '../../graph/tensor.js';
import { ancestors } from '../../graph/walk.js';
import { isContraction, isSumOfRows, sumsOver } from '../contractions.js';
import { isPaddable } from '../padding.js';
import { patchesOf } from '../patches.js';
import { usersOf } from '../readers.js';
import { isShifted } from '../simplify/features.js';
import { is } from '../simplify/match.js';
import { firstLayerOf, pixelsAlong, type FirstLayer } from './first-layer.js';

/*
 * A first layer that a convolution with a stride reads, as grey images have one. The positions of a residue modulo the stride are images of their own: their values come straight from the pixels, in blocks; the
 * convolution is one of stride 1 over each; and what comes back from it, which is worked out by residues as well, meets these values and their patches there. It never is in the order of rows, and neither is the
 * layer: of all arrays they are the largest.
 */

/** The positions of a layer that some taps of a convolution read. */
export interface Residue {
  /** The windows of the layer that stand at these positions. */
  readonly own: Geometry;
  /** The convolution over them, and its taps; undefined where no tap meets them. */
  readonly next?: { readonly geometry: Geometry; readonly taps: Int32Array };
}

export interface Plan {
  readonly geometry: Geometry;
  readonly residues: readonly Residue[];
  /** Products of the layer's patches with a kernel, or of their transpose with what comes back. */
  readonly convolutions: ReadonlySet<Tensor>;
  readonly gradients: ReadonlySet<Tensor>;
  /** What comes back to the layer, where its value is above zero. */
  readonly returned?: Tensor;
  /** P of the layer's [P 1] W, where nothing needs it in the order of rows. */
  readonly patches?: Tensor;
}

type Users = ReadonlyMap<Tensor, readonly (Tensor | undefined)[]>;
export type Kind = 'convolution' | 'gradient' | undefined;

/** The layers that can be made by residues; `kindOf` tells which products of patches are made on blocks. */
export function plansOf(outputs: readonly Tensor[], kindOf: (node: Tensor) => Kind): Plan[] {
  const matrices = new Map<Tensor, Tensor[]>();
  for (const node of ancestors(outputs)) {
    const x = patchesOf(node)?.x;
    if (x && firstLayerOf(x)) matrices.set(x, [...(matrices.get(x) ?? []), node]);
  }
  if (matrices.size === 0) return [];
  const users = usersOf(outputs);
  const plans = [...matrices].flatMap(([rows, own]) => {
    const plan = own.length === 1 ? planOf(rows, own[0], users, kindOf) : undefined;
    return plan ? [{ rows, plan }] : [];
  });
  const products = new Set<Tensor | undefined>(plans.map(({ rows }) => rows.inputs[0]));
  const returned = new Set<Tensor | undefined>(plans.map(({ plan }) => plan.returned));
  return plans.map(({ rows, plan }) => {
    const p = patchesUnder(rows);
    const isGone = users.get(p)!.every((user) => user && (sumsOver(user, p) || (isShifted(user) ? users.get(user)!.every((of) => products.has(of)) : isContraction(user) && returned.has(user.inputs[1]))));
    return isGone ? { ...plan, patches: p } : plan;
  });
}

function patchesUnder(rows: Tensor): Tensor {
  return rows.inputs[0].inputs[0].inputs[0];
}

function planOf(rows: Tensor, matrix: Tensor, users: Users, kindOf: (node: Tensor) => Kind): Plan | undefined {
  const layer = firstLayerOf(rows) as FirstLayer;
  const { geometry } = patchesOf(matrix)!;
  const isEven = geometry.stride.every((stride, axis) => stride > 1 && geometry.input[axis] % stride === 0);
  if (!isEven || !isPaddable(geometry) || users.get(rows.inputs[0])!.length > 1) return undefined;
  const products = users.get(matrix)!;
  const ofKind = (kind: Kind) => new Set(products.filter((user): user is Tensor => user !== undefined && user.inputs[1] !== matrix && kindOf(user) === kind));
  const plan: Plan = { geometry, residues: residuesOf(layer.geometry, geometry), convolutions: ofKind('convolution'), gradients: ofKind('gradient') };
  if (products.length !== plan.convolutions.size + plan.gradients.size || !plan.residues.every(isPossible)) return undefined;
  const leadsToPatches = (node: Tensor | undefined): boolean => node === matrix || (node !== undefined && ['pad', 'gather', 'reshape'].includes(node.primitive.name) && users.get(node)!.every(leadsToPatches));
  const others = users.get(rows)!.filter((user) => !leadsToPatches(user));
  if (others.length === 0) return plan;
  const [slope] = others;
  const [returned] = slope && is(slope, 'step') ? users.get(slope)! : [];
  if (others.length > 1 || !returned || users.get(slope as Tensor)!.length > 1 || !partsOf(returned, plan, layer.images)) return undefined;
  const isKnown = (user: Tensor | undefined) => user && (isSumOfRows(user) || (isContraction(user) && user.inputs[0] === patchesUnder(rows) && user.inputs[1] === returned));
  return users.get(returned)!.every(isKnown) ? { ...plan, returned } : undefined;
}

function residuesOf(layer: Geometry, geometry: Geometry): Residue[] {
  const { stride, input } = geometry;
  const size = [input[0] / stride[0], input[1] / stride[1]] as const;
  return Array.from({ length: stride[0] * stride[1] }, (_, place) => {
    const at = [Math.floor(place / stride[1]), place % stride[1]] as const;
    const along = (value: (axis: 0 | 1) => number) => [value(0), value(1)] as const;
    const own = { ...layer, output: size, stride: along((axis) => layer.stride[axis] * stride[axis]), before: along((axis) => layer.before[axis] - layer.stride[axis] * at[axis]) };
    const taps = ([0, 1] as const).map((axis) => [...Array(geometry.kernel[axis]).keys()].filter((tap) => (tap - geometry.before[axis] - at[axis]) % stride[axis] === 0));
    if (taps.some(({ length }) => length === 0)) return { own };
    const windows = { input: size, kernel: along((axis) => taps[axis].length), output: geometry.output, stride: [1, 1] as const, before: along((axis) => (geometry.before[axis] + at[axis] - taps[axis][0]) / stride[axis]) };
    return { own, next: { geometry: windows, taps: Int32Array.from(taps[0].flatMap((row) => taps[1].map((column) => row * geometry.kernel[1] + column))) } };
  });
}

/** Whether the windows at a residue read more than padding, and the runtime makes no more of them than there are. */
function isPossible({ own, next }: Residue): boolean {
  const readsPixels = ([0, 1] as const).every((axis) => {
    const { from, to } = pixelsAlong(axis, own);
    return from < to;
  });
  return readsPixels && (!next || isPaddable(next.geometry));
}

/** The parts of G in G * step(layer), by residues, as what comes back from a convolution is put together; undefined where it is not. */
export function partsOf(returned: Tensor, { geometry: { input, stride } }: Pick<Plan, 'geometry'>, images: number): Tensor[] | undefined {
  const whole = returned.inputs.find((factor) => !is(factor, 'step'));
  if (!is(returned, 'mul') || !whole || whole.size !== returned.size) return undefined;
  const height = (images * input[0]) / stride[0];
  const lines = turns(whole, [height, stride[0], whole.size / height / stride[0]]);
  const parts = lines?.map((line) => turns(line, [(height * input[1]) / stride[1], stride[1], whole.shape[1]]));
  return parts?.every((part) => part !== undefined) ? parts.flat() : undefined;
}

/** What takes turns along the middle axis of a concatenation of this shape. */
function turns(joined: Tensor, shape: readonly number[]): Tensor[] | undefined {
  while (is(joined, 'reshape')) [joined] = joined.inputs;
  if (!is(joined, 'concat') || joined.shape.join() !== shape.join() || joined.inputs.length !== shape[1]) return undefined;
  return joined.inputs.every((part) => part.shape.join() === `${shape[0]},1,${shape[2]}`) ? [...joined.inputs] : undefined;
}
