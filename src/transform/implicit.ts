import { add, broadcastTo, mapTree, mul, ravelTensors, sub, unravelTensor, type Tensor } from '../graph/index.js';
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
  /** Conjugate gradient iterations of the linear system of the derivative, a whole number of at least 1. Default 5. */
  readonly iterations?: number;
  /** Added to the diagonal of the Hessian of that system, a finite number of at least 0. Default 0. */
  readonly damping?: number;
}

/**
 * The solution w* of an inner problem as a function of theta whose derivative is that of the implicit function theorem,
 * dw* / dtheta = -H^-1 d2 inner / (dw dtheta) with H the Hessian of `inner` in w at w*: it needs neither the way by which `solve` went nor memory of it
 * (Rajeswaran et al. 2019; Lorraine et al. 2020). It is as good as w* is a minimum and the linear system is solved.
 *
 * Whatever else `inner` closes over is differentiated like theta. First derivatives are right, forwards and backwards; of second ones, what comes by H and by w* in it is left out.
 *
 * @throws RangeError where `iterations` or `damping` makes no sense; TypeError where `solve` gives no tree of float32 tensors.
 */
export function implicitGradient<Theta, W>({ inner, solve, iterations = 5, damping = 0 }: InnerProblem<Theta, W>): (theta: Theta) => W {
  if (!(damping >= 0 && damping < Infinity)) throw new RangeError(`The damping of an implicit gradient must be a finite number of at least 0, got ${damping}.`);
  return (theta) => {
    const solution = stopGradient(solve(theta));
    // Zero at a minimum. Its value does not matter here, its dependence on theta does.
    const slope = ravelTensors(grad((w: W) => inner(w, theta))(solution));
    const fixed = stopGradient(theta);
    const hessian = (v: W): W => mapTree((product: Tensor, leaf) => add(product, mul(leaf, damping)), hvp((w: W) => inner(w, fixed), solution, v), v);
    const moved = changeOf(sub(slope, stopGradient(slope)), (b) => ravelTensors(conjugateGradient(hessian, unravelTensor(b, solution), iterations)));
    return mapTree((leaf: Tensor, move) => sub(leaf, move), solution, unravelTensor(moved, solution));
  };
}

/** A^-1 x for a symmetric A and an x whose value is zero: of it there is only the derivative. */
function changeOf(x: Tensor, inverse: (b: Tensor) => Tensor): Tensor {
  const b = placeholder(x.shape, x.dtype, 'The right-hand side of a linear system');
  const result = inverse(b);
  const nodes = ancestors([result], b.id);
  const within = new Set(nodes);
  const closedOver = [...new Set(nodes.flatMap((node) => node.inputs.filter((input) => !within.has(input))))];
  const solve: Solve = (right, ...others) => substitute(result, nodes, new Map([[b, right], ...closedOver.map((tensor, i) => [tensor, others[i]] as const)]));
  return apply(solutionChange, [x, ...closedOver], solve);
}

/** A^-1 b, from b and all else that it depends on. */
type Solve = (b: Tensor, ...closedOver: Tensor[]) => Tensor;

/** A^-1 b. It counts as linear in b, which its approximation by few conjugate gradients is not, so that forward derivatives are the transposes of backward ones. */
const systemSolution: Primitive<Solve> = {
  name: 'systemSolution',
  infer: ([b]) => b,
  vjp: (cotangent, node) => backwards(cotangent, node),
  batch: (inputs, batched, node, size) => overTasks(systemSolution, inputs, batched, node, size),
  expand: ([b, ...closedOver], node) => node.attributes(b, ...closedOver),
};

/** The first input, which is zero, in place of its solution; the derivative is the solution's, built where it is asked for. */
const solutionChange: Primitive<Solve> = {
  name: 'solutionChange',
  infer: ([x]) => x,
  vjp: (cotangent, node) => backwards(cotangent, node),
  batch: (inputs, batched, node, size) => overTasks(solutionChange, inputs, batched, node, size),
  evaluate: ([x]) => x,
  expand: ([x]) => x,
};

function backwards(cotangent: Tensor, { inputs: [, ...closedOver], attributes }: Tensor<Solve>): (Tensor | null)[] {
  return [apply(systemSolution, [cotangent, ...closedOver], attributes), ...closedOver.map(() => null)];
}

function overTasks(primitive: Primitive<Solve>, [first, ...closedOver]: readonly Tensor[], [firstBatched, ...batched]: readonly boolean[], { attributes }: Tensor<Solve>, size: number): Tensor {
  const axes = [0, ...batched.map((is) => (is ? 0 : null))];
  const whole = firstBatched ? first : broadcastTo(first, [size, ...first.shape]);
  return apply(primitive, [whole, ...closedOver], vmap(attributes, axes));
}
