import type { Geometry } from '../../graph/primitives/conv-tables.js';
import type { Product } from '../../graph/primitives/matmul.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { ancestors, rewrite } from '../../graph/walk.js';
import { onceByKey } from '../once.js';
import { isPaddable } from '../padding.js';
import { patchesOf, type Patches } from '../patches.js';
import { countReaders } from '../readers.js';
import { attributesOf, is } from '../simplify/match.js';
import { combinedAsLying } from './gradient-layout.js';
import { Gradients } from './gradients.js';
import { imagesAsChannels, type ImagesAsChannels } from './kernel-gradient.js';
import { kernelOf } from './kernels.js';
import { madeByResidues } from './made-by-residues.js';
import { rolesOf, type Kind } from './plan-by-residues.js';
import { convolveBlocks, fromBlocks, intoBlocks } from './primitives.js';

/** Of fewer windows the product is so small that reordering its operands takes as long. */
const fewestWindows = 40;

/**
 * Products of patches as the runtime's own convolution over blocks of `block` channels, which reads images as they lie where patches would be copied first: the convolution itself, its transpose, and
 * the gradient of the kernel. Channels that are no multiple of the block stay as they are.
 */
export function useBlocks(outputs: readonly Tensor[], block: number): Tensor[] {
  const needed = neededAsTheyAre(outputs, block);
  const once = onceByKey<Tensor>();
  const gradients = new Gradients(block, once);
  const blocks = blocksOf(block, once, gradients);
  const readers = countReaders(outputs);
  const byResidues = madeByResidues(rolesOf(outputs, (node) => kindOf(node, block)), blocks);
  return rewrite(outputs, (node, original) => {
    const known = byResidues(node, original) ?? gradients.combined(node, (at) => readers.get(original.inputs[at]) === 1) ?? combinedAsLying(node, block, blocks.once);
    if (known) return known;
    const kind = kindOf(node, block);
    if (kind === undefined) return node;
    const [matrix, other] = node.inputs;
    const { geometry, images, channels, x } = patchesOf(matrix) as Patches;
    const rows = blocks.ofRows(x, images, geometry.input);
    if (kind === 'gradient') return needed.has(original.inputs[0]) ? node : blocks.gradient(imagesAsChannels(rows, blocks), blocks.ofRows(other, images, geometry.output), geometry);
    return fromBlocks(convolveBlocks(rows, blocks.ofKernel(other, channels, geometry.kernel), geometry));
  });
}

/** What is brought into blocks, once for all that read it. */
export interface Blocks {
  readonly block: number;
  readonly once: (key: string, make: () => Tensor) => Tensor;
  ofRows(rows: Tensor, images: number, size: readonly [number, number]): Tensor;
  /** All taps of a kernel, or some. */
  ofKernel(kernel: Tensor, channels: number, size: readonly [number, number], taps?: Int32Array): Tensor;
  /** A kernel's gradient, in rows. */
  gradient(reading: ImagesAsChannels, y: Tensor, geometry: Geometry): Tensor;
}

function blocksOf(block: number, once: Blocks['once'], gradients: Gradients): Blocks {
  return {
    block,
    once,
    gradient: (reading, y, geometry) => gradients.made(reading, y, geometry),
    ofRows(rows, images, size) {
      const [made] = rows.inputs;
      const isThere = is(rows, 'fromBlocks') && made.shape.join() === [images, rows.shape[1], ...size].join();
      return isThere ? made : once(`${images} images of ${size} of ${rows.id}`, () => intoBlocks(rows, images, size));
    },
    ofKernel: (kernel, channels, size, taps) => kernelOf(kernel, channels, size, { block, once }, taps),
  };
}

/** How a product may be worked out on blocks. */
function kindOf(node: Tensor, block: number): Kind {
  if (!is(node, 'matmul') || node.rank !== 2) return undefined;
  const { transposeA, transposeB, factor } = attributesOf<Product>(node);
  const patches = transposeB || factor !== 1 ? undefined : patchesOf(node.inputs[0]);
  if (!patches || patches.channels % block !== 0 || patches.images * sizeOf(patches.geometry.output) < fewestWindows) return undefined;
  if (node.shape[1] % block !== 0) return undefined;
  if (transposeA) return node.shape[1] > block ? 'gradient' : undefined;
  return isPaddable(patches.geometry) ? 'convolution' : undefined;
}

/** Patches that something reads that is no such product: they are there anyway. */
function neededAsTheyAre(outputs: readonly Tensor[], block: number): Set<Tensor> {
  const needed = new Set(outputs);
  for (const node of ancestors(outputs)) {
    const isKnown = kindOf(node, block) !== undefined;
    node.inputs.forEach((input, at) => {
      if (at > 0 || !isKnown) needed.add(input);
    });
  }
  return needed;
}
