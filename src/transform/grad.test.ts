import assert from 'node:assert/strict';
import { test } from 'node:test';
import { abs, add, averagePool, conv2d, cos, div, exp, log, logsumexp, matmul, maxPool, mul, neg, pow, relu, reshape, sigmoid, sin, softplus, sqrt, square, sub, sum, tanh, tensor, type NdArray, type Tensor } from '../graph/index.js';
import { interpret } from '../graph/interpret.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { assertClose } from '../testing/close.js';
import { assertSlope, moved } from '../testing/differences.js';
import { drawLike } from '../testing/samples.js';
import { grad, hvp, jvp, valueAndGrad } from './index.js';

const thirdDerivatives: Readonly<Record<string, [f: (x: Tensor) => Tensor, third: (x: number) => number]>> = {
  'x to the fifth': [(x) => pow(x, 5), (x) => 60 * x ** 2],
  'the square': [(x) => square(x), () => 0],
  'one over x': [(x) => div(1, x), (x) => -6 / x ** 4],
  exp: [exp, Math.exp],
  log: [log, (x) => 2 / x ** 3],
  sqrt: [sqrt, (x) => (3 / 8) * x ** -2.5],
  sin: [sin, (x) => -Math.cos(x)],
  cos: [cos, Math.sin],
  tanh: [tanh, (x) => { const s = 1 - Math.tanh(x) ** 2; return -2 * s * s + 4 * Math.tanh(x) ** 2 * s; }],
  softplus: [softplus, (x) => { const s = 1 / (1 + Math.exp(-x)); return s * (1 - s) * (1 - 2 * s); }],
};

for (const [name, [f, third]] of Object.entries(thirdDerivatives)) {
  test(`the gradient of the gradient of the gradient of ${name} is its third derivative`, () => {
    const values = [0.5, 0.75, 1.25, 2];
    const first = grad((x: Tensor) => sum(f(x)));
    const second = grad((x: Tensor) => sum(first(x)));
    assertClose(grad((x: Tensor) => sum(second(x)))(tensor(values)), values.map(third), 1e-6);
  });
}

test('the third derivative of a network with convolution, pooling and logsumexp is that of finite differences', () => {
  const shapes = [[1, 5, 4, 2], [3, 3, 2, 3], [3, 4]].map((shape) => ({ shape }));
  const given = shapes.map(({ shape }) => placeholder(shape, 'float32'));
  const network = ([images, kernel, head]: readonly Tensor[]) => {
    const features = averagePool(maxPool(tanh(conv2d(images, kernel, { padding: 'same', stride: 2 })), { size: 2, stride: 1 }), { size: [2, 1], stride: 1 });
    return logsumexp(matmul(reshape(features, [-1, 3]), head));
  };
  const slopes = [1, 2, 3].reduce<((at: readonly Tensor[]) => Tensor)[]>((list, seed) => {
    const f = list[list.length - 1];
    const direction = drawLike(shapes, seed);
    return [...list, (at) => grad(f)(at).map((part, i) => sum(mul(part, direction[i]))).reduce((a, b) => add(a, b))];
  }, [network]);
  const [second, third] = [slopes[2](given), slopes[3](given)];
  const point = drawLike(shapes, 7).map((value) => ({ ...value, data: value.data.map((entry) => entry / 2) }));
  const at = (output: Tensor, t: number) => interpret([output], new Map<Tensor, NdArray>(given.map((own, i) => [own, moved(point[i], drawLike(shapes, 3)[i], t)])))[0].data[0];
  assertSlope(at(third, 0), (t) => at(second, t), 'the third derivative');
});

test('what f closes over is constant to its gradient, also where it is the very tensor that f is differentiated by', () => {
  const x = tensor(3);
  assertClose(grad((y: Tensor) => mul(x, y))(x), 3);
  assertClose(grad((y: Tensor) => mul(mul(x, x), square(y)))(x), 54);
  assertClose(jvp((y: Tensor) => mul(x, y), x, tensor(1))[1], 3);
  assertClose(hvp((y: Tensor) => mul(x, pow(y, 3)), x, tensor(1)), 3 * 6 * 3);
});

test('what f closes over is differentiated where that is asked for further out', () => {
  // d/dx of [d/dy x y^2 at y = x], that is of 2 x^2.
  const outer = grad((x: Tensor) => grad((y: Tensor) => mul(x, square(y)))(x));
  assertClose(outer(tensor(3)), 12);
  assertClose(grad(outer)(tensor(3)), 4);
  // d/dx of x [d/dy (x + y) at y = 1], that is of x: a derivative that confuses its variables gives 2.
  assertClose(grad((x: Tensor) => mul(x, grad((y: Tensor) => add(x, y))(tensor(1))))(tensor(1)), 1);
  assertClose(jvp((x: Tensor) => mul(x, jvp((y: Tensor) => add(x, y), tensor(1), tensor(1))[1]), tensor(1), tensor(1))[1], 1);
  // The same three deep: d/dx d/dy d/dz of x^2 y^3 z^4 at x = y = z = t, then by t.
  const deep = (t: Tensor) => grad((x: Tensor) => grad((y: Tensor) => grad((z: Tensor) => mul(mul(square(x), pow(y, 3)), pow(z, 4)))(t))(t))(t);
  assertClose(deep(tensor(1.5)), 24 * 1.5 ** 6);
  assertClose(grad(deep)(tensor(1.5)), 6 * 24 * 1.5 ** 5, 1e-6);
});

test('the gradient by a value in the middle leaves out what reaches the result beside it', () => {
  const x = tensor(2);
  const total = (at: Tensor) => {
    const h = exp(at);
    return add(grad((own: Tensor) => mul(square(own), add(h, at)))(h), h);
  };
  // 2 h (h + x) + h with h = exp x.
  const h = Math.exp(2);
  assertClose(total(x), 2 * h * (h + 2) + h);
  assertClose(grad(total)(x), 4 * h * h + 2 * h * 2 + 2 * h + h);
});

test('an inner step inside of a loss: the second-order term is there', () => {
  const loss = (w: Tensor) => square(sub(square(w), 2));
  const adapted = (w: Tensor) => sub(w, mul(0.125, grad(loss)(w)));
  const w = 1.25;
  const inner = w - 0.125 * 4 * w * (w * w - 2);
  const chain = 1 - 0.125 * (12 * w * w - 8);
  assertClose(grad((at: Tensor) => loss(adapted(at)))(tensor(w)), 4 * inner * (inner * inner - 2) * chain);
});

test('gradients are trees like the first argument, zero where nothing depends on a leaf; further arguments are constant', () => {
  const params = { layers: [{ weight: tensor([[1, 2]]), bias: tensor([3]) }], unused: tensor([1, 2, 3]) };
  const [value, gradient] = valueAndGrad((p: typeof params, x: Tensor, scale: number) => mul(sum(add(mul(p.layers[0].weight, x), p.layers[0].bias)), scale))(params, tensor([[4, 5]]), 2);
  assertClose(value, 2 * (4 + 10 + 6));
  assert.deepEqual(Object.keys(gradient), ['layers', 'unused']);
  assertClose(gradient, [tensor([[8, 10]]), tensor([4]), tensor([0, 0, 0])]);
});

test('a tensor that is used many times collects the gradient of each use', () => {
  assertClose(grad((x: Tensor) => sum(add(mul(x, x), add(x, add(x, mul(x, 3))))))(tensor([1, -2])), [7, 1]);
});

test('derivatives at kinks are those of the first of equals, and of relu and abs at zero they are zero', () => {
  assertClose(grad((x: Tensor) => sum(relu(x)))(tensor([0, -1, 1])), [0, 0, 1]);
  assertClose(grad((x: Tensor) => sum(abs(x)))(tensor([0, -1, 1])), [0, -1, 1]);
  assertClose(grad((x: Tensor) => logsumexp(mul(x, 0)))(tensor([1, 2])), [0, 0]);
  assertClose(grad((x: Tensor) => sum(pow(x, 2)))(tensor([0, 1])), [0, 2]);
});

test('saturated functions have finite derivatives', () => {
  const at = tensor([-800, -40, 40, 800]);
  for (const f of [sigmoid, softplus, tanh, (x: Tensor) => neg(softplus(neg(x)))]) {
    const first = grad((x: Tensor) => sum(f(x)));
    for (const value of [f(at), first(at), grad((x: Tensor) => sum(first(x)))(at)]) assert.ok(interpret([value])[0].data.every(Number.isFinite));
  }
  assertClose(grad((x: Tensor) => logsumexp(x))(tensor([1000, 1000, -1000])), [0.5, 0.5, 0]);
});

test('derivatives of whole powers exist everywhere, to any order', () => {
  const derivatives = [0, 1, 2, 3].map((power) => {
    let f = (x: Tensor): Tensor => pow(x, power);
    for (let order = 0; order < 4; order++) {
      const inner = f;
      f = (x) => grad((at: Tensor) => sum(inner(at)))(x);
    }
    return f(tensor([0, -2]));
  });
  for (const derivative of derivatives) assertClose(derivative, [0, 0]);
});

test('derivatives of powers that are not known exist at zero, to any order, by base and by exponent', () => {
  const powers = (x: Tensor): Tensor => sum(pow(x, tensor([0, 1, 2, 3])));
  const of = (f: (x: Tensor) => Tensor) => grad((x: Tensor) => sum(f(x)));
  assertClose(grad(powers)(tensor([0, 0, 0, 0])), [0, 1, 0, 0]);
  assertClose(of(grad(powers))(tensor([0, 0, 0, 0])), [0, 0, 2, 0]);
  assertClose(of(of(grad(powers)))(tensor([0, 0, 0, 0])), [0, 0, 0, 6]);
  assertClose(grad(powers)(tensor([-2, -2, -2, -2])), [0, 1, -4, 12]);
  const bases = tensor([0, 2, 0]);
  const exponents = (b: Tensor): Tensor => sum(pow(bases, b));
  assertClose(grad(exponents)(tensor([2, 3, 0])), [0, 8 * Math.LN2, 0]);
  assertClose(of(grad(exponents))(tensor([2, 3, 0])), [0, 8 * Math.LN2 ** 2, 0]);
  const mixed = grad((a: Tensor) => sum(grad((b: Tensor) => sum(pow(a, b)))(tensor([2, 3, 1.5]))))(bases);
  assertClose(mixed, [0, 4 + 12 * Math.LN2, 0]);
});
