import { ShapeError } from '../errors.js';
import type { Primitive } from '../primitive.js';
import { sizeOf, type Shape } from '../shape.js';
import { apply, type Tensor } from '../tensor.js';
import { inputRows, patchTable, readMatrix, type Geometry } from './conv-tables.js';
import { unbroadcast } from './elementwise.js';
import { gather } from './gather.js';
import { broadcastTo, reshape, swapAxes } from './layout.js';
import { constant } from './leaves.js';
import { matmulPrimitive } from './matmul.js';
import { concat, zeros } from './window.js';

/** The three tensors of a convolution; it is linear in each of the two that it is made from. */
type Role = 'input' | 'kernel' | 'output';
const roles: readonly Role[] = ['input', 'kernel', 'output'];

interface Convolution { readonly makes: Role; readonly geometry: Geometry }

/**
 * y = conv(x, k) as one trilinear form <y, conv(x, k)>: the record makes any of x, k and y from the two others, so the
 * derivatives of each are again of this record, to any order. x is (N, H, W, C), k (KH, KW, C, O), y (N, H', W', O),
 * each with an optional first axis of tasks.
 */
export const convPrimitive: Primitive<Convolution> = {
  name: 'conv2d',
  infer(inputs, { makes, geometry: g }) {
    const [a, b] = inputs;
    const at = (which: Role) => inputs[roles.filter((role) => role !== makes).indexOf(which)].shape.slice(-4);
    const tasks = Math.max(a.shape.length, b.shape.length) === 5 ? [(a.shape.length === 5 ? a : b).shape[0]] : [];
    if (makes === 'output') return { shape: [...tasks, at('input')[0], ...g.output, at('kernel')[3]], dtype: 'float32' };
    if (makes === 'input') return { shape: [...tasks, at('output')[0], ...g.input, at('kernel')[2]], dtype: 'float32' };
    return { shape: [...tasks, ...g.kernel, at('input')[3], at('output')[3]], dtype: 'float32' };
  },
  vjp(cotangent, node, needed) {
    const { makes, geometry } = node.attributes;
    const given = roles.filter((role) => role !== makes);
    return given.map((wanted, i) => {
      if (!needed[i]) return null;
      const operands = roles.filter((role) => role !== wanted).map((role) => (role === makes ? cotangent : node.inputs[given.indexOf(role)]));
      return unbroadcast(apply(convPrimitive, operands, { makes: wanted, geometry }), node.inputs[i].shape);
    });
  },
  batch(inputs, batched, node, size) {
    const { makes } = node.attributes;
    const rank = (i: number) => inputs[i].rank - Number(batched[i]);
    const kernel = roles.filter((role) => role !== makes).indexOf('kernel');
    if (kernel >= 0 && !batched[kernel] && rank(kernel) === 4 && rank(1 - kernel) === 4) {
      // One kernel for all: their images are one long batch.
      const folded = inputs.map((x, i) => (i === kernel ? x : reshape(x, [size * x.shape[1], ...x.shape.slice(2)])));
      return reshape(apply(convPrimitive, folded, node.attributes), [size, ...node.shape]);
    }
    const inner = node.shape.length === 5 ? node.shape[0] : 1;
    const merged = inputs.map((x, i) => {
      if (rank(i) === 4 && (inner === 1 || !batched[i])) return x;
      const own = x.shape.slice(-4);
      const whole = rank(i) === 4 ? reshape(x, [size, 1, ...own]) : x;
      return reshape(broadcastTo(whole, [size, inner, ...own]), [size * inner, ...own]);
    });
    return reshape(apply(convPrimitive, merged, node.attributes), [size, ...node.shape]);
  },
  expand([a, b], node) {
    const { makes, geometry } = node.attributes;
    if (makes === 'output') return reshape(multiply(patches(a, geometry), kernelMatrix(b)), node.shape);
    if (makes === 'kernel') return reshape(multiply(patches(a, geometry), outputRows(b), true), node.shape);
    return expandInput(a, b, node.shape, geometry);
  },
};

function multiply(a: Tensor, b: Tensor, transposeA = false): Tensor {
  return apply(matmulPrimitive, [a, b], { transposeA, transposeB: false, factor: 1 });
}

const tasksOf = (x: Tensor): Shape => x.shape.slice(0, -4);

function kernelMatrix(kernel: Tensor): Tensor {
  const [height, width, channels, filters] = kernel.shape.slice(-4);
  return reshape(kernel, [...tasksOf(kernel), height * width * channels, filters]);
}

function outputRows(y: Tensor): Tensor {
  return reshape(y, [...tasksOf(y), sizeOf(y.shape.slice(-4, -1)), y.shape[y.rank - 1]]);
}

/** The windows of each image as rows (..., N * H' * W', KH * KW * C). */
function patches(x: Tensor, geometry: Geometry): Tensor {
  const [images, , , channels] = x.shape.slice(-4);
  const width = sizeOf(geometry.kernel) * channels;
  const rows = [...tasksOf(x), images * sizeOf(geometry.output), width];
  const all = sizeOf(x.shape) / channels;
  return reshape(gather(reshape(x, [all, channels]), patchTable(geometry, all / sizeOf(geometry.input)), 0), rows);
}

/** Of few windows the pieces of a transposed convolution cost more than they multiply. */
const fewWindows = 128;

/**
 * The transpose in x: each residue of the position modulo the stride sees its own subset of the kernel's taps, so each is
 * a dense product of the rows of y that reach it, and nothing is multiplied by a zero; but for few windows, see `addedUp`.
 */
function expandInput(kernel: Tensor, y: Tensor, shape: Shape, geometry: Geometry): Tensor {
  const [images, , , filters] = y.shape.slice(-4);
  const channels = kernel.shape[kernel.rank - 2];
  const { residues, order } = inputRows(geometry, images);
  if (residues.length > 1 && images * sizeOf(geometry.output) <= fewWindows && 4 * sizeOf(geometry.input) <= filters) return addedUp(kernel, y, shape, geometry);
  const flat = reshape(y, [y.size / filters, filters]);
  const taps = reshape(swapAxes(kernel, -1, -2), [...tasksOf(kernel), sizeOf(geometry.kernel), filters, channels]);
  const tasks = shape.slice(0, -4);
  const all = y.size / filters / sizeOf(geometry.output);
  const parts = residues.map(({ windows, tapTable }) => {
    const count = images * sizeOf(windows.output);
    if (tapTable.length === 0) return zeros([...tasks, count, channels]);
    const reaching = reshape(gather(flat, patchTable(windows, all), 0), [...tasksOf(y), count, tapTable.length * filters]);
    const matrix = reshape(gather(taps, tapTable, taps.rank - 3), [...tasksOf(kernel), tapTable.length * filters, channels]);
    return multiply(reaching, matrix);
  });
  if (parts.length === 1) return reshape(parts[0], shape);
  const even = geometry.input.every((length, axis) => length % geometry.stride[axis] === 0);
  return reshape(even ? interleaved(parts, images, geometry) : gather(concat(parts, -2), order, parts[0].rank - 2), shape);
}

/** The same for few windows: what each tap of each gives back, and for each position the sum of those that read it, as a product with zeros and ones. What is not finite anywhere in an image is no number everywhere in it. */
function addedUp(kernel: Tensor, y: Tensor, shape: Shape, geometry: Geometry): Tensor {
  const given = apply(matmulPrimitive, [outputRows(y), kernelMatrix(kernel)], { transposeA: false, transposeB: true, factor: 1 });
  const channels = shape[shape.length - 1];
  const places = reshape(given, [sizeOf(shape.slice(0, -3)), sizeOf(geometry.output) * sizeOf(geometry.kernel), channels]);
  return reshape(multiply(constant(readMatrix(geometry)), places), shape);
}

/** Parts of as many rows and columns each, whose columns, and then rows, take turns. */
function interleaved(parts: readonly Tensor[], images: number, { input, stride: [rows, columns] }: Geometry): Tensor {
  const takeTurns = (turns: readonly Tensor[], length: number): Tensor => {
    const [first] = turns;
    const apart = turns.map((turn) => reshape(turn, [...first.shape.slice(0, -2), length, 1, (first.shape[first.rank - 2] * first.shape[first.rank - 1]) / length]));
    return reshape(concat(apart, -2), [...first.shape.slice(0, -2), length, turns.length * apart[0].shape[apart[0].rank - 1]]);
  };
  const height = (images * input[0]) / rows;
  const lines = Array.from({ length: rows }, (_, row) => takeTurns(parts.slice(row * columns, (row + 1) * columns), (height * input[1]) / columns));
  return takeTurns(lines, height);
}

/** A convolution of checked operands; used by `conv2d`. */
export function convolve(x: Tensor, kernel: Tensor, geometry: Geometry): Tensor {
  if (x.rank !== 4 || kernel.rank !== 4) throw new ShapeError('conv2d', [x, kernel], 'both need four axes.');
  return apply(convPrimitive, [x, kernel], { makes: 'output', geometry });
}
