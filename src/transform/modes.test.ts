import { test } from 'node:test';
import fc from 'fast-check';
import { add, evaluate, mul, sin, sum, tensor, type NdArray, type Tensor } from '../graph/index.js';
import { interpret } from '../graph/interpret.js';
import { assertClose } from '../testing/close.js';
import { assertSlope, moved } from '../testing/differences.js';
import { drawValues, operations } from '../testing/operations/index.js';
import { differentiable, drawLike, placeholdersOf } from '../testing/samples.js';
import { grad, hvp, jvp, vjp } from './index.js';

const dot = (a: readonly Tensor[], b: readonly (Tensor | NdArray)[]) => a.map((part, i) => sum(mul(part, b[i]))).reduce((x, y) => add(x, y), tensor(0));
const numberOf = (x: Tensor) => evaluate(x).data[0];

for (const { name, samples } of operations) {
  test(`${name}: jvp and vjp are one Jacobian, read along rows and columns, and it is that of finite differences`, () => {
    fc.assert(fc.property(samples, fc.nat(1e6), (sample, seed) => {
      const values = drawValues(sample.inputs, seed);
      const { f, real } = differentiable(sample, values.map((value) => tensor(value)));
      const v = drawLike(real, seed + 1);
      const [value, tangent] = jvp(f, real, v.map((direction) => tensor(direction)));
      const [u] = drawLike([value], seed + 2);
      const [same, pullback] = vjp(f, real);
      assertClose(value, f(real), 1e-12);
      assertClose(same, f(real), 1e-12);
      const forward = numberOf(dot([tangent], [u]));
      assertClose(dot(pullback(tensor(u)), v), forward, 1e-9);
      const given = placeholdersOf(sample.inputs);
      const open = differentiable(sample, given);
      const weighed = dot([open.f(open.real)], [u]);
      assertSlope(forward, (t) => {
        const point = new Map<Tensor, NdArray>(given.map((own, i) => [own, values[i]]));
        open.real.forEach((own, i) => point.set(own, moved(point.get(own) as NdArray, v[i], t)));
        return interpret([weighed], point)[0].data[0];
      }, 'the Jacobian between u and v');
    }), { seed: 5, numRuns: 10 });
  });

  test(`${name}: hvp is the derivative of the gradient along v`, () => {
    fc.assert(fc.property(samples, fc.nat(1e6), (sample, seed) => {
      const { f, real } = differentiable(sample, drawValues(sample.inputs, seed).map((value) => tensor(value)));
      const scalar = (at: readonly Tensor[]) => sum(sin(f(at)));
      const [v, w] = [drawLike(real, seed + 1), drawLike(real, seed + 2)].map((list) => list.map((direction) => tensor(direction)));
      const product = hvp(scalar, real, v);
      const [, along] = jvp(grad(scalar), real, v);
      assertClose(dot(product, w), numberOf(dot(along, w)), 1e-9);
      // The Hessian is symmetric.
      assertClose(dot(product, w), numberOf(dot(hvp(scalar, real, w), v)), 1e-9);
    }), { seed: 6, numRuns: 10 });
  });
}
