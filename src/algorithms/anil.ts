import { pathsOf } from '../graph/index.js';
import type { Algorithm } from './algorithm.js';
import { maml, type MamlOptions } from './maml.js';

export interface HeadOptions<P> extends Omit<MamlOptions<P>, 'adapts'> {
  /** Which parameters are the head, by their path. Default: those under `head`, the last layer of `mlp`, `conv4`, `resnet7`, `resnet12` and `withHead`. */
  readonly head?: (path: string) => boolean;
}

/**
 * Almost no inner loop (Raghu, Raghu, Bengio and Vinyals 2020, section 4): MAML whose head alone adapts. The features below it are reused
 * as they are, and meta-trained through the head's steps.
 * @throws RangeError as `maml` does, and at the first step where no parameter is the head.
 */
export function anil<P>(options: HeadOptions<P>): Algorithm<P, P> {
  return partedAtHead('anil', options, (isHead) => isHead);
}

/** MAML of a learner whose parameters adapt or not by whether they are its head. */
export function partedAtHead<P>(name: string, { head = underHead, ...options }: HeadOptions<P>, adapts: (isHead: boolean) => boolean): Algorithm<P, P> {
  const { adapt, objective, ...rest } = maml({ ...options, adapts: (path) => adapts(head(path)) });
  const checked = (theta: P): P => {
    const paths = pathsOf(theta);
    if (!paths.some(head)) throw new RangeError(`${name} tells the head from what is below it, and head holds for none of ${paths.join(', ')}. Say which parameters are the head, such as head: (path) => path.startsWith('2.').`);
    if (!paths.some((path) => adapts(head(path)))) throw new RangeError(`${name} adapts what is below the head, and head holds for all of ${paths.join(', ')}. Take maml for a learner that is nothing but its head.`);
    return theta;
  };
  return { ...rest, name, adapt: (theta, task, call) => adapt(checked(theta), task, call), objective: (theta, task, call) => objective(checked(theta), task, call) };
}

function underHead(path: string): boolean {
  return path.startsWith('head.');
}
