import type { Geometry } from '../graph/primitives/conv-tables.js';
import { reshape, transpose } from '../graph/primitives/layout.js';
import { concat, padBlock } from '../graph/primitives/window.js';
import type { Tensor } from '../graph/tensor.js';
import { ancestors, rewrite } from '../graph/walk.js';
import { onceByKey } from './once.js';
import { paddingAfter } from './padding.js';
import { patchesOf, type Patches } from './patches.js';
import { isShifted } from './simplify/features.js';
import { strided } from './strided.js';

/*
 * Patches of images of one channel are single numbers, of which a gather copies each by itself. One tap of all windows is a strided part of the images with zeros around them, which is cut in one go, once for all
 * windows that begin at the same places.
 */

/** Of fewer windows the cuts are as many operations as the gather has numbers to move. */
const fewestWindows = 2048;

export function cutPatches(outputs: readonly Tensor[]): Tensor[] {
  const borders = new Map<Tensor, Border>();
  for (const node of ancestors(outputs)) {
    const patches = singleChannel(node);
    if (patches) borders.set(patches.x, widest(borders.get(patches.x), patches.geometry));
  }
  if (borders.size === 0) return [...outputs];
  const once = onceByKey<Tensor>();
  // By the node that stood there: those that it is made from may be made anew themselves.
  const columns = (node: Tensor, original: Tensor): Tensor | undefined => {
    const before = singleChannel(original);
    return before && columnsOf(singleChannel(node) as Patches, borders.get(before.x) as Border, once);
  };
  const sides = new Map<Tensor, Tensor>();
  return rewrite(outputs, (node, original) => {
    const lying = columns(node, original);
    if (lying) {
      const patches = transpose(lying);
      sides.set(patches, lying);
      return patches;
    }
    const side = isShifted(node) ? sides.get(node.inputs[0]) : undefined;
    return side ? transpose(concat([side, transpose(node.inputs[1])], 0)) : node;
  });
}

/** Zeros around images, on each axis. */
interface Border { readonly before: readonly [number, number]; readonly after: readonly [number, number] }

function singleChannel(node: Tensor): Patches | undefined {
  if (node.rank !== 2 || node.shape[0] < fewestWindows) return undefined;
  const patches = patchesOf(node);
  return patches?.channels === 1 ? patches : undefined;
}

function widest({ before, after }: Border = { before: [0, 0], after: [0, 0] }, geometry: Geometry): Border {
  const larger = (a: readonly [number, number], b: readonly [number, number]) => [Math.max(a[0], b[0]), Math.max(a[1], b[1])] as const;
  return { before: larger(before, geometry.before), after: larger(after, paddingAfter(geometry)) };
}

/** The patches on their side: a row for each tap. */
function columnsOf({ x, geometry, images }: Patches, { before, after }: Border, once: (key: string, make: () => Tensor) => Tensor): Tensor {
  const { input, kernel, output, stride } = geometry;
  const padded = once(`${images} images of ${input} ${x.id}`, () => padBlock(reshape(x, [images, ...input]), [0, ...before], [0, ...after]));
  const taps = Array.from({ length: kernel[0] * kernel[1] }, (_, tap) => {
    const at = [Math.floor(tap / kernel[1]), tap % kernel[1]];
    const starts = ([0, 1] as const).map((axis) => at[axis] + before[axis] - geometry.before[axis]);
    return once(`${padded.id} ${starts} ${stride} ${output}`, () => reshape(strided(padded, [0, ...starts], [1, ...stride], [images, ...output]), [1, images * output[0] * output[1]]));
  });
  return concat(taps, 0);
}
