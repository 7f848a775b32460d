import type { Tensor } from '../graph/tensor.js';
import { stayInBlocks } from './blocked/stay-in-blocks.js';
import { useBlocks } from './blocked/use-blocks.js';
import { chooseBySteps } from './choose-by-steps.js';
import { readBackwards } from './backward-kernels.js';
import { cutPatches } from './cut-patches.js';
import { foldConstants } from './fold-constants.js';
import { fuse } from './fuse.js';
import { joinProducts } from './join-products.js';
import { widenRows } from './widen-rows.js';

/** Where a program will run. */
export interface Place {
  /** On the native kernels of this machine. */
  readonly native?: boolean;
  /** How many channels their convolution takes together, where they have one. */
  readonly block?: number;
}

/** What is left of the algebra, in those operations for which the runtime has the fastest kernels. */
export function chooseKernels(outputs: readonly Tensor[], { native = false, block }: Place = {}): Tensor[] {
  const chosen = native ? chooseBySteps(outputs) : outputs;
  const kernels = widenRows(joinProducts(fuse(readBackwards(cutPatches(native && block ? stayInBlocks(useBlocks(chosen, block), block) : chosen)))));
  // A program that is sent around stays small.
  return native ? foldConstants(kernels) : kernels;
}
