import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, exp, floor, matmul, mul, ndarray, ShapeError, sin, square, sub, sum, tensor, zeros, type Tensor } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { conjugateGradient, grad, hvp, jvp, stopGradient, vjp, vmap } from './index.js';

interface Params { readonly weight: Tensor; readonly rest: readonly [Tensor, { readonly bias: Tensor }] }

const params: Params = { weight: tensor([[1, 2], [3, 4]]), rest: [tensor(2), { bias: tensor([0.5, -0.5]) }] };
const layer = ({ weight, rest: [scale, { bias }] }: Params) => ({ y: add(mul(matmul(tensor([[1, -1]]), weight), scale), bias), kept: scale, classes: tensor([1, 2], 'int32') });

test('vjp takes and gives trees: the pullback of a layer', () => {
  const [{ y, kept }, pullback] = vjp(layer, params);
  assertClose(y, [-3.5, -4.5]);
  assertClose(kept, 2);
  const pulled = pullback({ y: tensor([[10, 100]]), kept: tensor(1000), classes: zeros([2], 'int32') });
  assertClose(pulled, [tensor([[20, 200], [-20, -200]]), tensor(-20 - 200 + 1000), tensor([10, 100])]);
  assert.deepEqual(Object.keys(pulled), ['weight', 'rest']);
});

test('cotangents may be host arrays, as declared, too', () => {
  const [, pullback] = vjp(square, ndarray([1, 2]));
  assertClose(pullback(ndarray([1, 1])), [2, 4]);
  const [, ofTree] = vjp((x: Tensor) => ({ twice: mul(x, 2), same: x }), tensor([1, 2]));
  assertClose(ofTree({ twice: ndarray([1, 0]), same: ndarray([0, 1]) }), [2, 1]);
});

test('jvp takes and gives trees; whole numbers have tangent zero', () => {
  const direction: Params = { weight: tensor([[1, 0], [0, 0]]), rest: [tensor(1), { bias: tensor([0, 3]) }] };
  const [value, tangent] = jvp(layer, params, direction);
  assertClose(value.y, [-3.5, -4.5]);
  assertClose(tangent.y, [2 - 2, -2 + 3]);
  assertClose(tangent.kept, 1);
  assert.equal(tangent.classes.dtype, 'int32');
  assertClose(tangent.classes, [0, 0]);
});

test('a function that depends on nothing has tangents and gradients of zero', () => {
  assertClose(jvp(() => [tensor([1, 2])], tensor(1), tensor(1))[1], [0, 0]);
  assertClose(jvp((x: Tensor) => floor(x), tensor([1.5]), tensor([1]))[1], [0]);
  assertClose(grad(() => tensor(1))(params), [tensor([[0, 0], [0, 0]]), tensor(0), tensor([0, 0])]);
  assertClose(hvp((x: Tensor) => sum(x), tensor([1, 2]), tensor([1, 1])), [0, 0]);
});

test('host arrays and numbers are accepted wherever tensors are', () => {
  assertClose(grad((x: Tensor) => sum(square(x)))(ndarray([1, 2]) as unknown as Tensor), [2, 4]);
  assertClose(hvp((x: Tensor) => sum(mul(square(x), x)), ndarray([1, 2]) as unknown as Tensor, ndarray([1, 1]) as unknown as Tensor), [6, 12]);
  assertClose(vmap((x: Tensor) => sum(x))(ndarray([[1, 2], [3, 4]]) as unknown as Tensor), [3, 7]);
  assertClose(jvp((x: Tensor) => square(x), 3 as unknown as Tensor, 1 as unknown as Tensor)[1], 6);
});

test('stopGradient is constant to derivatives of every kind and order, on trees', () => {
  const x = tensor([0.5, 2]);
  assertClose(grad((at: Tensor) => sum(mul(stopGradient(at), at)))(x), [0.5, 2]);
  assertClose(grad((at: Tensor) => sum(mul(stopGradient({ deep: [exp(at)] }).deep[0], at)))(x), [Math.exp(0.5), Math.exp(2)]);
  assertClose(jvp((at: Tensor) => stopGradient(square(at)), x, tensor([1, 1]))[1], [0, 0]);
  assertClose(hvp((at: Tensor) => sum(mul(stopGradient(at), square(at))), x, tensor([1, 1])), [1, 4]);
  assertClose(vmap((at: Tensor) => grad((own: Tensor) => mul(stopGradient(own), own))(at))(x), [0.5, 2]);
  // A straight-through estimator: the value is rounded, the derivative is that of x.
  assertClose(grad((at: Tensor) => sum(add(at, stopGradient(sub(floor(at), at)))))(x), [1, 1]);
});

test('stopGradient of an inner gradient leaves the first-order term of a meta-gradient', () => {
  const loss = (w: Tensor) => square(sub(square(w), 2));
  const firstOrder = grad((w: Tensor) => loss(sub(w, mul(0.125, stopGradient(grad(loss)(w))))));
  const inner = 1.25 - 0.125 * 5 * (1.25 ** 2 - 2);
  assertClose(firstOrder(tensor(1.25)), 4 * inner * (inner ** 2 - 2));
});

test('what is not a float32 tensor cannot be differentiated by: the error says what to do', () => {
  const f = (x: Tensor) => sum(mul(x, x));
  const message = /grad differentiates by float32 tensors only, but was given a constant int32\(2\)\. Close over it, or pass it as a further argument\./;
  assert.throws(() => grad(f)(tensor([1, 2], 'int32')), message);
  assert.throws(() => jvp(f, tensor([true]), tensor([true])), /jvp differentiates by float32 tensors only, but was given a constant bool\(1\)/);
  assert.throws(() => vjp(f, tensor([1], 'int32')), /vjp differentiates/);
});

test('grad needs a float32 scalar', () => {
  assert.throws(() => grad((x: Tensor) => sin(x))(tensor([1, 2])), /grad needs a function that returns a float32 scalar, but it returned float32\(2\)\. Reduce it with sum or mean first\./);
  assert.throws(() => grad(() => tensor(1, 'int32'))(tensor(1)), /it returned int32\(\)/);
});

test('directions and cotangents are taken by their paths, in whatever order they stand', () => {
  const x = { a: tensor(1), b: tensor(2) };
  const f = ({ a, b }: typeof x) => add(mul(10, square(a)), square(b));
  assertClose(jvp(f, x, { b: tensor(1), a: tensor(0) })[1], 4);
  assertClose(hvp(f, x, { b: tensor(1), a: tensor(0) }), [tensor(0), tensor(2)]);
  const [, pullback] = vjp(({ a, b }: typeof x) => ({ first: mul(10, a), second: b }), x);
  assertClose(pullback({ second: tensor(1), first: tensor(0) }), [tensor(0), tensor(1)]);
  const apply = ({ a, b }: typeof x) => ({ b: mul(b, 4), a: mul(a, 2) });
  assertClose(conjugateGradient(apply, x, 2), [tensor(0.5), tensor(0.5)], 1e-9);
});

test('directions and cotangents must be trees like what they belong to', () => {
  const x = [tensor([1, 2]), tensor(3)];
  const f = (at: Tensor[]) => [mul(at[0], at[1])];
  assert.throws(() => jvp(f, x, [tensor([1, 2])]), /jvp: the direction has 1 leaves, the point 2, and the point has '1', which the direction has not/);
  assert.throws(() => jvp(f, x, [tensor([1]), tensor(1)]), (error) => error instanceof ShapeError && /jvp of float32\(2\) and float32\(1\): a direction has the shape/.test(error.message));
  assert.throws(() => hvp((at: Tensor[]) => sum(f(at)[0]), x, [tensor([1, 2]), tensor([1, 2])]), /hvp of float32\(\) and float32\(2\)/);
  const [, pullback] = vjp(f, x);
  assert.throws(() => pullback([]), /vjp: the tree of cotangents has 0 leaves, f\(x\) 1, and f\(x\) has '0'/);
  assert.throws(() => pullback([tensor([1, 2, 3])]), /vjp of float32\(2\) and float32\(3\): cotangent 0 must have the shape and dtype/);
});

test('vmap names what does not fit', () => {
  const f = (a: Tensor, b: Tensor) => add(a, b);
  assert.throws(() => vmap(f)(tensor([1, 2]), tensor([1, 2, 3])), /the mapped axes differ in length, one has 2 and argument 1 has 3/);
  assert.throws(() => vmap(f, [null, null])(tensor([1]), tensor([1])), /vmap has nothing to map over: give at least one argument an axis/);
  assert.throws(() => vmap(f, [1, null])(tensor([1]), tensor([1])), /there is no axis 1/);
  assert.throws(() => vmap(f)(tensor(1), tensor([1])), /vmap of float32\(\): a scalar has no axes/);
});

test('vmap maps trees, gives results that depend on no task to all tasks, and takes axes from the end', () => {
  const batch = { a: tensor([[1, 2], [3, 4], [5, 6]]), b: [tensor([10, 20, 30])] };
  const result = vmap((task: typeof batch, shared: Tensor) => ({ total: add(sum(task.a), task.b[0]), shared, number: 7 as unknown as Tensor }), [0, null])(batch, tensor([1, 1]));
  assertClose(result.total, [13, 27, 41]);
  assertClose(result.shared, [[1, 1], [1, 1], [1, 1]]);
  assertClose(result.number, [7, 7, 7]);
  assertClose(vmap((column: Tensor) => sum(column), [-1])(batch.a), [9, 12]);
});

test('vmap sees what its function closes over whole, also slices of a vmap around it, and both are differentiated through', () => {
  const [xs, ys] = [tensor([1, 2, 3]), tensor([10, 20])];
  const outer = (a: Tensor, b: Tensor) => vmap((x: Tensor) => vmap((y: Tensor) => mul(square(x), y))(b))(a);
  assertClose(outer(xs, ys), [[10, 20], [40, 80], [90, 180]]);
  assertClose(grad(([a, b]: Tensor[]) => sum(outer(a, b)))([xs, ys]), [tensor([60, 120, 180]), tensor([14, 14])]);
  // An inner gradient inside of vmap, of a function that closes over the slice and over a weight from outside.
  const inner = (w: Tensor) => vmap((x: Tensor) => grad((v: Tensor) => mul(mul(square(v), x), w))(mul(w, x)))(xs);
  assertClose(inner(tensor(3)), [18, 72, 162]);
  assertClose(grad((w: Tensor) => sum(inner(w)))(tensor(3)), 2 * 2 * 3 * (1 + 4 + 9));
});
