import type { Geometry } from '../../graph/primitives/conv-tables.js';
import type { Tensor } from '../../graph/tensor.js';
import { ancestors } from '../../graph/walk.js';
import { isContraction, isSumOfRows, sumsOver } from '../contractions.js';
import { isPaddable, readAlong } from '../padding.js';
import { patchesOf } from '../patches.js';
import { usersOf } from '../readers.js';
import { isShifted } from '../simplify/features.js';
import { is } from '../simplify/match.js';
import { productsOf, sourceOf, type FirstLayer, type Source } from './first-layer.js';
import { asMade, turnsOf, type Turns } from './turns.js';

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
}

/** What a node is to a layer that is made by residues: the product of its patches with a kernel, or of their transpose with what comes back from that; what is summed of what comes back to the layer; or P' P and the sum of P. */
export interface Role {
  readonly plan: Plan;
  readonly as: 'convolution' | 'gradient' | 'return' | 'squares';
}

type Users = ReadonlyMap<Tensor, readonly (Tensor | undefined)[]>;
export type Kind = 'convolution' | 'gradient' | undefined;

/** The roles of nodes around layers that can be made by residues; `kindOf` tells which products of patches are made on blocks. */
export function rolesOf(outputs: readonly Tensor[], kindOf: (node: Tensor) => Kind): Map<Tensor, Role> {
  const layers = new Map<Tensor, Reading[]>();
  for (const matrix of ancestors(outputs)) {
    const patches = patchesOf(matrix);
    const source = patches && sourceOf(patches.x);
    if (source) layers.set(source.layer.rows, [...(layers.get(source.layer.rows) ?? []), { source, matrix, geometry: patches.geometry }]);
  }
  const roles = new Map<Tensor, Role>();
  if (layers.size === 0) return roles;
  const users = usersOf(outputs);
  // By P of the layers' [P 1] W.
  const plans = new Map<Tensor, Plan>();
  const products = new Set<Tensor | undefined>();
  for (const readings of layers.values()) {
    const { layer } = readings[0].source;
    const found = planOf(layer, readings, users, kindOf);
    if (!found) continue;
    for (const [node, as] of found.roles) roles.set(node, { plan: found.plan, as });
    for (const { source } of readings) for (const product of productsOf(source)) products.add(product);
    products.add(layer.rows.inputs[0]);
    plans.set(layer.p, plans.get(layer.p) ?? found.plan);
  }
  for (const [p, plan] of plans) {
    // Nothing needs P in the order of rows.
    const isGone = users.get(p)!.every((user) => user && (sumsOver(user, p) || roles.has(user) || products.has(user) || (isShifted(user) && users.get(user)!.every((of) => products.has(of)))));
    if (isGone) for (const user of users.get(p) as Tensor[]) if (sumsOver(user, p)) roles.set(user, { plan, as: 'squares' });
  }
  return roles;
}

/** Patches of a layer, or of its change. */
interface Reading {
  readonly source: Source;
  readonly matrix: Tensor;
  readonly geometry: Geometry;
}

function planOf(layer: FirstLayer, readings: readonly Reading[], users: Users, kindOf: (node: Tensor) => Kind): { plan: Plan; roles: Map<Tensor, Role['as']> } | undefined {
  const [{ geometry }] = readings;
  const isEven = geometry.stride.every((stride, axis) => stride > 1 && geometry.input[axis] % stride === 0);
  const isRead = readings.some(({ source }) => source.rows === layer.rows);
  const areAlike = readings.every((reading) => JSON.stringify(reading.geometry) === JSON.stringify(geometry)) && new Set(readings.map(({ source }) => source.rows)).size === readings.length;
  if (!isEven || !isRead || !areAlike || !isPaddable(geometry) || users.get(layer.rows.inputs[0])!.length > 1) return undefined;
  const plan: Plan = { geometry, residues: residuesOf(layer.geometry, geometry) };
  if (!plan.residues.every(isPossible) || !readings.every(({ source }) => isSumOfItsOwn(source, users))) return undefined;
  const products = productsOfReadings(readings, users, kindOf);
  const slopes = slopesOf(readings, users);
  const returns = slopes && returnsOf(slopes, { layer, geometry, read: new Set(readings.map(({ source }) => source.rows)) }, users);
  return products && returns ? { plan, roles: new Map([...products, ...returns.map((user) => [user, 'return'] as const)]) } : undefined;
}

/** What is made of patches of a layer or its change; undefined where that is something else than products on blocks. */
function productsOfReadings(readings: readonly Reading[], users: Users, kindOf: (node: Tensor) => Kind): Map<Tensor, Role['as']> | undefined {
  const products = new Map<Tensor, Role['as']>();
  for (const { matrix } of readings) {
    for (const user of users.get(matrix)!) {
      const kind = user && user.inputs[1] !== matrix ? kindOf(user) : undefined;
      if (!kind) return undefined;
      products.set(user as Tensor, kind);
    }
  }
  return products;
}

/** The slopes of a layer; undefined where something else than these and the patches reads the layer or its change. */
function slopesOf(readings: readonly Reading[], users: Users): Set<Tensor> | undefined {
  const slopes = new Set<Tensor>();
  for (const { source, matrix } of readings) {
    let reading = matrix;
    for (; reading.inputs[0] !== source.rows; [reading] = reading.inputs) if (users.get(reading.inputs[0])!.length > 1) return undefined;
    for (const user of users.get(source.rows)!) {
      if (user === reading) continue;
      if (!user || source.change || !is(user, 'step')) return undefined;
      slopes.add(user);
    }
  }
  return slopes;
}

/** The sums and products of what comes back to a layer, by way of its slopes; undefined where anything else is made of that. */
function returnsOf(slopes: ReadonlySet<Tensor>, { layer, geometry, read }: { readonly layer: FirstLayer; readonly geometry: Geometry; readonly read: ReadonlySet<Tensor> }, users: Users): Tensor[] | undefined {
  const returns: Tensor[] = [];
  for (const slope of slopes) {
    for (const returned of users.get(slope)!) {
      if (returned && read.has(returned)) continue;
      if (!returned || !partsOf(returned, geometry, layer.images)) return undefined;
      for (const user of users.get(returned)!) {
        const isKnown = user && (isSumOfRows(user) || (isContraction(user) && user.inputs[0] === layer.p && user.inputs[1] === returned));
        if (!isKnown) return undefined;
        returns.push(user);
      }
    }
  }
  return returns;
}

/** Whether nothing else reads the products that a change is made of, or sums of them. */
function isSumOfItsOwn(source: Source, users: Users): boolean {
  return productsOf(source).every((product) => {
    let node: Tensor | undefined = product;
    while (node && node !== source.rows) node = users.get(node)!.length === 1 ? users.get(node)![0] : undefined;
    return node !== undefined;
  });
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
    const { from, to } = readAlong(axis, own);
    return from < to;
  });
  return readsPixels && (!next || isPaddable(next.geometry));
}

/** The parts of G in G * step(layer), by residues, as what comes back from a convolution is put together, or several of them; undefined where it is not. */
export function partsOf(returned: Tensor, { input, stride }: Geometry, images: number): Tensor[][] | undefined {
  const whole = returned.inputs.find((factor) => !is(factor, 'step'));
  if (!is(returned, 'mul') || !whole || whole.size !== returned.size) return undefined;
  const sums = summandsOf(whole).map((summand) => turnsOf(summand, images, input));
  const areAlike = sums.every((turns) => turns?.stride.join() === stride.join());
  return areAlike ? (sums[0] as Turns).parts.map((_, residue) => sums.map((turns) => (turns as Turns).parts[residue])) : undefined;
}

function summandsOf(sum: Tensor): Tensor[] {
  const whole = asMade(sum);
  return is(whole, 'add') && whole.inputs.every(({ size }) => size === whole.size) ? [...whole.inputs] : [whole];
}
