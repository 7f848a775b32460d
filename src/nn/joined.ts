import { add, concat, evaluate, mapTree, matmul, ones, relu, reshape, tensor, zeros, type HostOf, type NdArray, type Tensor, type Tree } from '../graph/index.js';
import { inFloat32 } from '../graph/in-float32.js';
import type { DenseParams } from './dense.js';
import { learner, type Learner } from './learner.js';

/** The weights and biases of dense layers, a matrix for each. */
export type JoinedParams = readonly Tensor[];

/** The learner that another is with its parameters joined. */
export interface Joined<P> extends Learner<JoinedParams> {
  /** Undefined where a layer has no bias, which would learn one. */
  join(params: P): JoinedParams | undefined;
}

/** The runtime multiplies matrices by so many columns at once: one more than that costs as much as so many more. */
const columnsAtOnce = 16;

/** Whether a column more in each of these layers is less work than biases are. */
export function isWorthJoining(widths: readonly number[]): boolean {
  return widths.length > 0 && widths.every((width) => width % columnsAtOnce > 0);
}

/**
 * Dense layers with ReLU between them, of which each is one product: [h 1] [W; b]. Gradients and updates of weights and biases are one then, too, which matters to inner loops: there each task has its own, and
 * adding a row to rows or summing over them takes as long as a product.
 *
 * The ones beside the next layer's input stand where a column of zeros makes none: relu([h 1] [W 0; b 0]) + [0 1]. What reaches that column is zero times ReLU's derivative at zero, so that steps leave it as it is.
 * @param init of the learner that is joined.
 * @param rowsOf makes one row (N, inputs) of each input.
 * @param layersOf the layers of the parameters, in order.
 */
export function joined<P>(init: Learner<P>['init'], rowsOf: (x: Tensor) => Tensor, layersOf: (params: P) => readonly DenseParams[]): Joined<P> {
  const join = (params: P): JoinedParams | undefined => {
    const layers = layersOf(params);
    const matrices = layers.flatMap(({ weight, bias }, i) => {
      const [inputs, outputs] = weight.shape;
      const both = bias && concat([weight, reshape(bias, [1, outputs])], 0);
      return both ? [i === layers.length - 1 ? both : concat([both, zeros([inputs + 1, 1])], 1)] : [];
    });
    return matrices.length === layers.length ? matrices : undefined;
  };
  const pass = (layers: JoinedParams, x: Tensor): Tensor => {
    const rows = rowsOf(x);
    const first = concat([rows, ones([rows.shape[0], 1])], 1);
    return layers.reduce((h, layer, i) => matmul(i === 0 ? h : withOnes(relu(h)), layer), first);
  };
  return { join, ...learner<JoinedParams>((key) => inFloat32(evaluate<unknown>(join(mapTree<never, Tensor>(tensor as never, init(key) as never) as P)) as Tree<NdArray>) as HostOf<JoinedParams>, pass) };
}

/** h, whose last column is zero, with ones there. */
function withOnes(h: Tensor): Tensor {
  const [rows, columns] = h.shape;
  return add(h, concat([zeros([rows, columns - 1]), ones([rows, 1])], 1));
}

const joinedForms = new WeakMap<object, Joined<never>>();

/** The same learner, which `joinedOf` finds in joined form. A copy of it, of which something may have been changed, has none. */
export function withJoined<P>(learner: Learner<P>, form: Joined<P>): Learner<P> {
  joinedForms.set(learner, form as Joined<never>);
  return learner;
}

/** The joined form of a learner that has one. */
export function joinedOf<P>(learner: Learner<P>): Joined<P> | undefined {
  return joinedForms.get(learner) as Joined<P> | undefined;
}
