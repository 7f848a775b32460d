import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../compile/index.js';
import { add, evaluate, inverse, matmul, mul, ndarray, reshape, square, sub, sum, tensor, type Tensor } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { conjugateGradient } from './conjugate-gradient.js';
import { grad } from './grad.js';
import { implicitGradient } from './implicit.js';
import { jvp } from './jvp.js';
import { vmap } from './vmap.js';

const a = tensor([[3, 1, 0], [1, 2, 0.5], [0, 0.5, 1]]);
const column = (x: Tensor): Tensor => reshape(x, [-1, 1]);

test('conjugate gradients solve a linear system in as many iterations as it has unknowns', () => {
  const b = tensor([1, -2, 0.5]);
  const x = conjugateGradient((v: Tensor) => reshape(matmul(a, column(v)), [3]), b, 3);
  assertClose(column(x), matmul(inverse(a), column(b)), 1e-6);
});

test('conjugate gradients go on after the solution is reached, and solve for zero', () => {
  const twice = (v: Tensor): Tensor => mul(v, 2);
  assertClose(conjugateGradient(twice, tensor([4, 6]), 5), [2, 3]);
  assertClose(conjugateGradient(twice, tensor([0, 0]), 2), [0, 0]);
});

test('where a matrix is not positive definite, conjugate gradients stay with what they have, or with b', () => {
  const saddle = (v: Tensor): Tensor => mul(v, tensor([2, -1]));
  assertClose(conjugateGradient(saddle, tensor([3, 0]), 4), [1.5, 0]);
  assertClose(conjugateGradient(saddle, tensor([0, 3]), 4), [0, 3]);
  // The first direction is b, of curvature 4 - 1; the second has a negative one.
  assertClose(conjugateGradient((v: Tensor) => mul(v, tensor([4, -1])), tensor([1, 1]), 4), [2 / 3, 2 / 3]);
});

test('a number of iterations or a damping that makes no sense is refused', () => {
  for (const iterations of [0, 2.5]) assert.throws(() => conjugateGradient((v: Tensor) => v, tensor([1]), iterations), new RegExp(`whole number of at least 1, got ${iterations}`));
  assert.throws(() => implicitGradient({ inner: (w: Tensor) => w, solve: (t: Tensor) => t, damping: -1 }), /damping of an implicit gradient must be a finite number of at least 0, got -1/);
});

/** Ridge regression: the weights that make |x w - y|^2 + strength |w|^2 small, in closed form. */
const x = tensor([[1, 0.5], [0.3, 2], [-1, 1]]);
const y = tensor([[1], [2], [0.5]]);
const fitted = (strength: Tensor, targets: Tensor): Tensor => {
  const xt = tensor([[1, 0.3, -1], [0.5, 2, 1]]);
  return matmul(inverse(add(matmul(xt, x), mul(tensor([[1, 0], [0, 1]]), strength))), matmul(xt, targets));
};
const energy = (w: Tensor, strength: Tensor, targets: Tensor): Tensor => add(sum(square(sub(matmul(x, w), targets))), mul(sum(square(w)), strength));
const outer = (w: Tensor): Tensor => sum(mul(w, tensor([[1], [-3]])));
const through = (strength: Tensor, targets: Tensor): Tensor =>
  outer(implicitGradient({ inner: (w: Tensor, s: Tensor) => energy(w, s, targets), solve: (s) => fitted(s, targets), iterations: 2 })(strength));
const direct = (strength: Tensor, targets: Tensor): Tensor => outer(fitted(strength, targets));

test('the value is the solution, untouched', () => {
  assertClose(through(tensor(0.7), y), direct(tensor(0.7), y));
});

test('the derivative of a solution by a hyperparameter is that of its closed form', () => {
  assertClose(grad((s: Tensor) => through(s, y))(tensor(0.7)), grad((s: Tensor) => direct(s, y))(tensor(0.7)), 1e-5);
});

test('what the inner problem closes over is differentiated, too', () => {
  assertClose(grad((t: Tensor) => through(tensor(0.7), t))(y), grad((t: Tensor) => direct(tensor(0.7), t))(y), 1e-5);
});

test('the derivative does not depend on how the solution was found', () => {
  const solve = (s: Tensor): Tensor => tensor(evaluate(fitted(s, y)));
  const found = grad((s: Tensor) => outer(implicitGradient({ inner: (w: Tensor, strength: Tensor) => energy(w, strength, y), solve, iterations: 2 })(s)))(tensor(0.7));
  assertClose(found, grad((s: Tensor) => direct(s, y))(tensor(0.7)), 1e-4);
});

test('damping adds to the diagonal of the Hessian', () => {
  const squared = (w: Tensor, t: Tensor): Tensor => sum(square(sub(w, t)));
  const w = (t: Tensor): Tensor => implicitGradient({ inner: squared, solve: (at: Tensor) => at, iterations: 1, damping: 2 })(t);
  assertClose(grad((t: Tensor) => sum(w(t)))(tensor([1, 2])), [0.5, 0.5]);
});

test('it can be mapped over tasks before and after it is differentiated', () => {
  const strengths = tensor([0.5, 1, 2]);
  const targets = tensor([[[1], [2], [0.5]], [[0], [1], [1]], [[-1], [1], [2]]]);
  const expected = vmap(grad(direct))(strengths, targets);
  assertClose(vmap(grad(through))(strengths, targets), expected, 1e-5);
  assertClose(grad((s: Tensor) => sum(vmap(through)(s, targets)))(strengths), expected, 1e-5);
  const shared = (s: Tensor, f: typeof direct): Tensor => sum(vmap(f, [null, 0])(s, targets));
  assertClose(grad((s: Tensor) => shared(s, through))(tensor(0.7)), grad((s: Tensor) => shared(s, direct))(tensor(0.7)), 1e-5);
});

test('its forward derivative is that of the closed form, by itself, mapped and compiled', async () => {
  const forward = (f: typeof direct) => (s: Tensor, t: Tensor): Tensor => jvp((at: Tensor) => f(at, t), s, tensor(1))[1];
  assertClose(forward(through)(tensor(0.7), y), forward(direct)(tensor(0.7), y), 1e-5);
  const [strengths, targets] = [tensor([0.5, 1]), tensor([[[1], [2], [0.5]], [[0], [1], [1]]])];
  assertClose(vmap(forward(through))(strengths, targets), vmap(forward(direct))(strengths, targets), 1e-5);
  const compiled = compile(forward(through));
  assertClose(await compiled(ndarray(0.7), ndarray([[1], [2], [0.5]])), forward(direct)(tensor(0.7), y), 1e-4);
  await compiled.release();
});

test('it compiles', async () => {
  const compiled = compile((s: Tensor, t: Tensor) => grad(through)(s, t));
  const host = ndarray([[1], [2], [0.5]]);
  assertClose(await compiled(ndarray(0.7), host), grad(direct)(tensor(0.7), y), 1e-4);
  await compiled.release();
});

test('trees of several leaves are solved for together', () => {
  type W = { slope: Tensor; offset: Tensor };
  const inner = ({ slope, offset }: W, t: Tensor): Tensor => add(sum(square(sub(add(mul(slope, tensor([1, 2, 3])), offset), t))), mul(square(offset), 0.1));
  const at = tensor([1, 2, 4]);
  const lineThrough = (t: Tensor): W => {
    // The normal equations of a line through the points (1, 2, 3).
    const m = inverse(tensor([[14, 6], [6, 3.1]]));
    const solution = matmul(m, column(tensorOf(sum(mul(t, tensor([1, 2, 3]))), sum(t))));
    return { slope: reshape(matmul(tensor([[1, 0]]), solution), []), offset: reshape(matmul(tensor([[0, 1]]), solution), []) };
  };
  const value = ({ slope, offset }: W): Tensor => add(mul(slope, 10), offset);
  const found = grad((t: Tensor) => value(implicitGradient({ inner, solve: lineThrough, iterations: 2 })(t)))(at);
  assertClose(found, grad((t: Tensor) => value(lineThrough(t)))(at), 1e-4);
  assert.deepEqual(found.shape, [3]);
});

function tensorOf(...values: Tensor[]): Tensor {
  return values.map((value, i) => mul(value, tensor([0, 1].map((at) => (at === i ? 1 : 0))))).reduce((p, q) => add(p, q));
}
