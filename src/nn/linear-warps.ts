import { leavesOf, matmul, pathsOf, reshape, unflatten, type HostOf, type NdArray, type Tensor } from '../graph/index.js';
import { identityMatrix } from './initialisers.js';
import { learner, type Learner } from './learner.js';

/** A learner's parameters and, for each weight of them by its path, the square matrix (O, O) that follows it. */
export type WithWarps<P> = { readonly params: P; readonly warps: Readonly<Record<string, Tensor>> };

/**
 * A learner each of whose weights (..., inputs, outputs) is followed by a square matrix T of its outputs, so that a layer gives x W T + b: the layers of T-nets.
 * They start as unit matrices, and change nothing then.
 *
 * @param warped which weights have one, by their path. Default: all of at least two axes.
 * @throws TypeError at `init` where none has one.
 */
export function withLinearWarps<P>(plain: Learner<P>, warped: (path: string) => boolean = () => true): Learner<WithWarps<P>> {
  return learner<WithWarps<P>>(
    (key) => {
      const params = plain.init(key);
      const leaves = leavesOf<NdArray>(params);
      const warps = pathsOf(params).flatMap((path, i) => (leaves[i].shape.length >= 2 && warped(path) ? [[path, identityMatrix(leaves[i].shape.at(-1)!)]] : []));
      if (warps.length === 0) throw new TypeError(`withLinearWarps puts a matrix after weights of at least two axes, and there is none to put one after among ${pathsOf(params).map((path, i) => `${path} (${leaves[i].shape.join(', ')})`).join(', ')}.`);
      return { params, warps: Object.fromEntries(warps) } as HostOf<WithWarps<P>>;
    },
    ({ params, warps }, x, context) => {
      const paths = pathsOf(params);
      const effective = leavesOf<Tensor>(params).map((leaf, i) => (warps[paths[i]] ? followed(leaf, warps[paths[i]]) : leaf));
      return plain.forward(unflatten(params, effective), x, context);
    },
  );
}

function followed(weight: Tensor, warp: Tensor): Tensor {
  return reshape(matmul(reshape(weight, [-1, weight.shape.at(-1)!]), warp), [...weight.shape]);
}
