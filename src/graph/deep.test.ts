import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countingPasses } from '../testing/passes.js';
import { grad, hvp, jvp, vmap } from '../transform/index.js';
import { add, mul, ndarray, square, stack, sub, sum, tensor, type NdArray, type Tensor } from './index.js';
import { interpret } from './interpret.js';
import { placeholder } from './primitives/leaves.js';
import { ancestors } from './walk.js';

const angle = 2 ** -8;

/** Many small steps around a circle: (a + i b) (1 + i angle)^steps, four nodes a step. */
function circle(x: Tensor, steps: number): Tensor {
  let [a, b] = [x, mul(x, 0.5)];
  for (let i = 0; i < steps; i++) [a, b] = [sub(a, mul(b, angle)), add(b, mul(a, angle))];
  return a;
}

/** The real part of (1 + i angle)^steps (1 + i/2): the derivative of `circle`. */
function slopeOf(steps: number): number {
  const grown = Math.exp((steps / 2) * Math.log1p(angle ** 2));
  const turned = steps * Math.atan(angle);
  return grown * (Math.cos(turned) - 0.5 * Math.sin(turned));
}

const given = placeholder([], 'float32');
const at = (output: Tensor, value: number): number => interpret([output], new Map<Tensor, NdArray>([[given, ndarray(value, [])]]))[0].data[0];
const close = (found: number, expected: number) => assert.ok(Math.abs(found / expected - 1) < 1e-9, `${found} where ${expected} is expected`);

test('graphs of a hundred thousand nodes are differentiated forwards, backwards and twice', () => {
  const steps = 25_000;
  const slope = slopeOf(steps);
  const value = circle(given, steps);
  assert.ok(ancestors([value]).length > 100_000);
  close(at(value, 3), 3 * slope);
  close(at(grad((x: Tensor) => square(circle(x, steps)))(given), 3), 6 * slope ** 2);
  close(at(jvp((x: Tensor) => circle(x, steps), given, tensor(2))[1], 3), 2 * slope);
  close(at(hvp((x: Tensor) => mul(square(circle(x, steps)), x), given, tensor(1)), 3), 18 * slope ** 2);
});

test('gradients of a hundred thousand nodes over tasks are simplified and interpreted', () => {
  const steps = 10_000;
  const mapped = vmap((x: Tensor) => grad((own: Tensor) => square(circle(own, steps)))(x))(stack([given, mul(given, 2)]));
  assert.ok(ancestors([mapped]).length > 100_000);
  const { results, passes } = countingPasses([sum(mapped)]);
  assert.ok(passes < 12, `simplifying took ${passes} passes`);
  close(at(results[0], 3), 18 * slopeOf(steps) ** 2);
});

test('a sum of ten thousand parts, each used twice', () => {
  const parts = Array.from({ length: 10_000 }, (_, i) => mul(given, i % 64));
  const total = sum(stack([...parts, ...parts].map((part) => mul(part, part))));
  const [simplified] = countingPasses([total]).results;
  const expected = 2 * parts.reduce((sumOfSquares, _, i) => sumOfSquares + (2 * (i % 64)) ** 2, 0);
  close(at(total, 2), expected);
  close(at(simplified, 2), expected);
});
