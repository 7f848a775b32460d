import { add, neg, sub } from '../../graph/primitives/arithmetic.js';
import type { Geometry } from '../../graph/primitives/conv-tables.js';
import { reshape, transpose } from '../../graph/primitives/layout.js';
import { concat, padBlock, sliceBlock } from '../../graph/primitives/window.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { isMatrixProduct } from '../contractions.js';
import { readAlong } from '../padding.js';
import { patchesOf, type Patches } from '../patches.js';
import { isShifted } from '../simplify/features.js';
import { is } from '../simplify/match.js';
import { asBlocks, convolvePixels, rowOf, type Activation } from './primitives.js';
import type { Blocks } from './use-blocks.js';

/*
 * relu([P 1] W), where P are the patches of images of one channel: the first layer of a network on grey images, scaled and shifted already. Its values are a multiple of the pixels, and made in less time than copied.
 * What changes with it, step(relu([P 1] W)) * (P V + [P 1] U), is read by a convolution as well where a gradient is differentiated.
 */
export interface FirstLayer extends Patches {
  readonly rows: Tensor;
  readonly p: Tensor;
  /** (taps + 1, filters), of which the last row is added. */
  readonly weights: Tensor;
}

/** What a convolution reads of a first layer: it, or what changes with it. */
export interface Source {
  readonly rows: Tensor;
  readonly layer: FirstLayer;
  readonly change?: readonly Term[];
}

/** A product of the change of a layer, or a row that is added to all of its positions. */
interface Term {
  readonly of: Tensor;
  readonly isRow: boolean;
  readonly sign: 1 | -1;
}

export function firstLayerOf(rows: Tensor): FirstLayer | undefined {
  const [product] = rows.inputs;
  if (!is(rows, 'relu') || !isMatrixProduct(product, false)) return undefined;
  const [shifted, weights] = product.inputs;
  if (!isShifted(shifted) || shifted.inputs.length !== 2) return undefined;
  const patches = patchesOf(shifted.inputs[0]);
  return patches?.channels === 1 && shifted.shape[1] === patches.x.shape[1] * sizeOf(patches.geometry.kernel) + 1 ? { ...patches, rows, p: shifted.inputs[0], weights } : undefined;
}

/** What rows are to a first layer; undefined where they are nothing. */
export function sourceOf(rows: Tensor): Source | undefined {
  const layer = firstLayerOf(rows);
  if (layer) return { rows, layer };
  const slope = is(rows, 'mul') ? rows.inputs.find((factor) => is(factor, 'step')) : undefined;
  const changing = slope && firstLayerOf(slope.inputs[0]);
  const [, filters] = rows.shape;
  const change = changing && termsOf(rows.inputs.find((factor) => factor !== slope) ?? rows, { p: changing.p, filters });
  return change?.some(({ isRow }) => !isRow) ? { rows, layer: changing as FirstLayer, change } : undefined;
}

/** Sums that share their parts may have very many. */
const mostTerms = 8;

function termsOf(sum: Tensor, { p, filters }: { readonly p: Tensor; readonly filters: number }): Term[] | undefined {
  const terms: Term[] = [];
  const open: Omit<Term, 'isRow'>[] = [{ of: sum, sign: 1 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { of, sign } = next;
    const [left, right] = of.inputs;
    if (of.rank === 2 && (is(of, 'add') || is(of, 'sub'))) {
      open.push({ of: right, sign: is(of, 'sub') ? (-sign as Term['sign']) : sign }, { of: left, sign });
      continue;
    }
    const isRow = of.rank === 1 && of.size === filters;
    const isProduct = isMatrixProduct(of, false) && of.shape[1] === filters && (left === p || (isShifted(left) && left.inputs.length === 2 && left.inputs[0] === p));
    if ((!isRow && !isProduct) || terms.length === mostTerms) return undefined;
    terms.push({ of, isRow, sign });
  }
  return terms;
}

/** The products of a change. */
export function productsOf({ change = [] }: Source): Tensor[] {
  return change.filter(({ isRow }) => !isRow).map(({ of }) => of);
}

/** V and U of a change as one, (taps + 1, filters). */
export function weightsOf(change: readonly Term[], taps: number): Tensor {
  const signed = change.map(({ of, isRow, sign }) => {
    const [left, own] = of.inputs;
    const weights = isRow ? padBlock(reshape(of, [1, of.size]), [taps, 0], [0, 0]) : isShifted(left) ? own : padBlock(own, [0, 0], [1, 0]);
    return { weights, sign };
  });
  const [first, ...others] = signed;
  return others.reduce((total, { weights, sign }) => (sign === 1 ? add(total, weights) : sub(total, weights)), first.sign === 1 ? first.weights : neg(first.weights));
}

/** The last row of a matrix, as a vector, and all rows before it: as they were where they were joined. */
export function lastRowOf(matrix: Tensor): { before: Tensor; last: Tensor } {
  const [rows, width] = matrix.shape;
  const [before, last] = matrix.inputs;
  if (is(matrix, 'concat') && matrix.inputs.length === 2 && last.shape[0] === 1) return { before, last: reshape(last, [width]) };
  return { before: sliceBlock(matrix, [0, 0], [rows - 1, width]), last: rowOf(matrix, rows - 1) };
}

/** The windows of each geometry, all of one size, as those of images of their own: the pixels that they read, of one geometry after the other. */
export function imagesApart({ x, images, ...more }: Patches, geometries: readonly Geometry[]): Patches {
  const [{ input, kernel, output, stride }] = geometries;
  const parts = geometries.map((geometry) => {
    const [rows, columns] = [readAlong(0, geometry), readAlong(1, geometry)];
    const inside = sliceBlock(reshape(x, [images, ...input]), [0, rows.from, columns.from], [images, rows.to, columns.to]);
    return padBlock(inside, [0, rows.low, columns.low], [0, rows.high, columns.high]);
  });
  const [, ...size] = parts[0].shape;
  return { ...more, x: reshape(concat(parts), [geometries.length * images * sizeOf(size), 1]), images: geometries.length * images, geometry: { input: size as [number, number], kernel, output, stride, before: [0, 0] } };
}

/** [P 1] W at the windows of a geometry that may begin inside of the images, by itself or through an activation, in blocks. */
export function layerInBlocks({ x, images }: Patches, weights: Tensor, geometry: Geometry, activation: Activation | undefined, { block, once }: Pick<Blocks, 'block' | 'once'>): Tensor {
  const { input, kernel, output, stride } = geometry;
  // Pixels after the windows that make no window more need not be cut off, which would copy the others.
  const [down, across] = ([0, 1] as const).map((axis) => {
    const read = readAlong(axis, geometry);
    return { ...read, to: input[axis] - read.to < stride[axis] ? input[axis] : read.to };
  });
  // Columns are left out number by number, rows of what is left in one piece for each image.
  const columns = once(`${images} images ${x.id} of ${input}, ${JSON.stringify(across)}`, () => sliceBlock(reshape(x, [images, 1, ...input]), [0, 0, 0, across.from], [images, 1, input[0], across.to]));
  const read = once(`rows of ${columns.id}, ${JSON.stringify(down)}`, () => sliceBlock(columns, [0, 0, down.from, 0], [images, 1, down.to, columns.shape[3]]));
  const [rows, filters] = weights.shape;
  const kernels = once(`kernels ${weights.id} of ${kernel}`, () => {
    const parts = reshape(lastRowOf(weights).before, [rows - 1, filters / block, block]);
    return asBlocks(transpose(parts, [1, 0, 2]), [filters, 1, ...kernel]);
  });
  const bias = once(`bias ${weights.id}`, () => lastRowOf(weights).last);
  return convolvePixels(read, kernels, bias, { strides: stride, pads: [down.low, across.low, down.high, across.high] }, output, activation);
}
