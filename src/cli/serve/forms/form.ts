import type { z } from 'zod';
import type { NdArray } from '../../../graph/index.js';

/** Inputs of examples: as the learner takes them, or image files that a worker decodes. */
export type Inputs = { readonly x: NdArray } | { readonly images: readonly string[] };

/** What a learner is to answer: the classes of rows, by number or by name, or values, float32 (N, D), in the learner's own units. */
export type Answers = { readonly classes: readonly (number | string)[] } | { readonly values: NdArray };

/** A support set as it goes to a worker. */
export interface Labelled {
  readonly inputs: Inputs;
  readonly answers: Answers;
}

/**
 * A way of writing examples in a request. Its field says which way a request is written in; what a schema makes of a body goes to a worker.
 */
export interface Form {
  readonly field: string;
  /** How a support set and a query are written, for people. */
  readonly usage: { readonly support: string; readonly query: string };
  readonly support: z.ZodType<Labelled>;
  readonly query: z.ZodType<Inputs>;
}

/** How many rows there are. */
export function rowsOf(inputs: Inputs): number {
  return 'x' in inputs ? inputs.x.shape[0] : inputs.images.length;
}
