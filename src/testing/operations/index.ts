import { drawOperations } from './draws.js';
import { elementwiseOperations } from './elementwise.js';
import { imageOperations } from './images.js';
import { indexingOperations } from './indexing.js';
import { layoutOperations } from './layout.js';
import { productOperations } from './products.js';
import { reductionOperations } from './reductions.js';
import type { Operation } from './sample.js';

/** Every public operation with random uses of it: what derivatives, vmap, simplifying and lowering are tested on. */
export const operations: readonly Operation[] = [
  ...elementwiseOperations, ...reductionOperations, ...productOperations, ...layoutOperations, ...indexingOperations, ...imageOperations, ...drawOperations,
];

export { drawValues, type Input, type Operation, type Sample } from './sample.js';
