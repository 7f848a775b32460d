import { add, mul } from '../../graph/primitives/arithmetic.js';
import type { Geometry } from '../../graph/primitives/conv-tables.js';
import { step } from '../../graph/primitives/functions.js';
import { concat, sliceBlock } from '../../graph/primitives/window.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { isMatrixProduct, isSumOfRows, times } from '../contractions.js';
import { onceByKey } from '../once.js';
import { patchesOf, type Patches } from '../patches.js';
import { is } from '../simplify/match.js';
import { firstLayerOf, imagesApart, lastRowOf, layerInBlocks, sourceOf, weightsOf, type FirstLayer, type Source } from './first-layer.js';
import { columnsOf, interleavePixels, readAnew } from './pixels.js';
import { partsOf, type Plan, type Role } from './plan-by-residues.js';
import { convolveBlocks, convolvePositions, fromBlocks, joinedTo } from './primitives.js';
import { asRows } from './turns.js';
import type { Blocks } from './use-blocks.js';

/**
 * Up to so many numbers a layer is convolved whole, and its residues are images of their own, the slopes of which are made of the pixels and meet what comes back at once: the kernel is not cut into residues, and no
 * parts are added up.
 */
const mostWhole = 1 << 17;

const isSmall = ({ rows }: FirstLayer) => rows.size <= mostWhole;

/** What stands in the place of a node that a plan knows of; undefined for others. */
export function madeByResidues(roles: ReadonlyMap<Tensor, Role>, blocks: Blocks): (node: Tensor, original: Tensor) => Tensor | undefined {
  const { once, block } = blocks;
  const columnsOnce = onceByKey<Tensor[]>();
  const apartOnce = onceByKey<Patches>();

  const pixelsOf = ({ x, images, geometry }: Patches) => once(`pixels of ${images} images ${x.id}`, () => interleavePixels(x, images, sizeOf(geometry.input), block));

  const valuesAt = (layer: FirstLayer, own: Geometry) => once(`layer ${layer.rows.id} ${JSON.stringify(own)}`, () => layerInBlocks(layer, layer.weights, own, 'relu', blocks));

  const slopesAt = (layer: FirstLayer, own: Geometry) => once(`slope ${layer.rows.id} ${JSON.stringify(own)}`, () => step(valuesAt(layer, own)));

  const readAt = ({ rows, layer, change }: Source, own: Geometry) => {
    if (!change) return valuesAt(layer, own);
    const weights = once(`change ${rows.id}`, () => weightsOf(change, sizeOf(layer.geometry.kernel)));
    return once(`change ${rows.id} ${JSON.stringify(own)}`, () => mul(layerInBlocks(layer, weights, own, undefined, blocks), slopesAt(layer, own)));
  };

  const convolution = (node: Tensor, { geometry, residues }: Plan): Tensor => {
    const { source, channels } = readBy(node);
    const [, kernel] = node.inputs;
    if (isSmall(source.layer)) return fromBlocks(convolveBlocks(readAt(source, source.layer.geometry), blocks.ofKernel(kernel, channels, geometry.kernel), geometry));
    let total: Tensor | undefined;
    for (const { own, next } of residues) {
      if (next) total = convolveBlocks(readAt(source, own), blocks.ofKernel(kernel, channels, next.geometry.kernel, next.taps), next.geometry, total);
    }
    return fromBlocks(total as Tensor);
  };

  const gradient = (node: Tensor, { geometry }: Plan): Tensor => {
    const { source } = readBy(node);
    return blocks.gradient(readAnew(pixelsOf(source.layer), source, blocks), blocks.ofRows(node.inputs[1], source.layer.images, geometry.output), geometry);
  };

  /** [P 1]' of each residue. */
  const columnsAt = (patches: Patches, { residues }: Plan): Tensor[] => {
    const own = residues.map((residue) => residue.own);
    return columnsOnce(`${patches.x.id} ${JSON.stringify(own)}`, () => columnsOf(pixelsOf(patches), patches, own, block));
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
    const columns = columnsAt(layer, plan);
    // Nothing comes back to what no tap reads.
    const met = plan.residues.map((residue, at) => ({ residue, at })).filter(({ residue }) => residue.next);
    const backs = met.map(({ residue, at }) => sumOfThoseComingBack(parts[at], returned.shape[1], layer.images, residue.own.output));
    if (!isSmall(layer)) return sumOfAll(met.map(({ residue, at }, i) => times(columns[at], fromBlocks(mul(backs[i], slopesAt(layer, residue.own))))));
    const own = met.map(({ residue }) => residue.own);
    const apart = apartOnce(`${layer.x.id} ${JSON.stringify(own)}`, () => imagesApart(layer, own));
    const slopes = once(`slopes ${layer.rows.id} ${JSON.stringify(own)}`, () => layerInBlocks(apart, layer.weights, apart.geometry, 'step', blocks));
    return times(once(`columns ${apart.x.id}`, () => concat(met.map(({ at }) => columns[at]), 1)), fromBlocks(mul(concat(backs), slopes)));
  });

  /** Of [P 1]' M what a node is: the sums, or the products. */
  const part = (both: Tensor, node: Tensor): Tensor => {
    const { before, last } = lastRowOf(both);
    return isSumOfRows(node) ? last : before;
  };

  /** [P 1]' [P 1]. */
  const squares = (p: Tensor, plan: Plan): Tensor => once(`squares ${p.id}`, () => sumOfAll(columnsAt(patchesOf(p) as Patches, plan).map((columns) => times(columns, columns, { transposeB: true }))));

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

const sumOfAll = (terms: readonly Tensor[]) => terms.reduce((total, next) => add(total, next));

/** Whose patches a product multiplies. */
function readBy(product: Tensor): { source: Source; channels: number } {
  const { x, channels } = patchesOf(product.inputs[0]) as Patches;
  return { source: sourceOf(x) as Source, channels };
}
