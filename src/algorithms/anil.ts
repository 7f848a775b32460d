import type { Algorithm } from './algorithm.js';
import { maml, type MamlOptions } from './maml.js';

export interface HeadOptions<P> extends Omit<MamlOptions<P>, 'adapts'> {
  /** Which parameters are the head, by their path. Default: those under `head`. */
  readonly head?: (path: string) => boolean;
}

/** The parameters under `head`: the last layer of `mlp`, `conv4`, `resnet12` and `withHead`. */
export const underHead = (path: string): boolean => path.startsWith('head.');

/**
 * Almost no inner loop (Raghu, Raghu, Bengio and Vinyals 2020, section 4, equation 4): MAML whose head alone adapts. The features below it are reused
 * as they are, and meta-trained through the head's steps.
 * @throws RangeError as `maml` does, and at the first step where no parameter is the head.
 */
export function anil<P>({ head = underHead, ...options }: HeadOptions<P>): Algorithm<P, P> {
  return { ...maml({ ...options, adapts: head }), name: 'anil' };
}
