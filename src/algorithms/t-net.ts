import { withLinearWarps, type WithWarps } from '../nn/index.js';
import type { Algorithm } from './algorithm.js';
import { maml, type MamlOptions } from './maml.js';

/**
 * Transformation networks (Lee and Choi 2018, section 3.1): MAML of a learner each of whose weights W is followed by a matrix T, x W T + b, where the inner loop adapts W and not T.
 * So T, learned, is what the gradient of W is warped by (their section 4.1). The linear case of `warpGrad`.
 * @throws RangeError as `maml` does; TypeError at `init` where the learner has no weight of two axes.
 */
export function tNet<P>({ learner, adapts = () => true, ...options }: MamlOptions<P>): Algorithm<WithWarps<P>, WithWarps<P>> {
  return {
    ...maml({ ...options, learner: withLinearWarps(learner), adapts: (path) => /^params(\.|$)/.test(path) && adapts(path.slice('params.'.length)) }),
    name: 't-net',
  };
}
