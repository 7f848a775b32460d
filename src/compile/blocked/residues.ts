import { add, mul } from '../../graph/primitives/arithmetic.js';
import { step } from '../../graph/primitives/functions.js';
import { gather } from '../../graph/primitives/gather.js';
import { reshape } from '../../graph/primitives/layout.js';
import { sliceBlock } from '../../graph/primitives/window.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { isMatrixProduct, isSumOfRows, times } from '../contractions.js';
import { onceByKey } from '../once.js';
import { patchesOf, type Patches } from '../patches.js';
import { is } from '../simplify/match.js';
import { partsOf, type Plan, type Residue, type Role } from './by-residues.js';
import { firstLayerOf, layerInBlocks, type FirstLayer } from './first-layer.js';
import { kernelGradient } from './kernel-gradient.js';
import { columnsOf, interleavedLayer, interleavePixels } from './pixels.js';
import { convolveBlocks, fromBlocks } from './primitives.js';
import type { Blocks } from './use-blocks.js';

/** What stands in the place of a node that a plan knows of; undefined for others. */
export function madeByResidues(roles: ReadonlyMap<Tensor, Role>, blocks: Blocks): (node: Tensor, original: Tensor) => Tensor | undefined {
  const { once, block } = blocks;
  const columnsOnce = onceByKey<Tensor[]>();

  const pixelsOf = ({ x, images, geometry }: Patches) => once(`pixels of ${images} images ${x.id}`, () => interleavePixels(x, images, sizeOf(geometry.input), block));

  const valuesAt = (layer: FirstLayer, { own }: Residue) => once(`layer ${layer.weights.id} of ${layer.x.id} ${JSON.stringify(own)}`, () => layerInBlocks(layer, own, block));

  const convolution = (node: Tensor, { residues }: Plan): Tensor => {
    const { layer, channels } = readBy(node);
    const [, kernel] = node.inputs;
    const taps = reshape(kernel, [kernel.shape[0] / channels, channels, kernel.shape[1]]);
    let total: Tensor | undefined;
    for (const residue of residues) {
      if (!residue.next) continue;
      const { geometry, taps: table } = residue.next;
      const own = once(`taps ${table}, ${geometry.kernel} of kernel ${taps.shape} ${kernel.id}`, () => blocks.ofKernel(reshape(gather(taps, table, 0), [table.length * channels, kernel.shape[1]]), channels, geometry.kernel));
      total = convolveBlocks(valuesAt(layer, residue), own, geometry, total);
    }
    return fromBlocks(total as Tensor);
  };

  const gradient = (node: Tensor, { geometry }: Plan): Tensor => {
    const { layer } = readBy(node);
    return kernelGradient(interleavedLayer(pixelsOf(layer), layer, block, once), layer.weights.shape[1], blocks.ofRows(node.inputs[1], layer.images, geometry.output), geometry, block);
  };

  /** The sum over residues of terms with [P 1]' of each. */
  const sumOver = (patches: Patches, { residues }: Plan, term: (columns: Tensor, residue: Residue, at: number) => Tensor | undefined): Tensor => {
    const own = residues.map((residue) => residue.own);
    const columns = columnsOnce(`${patches.x.id} ${JSON.stringify(own)}`, () => columnsOf(pixelsOf(patches), patches, own, block));
    const terms = residues.map((residue, at) => term(columns[at], residue, at)).filter((made) => made !== undefined);
    return terms.reduce((total, next) => add(total, next));
  };

  /** Of single taps the products are convolutions, too, so that what they make is in blocks already. */
  const comingBack = (rows: Tensor, images: number, size: readonly [number, number]): Tensor => {
    const [y, kernel] = rows.inputs;
    if (!isMatrixProduct(rows, false) || y.shape[1] % block !== 0 || kernel.shape[1] % block !== 0) return blocks.ofRows(rows, images, size);
    const geometry = { input: size, kernel: [1, 1], output: size, stride: [1, 1], before: [0, 0] } as const;
    return convolveBlocks(blocks.ofRows(y, images, size), blocks.ofKernel(kernel, y.shape[1], geometry.kernel), geometry);
  };

  /** [P 1]' M: the products of what comes back with the patches, and below them its sums. */
  const returnedBy = (returned: Tensor, plan: Plan): Tensor => once(`back ${returned.id}`, () => {
    const layer = firstLayerOf(returned.inputs.find((factor) => is(factor, 'step'))!.inputs[0]) as FirstLayer;
    const parts = partsOf(returned, plan, layer.images) as Tensor[];
    const [, filters] = returned.shape;
    return sumOver(layer, plan, (columns, residue, at) => {
      // Nothing comes back to what no tap reads.
      if (!residue.next) return undefined;
      const back = comingBack(asRows(parts[at], filters), layer.images, residue.own.output);
      return times(columns, fromBlocks(mul(back, step(valuesAt(layer, residue)))));
    });
  });

  /** [P 1]' [P 1]. */
  const squares = (p: Tensor, plan: Plan): Tensor => once(`squares ${p.id}`, () => sumOver(patchesOf(p) as Patches, plan, (columns) => times(columns, columns, { transposeB: true })));

  return (node, original) => {
    const role = roles.get(original);
    if (role?.as === 'convolution') return convolution(node, role.plan);
    if (role?.as === 'gradient') return gradient(node, role.plan);
    if (role?.as === 'return') return part(returnedBy(node.inputs[node.inputs.length - 1], role.plan), isSumOfRows(node));
    if (role?.as !== 'squares') return undefined;
    const [p] = node.inputs;
    return part(sliceBlock(squares(p, role.plan), [0, 0], [p.shape[1] + 1, p.shape[1]]), isSumOfRows(node));
  };
}

function asRows(x: Tensor, width: number): Tensor {
  while (is(x, 'reshape') && x.inputs[0].rank >= 2 && x.shape[x.rank - 1] === width && x.inputs[0].shape[x.inputs[0].rank - 1] === width) [x] = x.inputs;
  return x.rank === 2 ? x : reshape(x, [x.size / width, width]);
}

/** The last row of a matrix as a vector, or all others. */
function part(matrix: Tensor, isLast: boolean): Tensor {
  const [rows, width] = matrix.shape;
  return isLast ? reshape(sliceBlock(matrix, [rows - 1, 0], [rows, width]), [width]) : sliceBlock(matrix, [0, 0], [rows - 1, width]);
}

/** The layer whose patches a product multiplies. */
function readBy(product: Tensor): { layer: FirstLayer; channels: number } {
  const { x, channels } = patchesOf(product.inputs[0]) as Patches;
  return { layer: firstLayerOf(x) as FirstLayer, channels };
}
