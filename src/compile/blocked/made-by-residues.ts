import { add, mul } from '../../graph/primitives/arithmetic.js';
import { step } from '../../graph/primitives/functions.js';
import { sliceBlock } from '../../graph/primitives/window.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { isMatrixProduct, isSumOfRows, times } from '../contractions.js';
import { onceByKey } from '../once.js';
import { patchesOf, type Patches } from '../patches.js';
import { is } from '../simplify/match.js';
import { firstLayerOf, lastRowOf, layerInBlocks, sourceOf, weightsOf, type FirstLayer, type Source } from './first-layer.js';
import { columnsOf, interleavePixels, readAnew } from './pixels.js';
import { partsOf, type Plan, type Residue, type Role } from './plan-by-residues.js';
import { convolveBlocks, convolvePositions, fromBlocks, joinedTo } from './primitives.js';
import { asRows } from './turns.js';
import type { Blocks } from './use-blocks.js';

/**
 * Up to so many numbers a layer is convolved whole, with what comes back meeting the slopes of its residues: both are worked out from the pixels in less time than the kernel is cut into residues and their parts
 * are added up.
 */
const mostWhole = 1 << 17;

const isSmall = ({ rows }: FirstLayer) => rows.size <= mostWhole;

/** What stands in the place of a node that a plan knows of; undefined for others. */
export function madeByResidues(roles: ReadonlyMap<Tensor, Role>, blocks: Blocks): (node: Tensor, original: Tensor) => Tensor | undefined {
  const { once, block } = blocks;
  const columnsOnce = onceByKey<Tensor[]>();

  const pixelsOf = ({ x, images, geometry }: Patches) => once(`pixels of ${images} images ${x.id}`, () => interleavePixels(x, images, sizeOf(geometry.input), block));

  const valuesAt = (layer: FirstLayer, { own }: Residue) => once(`layer ${layer.rows.id} ${JSON.stringify(own)}`, () => layerInBlocks(layer, layer.weights, own, 'relu', blocks));

  const slopesAt = (layer: FirstLayer, residue: Residue) => once(`slope ${layer.rows.id} ${JSON.stringify(residue.own)}`, () => {
    return isSmall(layer) && residue.next ? layerInBlocks(layer, layer.weights, residue.own, 'step', blocks) : step(valuesAt(layer, residue));
  });

  const readAt = ({ rows, layer, change }: Source, residue: Residue) => {
    if (!change) return valuesAt(layer, residue);
    const weights = once(`change ${rows.id}`, () => weightsOf(change, sizeOf(layer.geometry.kernel)));
    return once(`change ${rows.id} ${JSON.stringify(residue.own)}`, () => mul(layerInBlocks(layer, weights, residue.own, undefined, blocks), slopesAt(layer, residue)));
  };

  const convolution = (node: Tensor, { geometry, residues }: Plan): Tensor => {
    const { source, channels } = readBy(node);
    const [, kernel] = node.inputs;
    if (isSmall(source.layer)) return fromBlocks(convolveBlocks(readAt(source, { own: source.layer.geometry }), blocks.ofKernel(kernel, channels, geometry.kernel), geometry));
    let total: Tensor | undefined;
    for (const residue of residues) {
      if (!residue.next) continue;
      const { geometry, taps } = residue.next;
      total = convolveBlocks(readAt(source, residue), blocks.ofKernel(kernel, channels, geometry.kernel, taps), geometry, total);
    }
    return fromBlocks(total as Tensor);
  };

  const gradient = (node: Tensor, { geometry }: Plan): Tensor => {
    const { source } = readBy(node);
    return blocks.gradient(readAnew(pixelsOf(source.layer), source, blocks), blocks.ofRows(node.inputs[1], source.layer.images, geometry.output), geometry);
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
    return convolvePositions(blocks.ofRows(y, images, size), blocks.ofKernel(kernel, y.shape[1], [1, 1]));
  };

  const sumOfThoseComingBack = (parts: readonly Tensor[], filters: number, images: number, size: readonly [number, number]): Tensor => {
    return parts.map((part) => comingBack(asRows(part, filters), images, size)).reduce((total, next) => joinedTo(next, total));
  };

  /** [P 1]' M: the products of what comes back with the patches, and below them its sums. */
  const returnedBy = (returned: Tensor, plan: Plan): Tensor => once(`back ${returned.id}`, () => {
    const layer = firstLayerOf(returned.inputs.find((factor) => is(factor, 'step'))!.inputs[0]) as FirstLayer;
    const parts = partsOf(returned, plan.geometry, layer.images) as Tensor[][];
    const [, filters] = returned.shape;
    return sumOver(layer, plan, (columns, residue, at) => {
      // Nothing comes back to what no tap reads.
      if (!residue.next) return undefined;
      const back = sumOfThoseComingBack(parts[at], filters, layer.images, residue.own.output);
      return times(columns, fromBlocks(mul(back, slopesAt(layer, residue))));
    });
  });

  /** Of [P 1]' M what a node is: the sums, or the products. */
  const part = (both: Tensor, node: Tensor): Tensor => {
    const { before, last } = lastRowOf(both);
    return isSumOfRows(node) ? last : before;
  };

  /** [P 1]' [P 1]. */
  const squares = (p: Tensor, plan: Plan): Tensor => once(`squares ${p.id}`, () => sumOver(patchesOf(p) as Patches, plan, (columns) => times(columns, columns, { transposeB: true })));

  return (node, original) => {
    const role = roles.get(original);
    if (role?.as === 'convolution') return convolution(node, role.plan);
    if (role?.as === 'gradient') return gradient(node, role.plan);
    if (role?.as === 'return') return part(returnedBy(node.inputs[node.inputs.length - 1], role.plan), node);
    if (role?.as !== 'squares') return undefined;
    const [p] = node.inputs;
    return part(sliceBlock(squares(p, role.plan), [0, 0], [p.shape[1] + 1, p.shape[1]]), node);
  };
}

/** Whose patches a product multiplies. */
function readBy(product: Tensor): { source: Source; channels: number } {
  const { x, channels } = patchesOf(product.inputs[0]) as Patches;
  return { source: sourceOf(x) as Source, channels };
}
