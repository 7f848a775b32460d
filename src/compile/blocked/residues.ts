import { add, mul } from '../../graph/primitives/arithmetic.js';
import { step } from '../../graph/primitives/functions.js';
import { gather } from '../../graph/primitives/gather.js';
import { reshape } from '../../graph/primitives/layout.js';
import { concat, ones, sliceBlock } from '../../graph/primitives/window.js';
import type { Tensor } from '../../graph/tensor.js';
import { isSumOfRows, sumsOver, times } from '../contractions.js';
import { columnsOf, widest, type Border } from '../cut-patches.js';
import { patchesOf, type Patches } from '../patches.js';
import { is } from '../simplify/match.js';
import { partsOf, type Plan, type Residue } from './by-residues.js';
import { firstLayerOf, interleavedLayer, layerInBlocks, type FirstLayer } from './first-layer.js';
import { kernelGradient } from './kernel-gradient.js';
import { convolveBlocks, fromBlocks } from './primitives.js';
import type { Blocks } from './use-blocks.js';

/** What stands in the place of a node that a plan knows of; undefined for others. */
export function madeByResidues(plans: readonly Plan[], blocks: Blocks): (node: Tensor, original: Tensor) => Tensor | undefined {
  const { once, block } = blocks;

  const valuesAt = (layer: FirstLayer, { own }: Residue) => once(`layer ${layer.weights.id} of ${layer.x.id} ${JSON.stringify(own)}`, () => layerInBlocks(layer, own, block));

  const convolution = (node: Tensor, { residues }: Plan): Tensor => {
    const { layer, channels } = readBy(node);
    const [, kernel] = node.inputs;
    const taps = reshape(kernel, [kernel.shape[0] / channels, channels, kernel.shape[1]]);
    let total: Tensor | undefined;
    for (const residue of residues) {
      if (!residue.next) continue;
      const { geometry, taps: table } = residue.next;
      const own = once(`taps ${table} of kernel ${kernel.id}`, () => blocks.ofKernel(reshape(gather(taps, table, 0), [table.length * channels, kernel.shape[1]]), channels, geometry.kernel));
      total = convolveBlocks(valuesAt(layer, residue), own, geometry, total);
    }
    return fromBlocks(total as Tensor);
  };

  const gradient = (node: Tensor, { geometry }: Plan): Tensor => {
    const { layer } = readBy(node);
    return kernelGradient(interleavedLayer(layer, block), layer.weights.shape[1], blocks.ofRows(node.inputs[1], layer.images, geometry.output), geometry, block);
  };

  /** [P 1]' of the windows at a residue. */
  const cutAt = (patches: Patches, { own }: Residue, border: Border): Tensor => once(`columns ${patches.x.id} ${JSON.stringify(own)}`, () => {
    const columns = columnsOf({ ...patches, geometry: own }, border, once);
    return concat([columns, ones([1, columns.shape[1]])], 0);
  });

  const sumOver = (patches: Patches, { residues }: Plan, term: (columns: Tensor, residue: Residue, at: number) => Tensor): Tensor => {
    const border = residues.map(({ own }) => own).reduce<Border | undefined>((all, own) => widest(all, own), undefined) as Border;
    return residues.map((residue, at) => term(cutAt(patches, residue, border), residue, at)).reduce((total, next) => add(total, next));
  };

  /** [P 1]' M: the products of what comes back with the patches, and below them its sums. */
  const returnedBy = (returned: Tensor, plan: Plan): Tensor => once(`back ${returned.id}`, () => {
    const layer = firstLayerOf(returned.inputs.find((factor) => is(factor, 'step'))!.inputs[0]) as FirstLayer;
    const parts = partsOf(returned, plan, layer.images) as Tensor[];
    const [, filters] = returned.shape;
    return sumOver(layer, plan, (columns, residue, at) => {
      const rows = reshape(parts[at], [parts[at].size / filters, filters]);
      return times(columns, fromBlocks(mul(blocks.ofRows(rows, layer.images, residue.own.output), step(valuesAt(layer, residue)))));
    });
  });

  /** [P 1]' [P 1]. */
  const squares = (p: Tensor, plan: Plan): Tensor => once(`squares ${p.id}`, () => sumOver(patchesOf(p) as Patches, plan, (columns) => times(columns, columns, { transposeB: true })));

  return (node, original) => {
    for (const plan of plans) {
      if (plan.convolutions.has(original)) return convolution(node, plan);
      if (plan.gradients.has(original)) return gradient(node, plan);
      const isBack = plan.returned && original.inputs.includes(plan.returned);
      if (isBack) return part(returnedBy(node.inputs[original.inputs.indexOf(plan.returned as Tensor)], plan), isSumOfRows(node));
      if (plan.patches && sumsOver(original, plan.patches)) {
        const [p] = node.inputs;
        return part(sliceBlock(squares(p, plan), [0, 0], [p.shape[1] + 1, p.shape[1]]), isSumOfRows(node));
      }
    }
    return undefined;
  };
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
