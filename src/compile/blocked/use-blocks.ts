import { reshape, transpose } from '../../graph/primitives/layout.js';
import type { Product } from '../../graph/primitives/matmul.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { ancestors, rewrite } from '../../graph/walk.js';
import { onceByKey } from '../once.js';
import { isPaddable } from '../padding.js';
import { patchesOf, type Patches } from '../patches.js';
import { attributesOf, is } from '../simplify/match.js';
import { rolesOf, type Kind } from './by-residues.js';
import { interleavedImages, kernelGradient } from './kernel-gradient.js';
import { asBlocks, convolveBlocks, fromBlocks, intoBlocks } from './primitives.js';
import { madeByResidues } from './residues.js';

/** Of fewer windows the product is so small that reordering its operands takes as long. */
const fewestWindows = 1024;

/**
 * Products of patches as the runtime's own convolution over blocks of `block` channels, which reads images as they lie where patches would be copied first: the convolution itself, its transpose, and
 * the gradient of the kernel. Channels that are no multiple of the block stay as they are.
 */
export function useBlocks(outputs: readonly Tensor[], block: number): Tensor[] {
  const needed = neededAsTheyAre(outputs, block);
  const blocks = blocksOf(block);
  const byResidues = madeByResidues(rolesOf(outputs, (node) => kindOf(node, block)), blocks);
  return rewrite(outputs, (node, original) => {
    const known = byResidues(node, original);
    if (known) return known;
    const kind = kindOf(node, block);
    if (kind === undefined) return node;
    const [matrix, other] = node.inputs;
    const { geometry, images, channels, x } = patchesOf(matrix) as Patches;
    const rows = blocks.ofRows(x, images, geometry.input);
    if (kind === 'gradient') return needed.has(original.inputs[0]) ? node : kernelGradient(interleavedImages(rows, block), channels, blocks.ofRows(other, images, geometry.output), geometry, block);
    return fromBlocks(convolveBlocks(rows, blocks.ofKernel(other, channels, geometry.kernel), geometry));
  });
}

/** What is brought into blocks, once for all that read it. */
export interface Blocks {
  readonly block: number;
  readonly once: (key: string, make: () => Tensor) => Tensor;
  ofRows(rows: Tensor, images: number, size: readonly [number, number]): Tensor;
  ofKernel(kernel: Tensor, channels: number, size: readonly [number, number]): Tensor;
}

function blocksOf(block: number): Blocks {
  const once = onceByKey<Tensor>();
  return {
    block,
    once,
    ofRows(rows, images, size) {
      const [made] = rows.inputs;
      const isThere = is(rows, 'fromBlocks') && made.shape.join() === [images, rows.shape[1], ...size].join();
      return isThere ? made : once(`${images} images of ${size} of ${rows.id}`, () => intoBlocks(rows, images, size));
    },
    ofKernel: (kernel, channels, size) => once(`${channels} channels of ${size} of kernel ${kernel.id}`, () => kernelInBlocks(kernel, channels, size, block)),
  };
}

/** How a product may be worked out on blocks. */
function kindOf(node: Tensor, block: number): Kind {
  if (!is(node, 'matmul') || node.rank !== 2) return undefined;
  const { transposeA, transposeB, factor } = attributesOf<Product>(node);
  const patches = transposeB || factor !== 1 ? undefined : patchesOf(node.inputs[0]);
  if (!patches || patches.channels % block !== 0 || patches.images * sizeOf(patches.geometry.output) < fewestWindows) return undefined;
  if (node.shape[1] % block !== 0) return undefined;
  if (transposeA) return isWorthInterleaving(patches.images, node.shape[1], block) ? 'gradient' : undefined;
  return isPaddable(patches.geometry) ? 'convolution' : undefined;
}

/** Images are interleaved by blocks, of which the last may have few; of one block of filters the runtime's kernel makes less use of a core. */
function isWorthInterleaving(images: number, filters: number, block: number): boolean {
  return filters > block && Math.ceil(images / block) * block <= 1.25 * images;
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

/** A kernel (taps * channels, filters) as (filters / block, channels / block, taps, block of channels, block of filters). */
function kernelInBlocks(kernel: Tensor, channels: number, size: readonly [number, number], block: number): Tensor {
  const [rows, filters] = kernel.shape;
  const parts = reshape(kernel, [rows / channels, channels / block, block, filters / block, block]);
  return asBlocks(transpose(parts, [3, 1, 0, 2, 4]), [filters, channels, ...size]);
}
