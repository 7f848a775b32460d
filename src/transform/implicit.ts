import { add, mapTree, mul, ravelTensors, sub, unravelTensor, zeros, type Tensor } from '../graph/index.js';
import type { Primitive } from '../graph/primitive.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { apply } from '../graph/tensor.js';
import { ancestors, substitute } from '../graph/walk.js';
import { conjugateGradient } from './conjugate-gradient.js';
import { grad } from './grad.js';
import { hvp } from './jvp.js';
import { stopGradient } from './vjp.js';
import { vmap } from './vmap.js';

/** An inner problem, and how it is solved. */
export interface InnerProblem<Theta, W> {
  /** What the solution makes small: a scalar that is convex in w near its solution. */
  readonly inner: (w: W, theta: Theta) => Tensor;
  /** The solution for theta, however it is found. No derivative goes through it. */
  readonly solve: (theta: Theta) => W;
  /** Conjugate gradient iterations of the linear system of the derivative. Default 5. */
  readonly iterations?: number;
  /** Added to the diagonal of the Hessian of that system. Default 0. */
  readonly damping?: number;
}

/**
 * The solution w* of an inner problem as a function of theta whose derivative is that of the implicit function theorem,
 * dw* / dtheta = -H^-1 d2 inner / (dw dtheta) with H the Hessian of `inner` in w at w*: it needs neither the way by which `solve` went nor memory of it
 * (Rajeswaran et al. 2019; Lorraine et al. 2020). It is as good as w* is a minimum and the linear system is solved.
 *
 * Whatever else `inner` closes over is differentiated like theta. First derivatives are right; of second ones, what comes by H and by w* in it is left out.
 *
 * @throws TypeError where `solve` gives no tree of float32 tensors.
 */
export function implicitGradient<Theta, W>({ inner, solve, iterations = 5, damping = 0 }: InnerProblem<Theta, W>): (theta: Theta) => W {
  return (theta) => {
    const solution = stopGradient(solve(theta));
    // Zero at a minimum. Its value does not matter here, its dependence on theta does.
    const slope = ravelTensors(grad((w: W) => inner(w, theta))(solution));
    const fixed = stopGradient(theta);
    const hessian = (v: W): W => mapTree((product: Tensor, leaf) => add(product, mul(leaf, damping)), hvp((w: W) => inner(w, fixed), solution, v), v);
    const moved = solved(sub(slope, stopGradient(slope)), (b) => ravelTensors(conjugateGradient(hessian, unravelTensor(b, solution), iterations)));
    return mapTree((leaf: Tensor, move) => sub(leaf, move), solution, unravelTensor(moved, solution));
  };
}

/** A^-1 x for a symmetric A and an x whose value is zero: of it there is only the derivative. */
function solved(x: Tensor, inverse: (b: Tensor) => Tensor): Tensor {
  const b = placeholder(x.shape, x.dtype, 'The right-hand side of a linear system');
  const result = inverse(b);
  const nodes = ancestors([result], b.id);
  const within = new Set(nodes);
  const closedOver = [...new Set(nodes.flatMap((node) => node.inputs.filter((input) => !within.has(input))))];
  const pure: Solve = (cotangent, ...others) => substitute(result, nodes, new Map([[b, cotangent], ...closedOver.map((tensor, i) => [tensor, others[i]] as const)]));
  return apply(implicitSolve, [x, ...closedOver], pure);
}

/** A^-1 b, from b and all else that it depends on. */
type Solve = (b: Tensor, ...closedOver: Tensor[]) => Tensor;

/** The first input; its derivative is solved for, by a graph that is built where it is asked for. */
const implicitSolve: Primitive<Solve> = {
  name: 'implicitSolve',
  infer: ([x]) => x,
  vjp: (cotangent, node) => [node.attributes(cotangent, ...node.inputs.slice(1)), ...node.inputs.slice(1).map(() => null)],
  batch: (inputs, batched, node, size) => {
    const axes = [0, ...batched.slice(1).map((is) => (is ? 0 : null))];
    const x = batched[0] ? inputs[0] : zeros([size, ...inputs[0].shape]);
    return apply(implicitSolve, [x, ...inputs.slice(1)], vmap(node.attributes, axes));
  },
  evaluate: ([x]) => x,
  expand: ([x]) => x,
};
