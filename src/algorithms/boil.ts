import type { Algorithm } from './algorithm.js';
import { partedAtHead, type HeadOptions } from './anil.js';

/**
 * Body only update in inner loop (Oh, Yoo, Kim and Yun 2021, section 3): MAML whose head does not adapt, so that the features must move to it.
 * The head is meta-trained like the rest. The paper's inner learning rate of the body is that of its MAML, 0.5.
 * @throws RangeError as `maml` does, and at the first step where no parameter is the head, or all are.
 */
export function boil<P>(options: HeadOptions<P>): Algorithm<P, P> {
  return partedAtHead('boil', options, (isHead) => !isHead);
}
