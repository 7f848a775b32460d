import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { add, matmul, mean, mul, relu, sameShape, square, sub, sum, swapAxes, type Shape, type Tensor } from '../../graph/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { ancestors } from '../../graph/walk.js';
import { simplified } from '../../testing/simplified.js';
import { grad, vmap } from '../../transform/index.js';

const real = (shape: Shape): Tensor => placeholder(shape, 'float32');
const hasShape = (outputs: readonly Tensor[], shape: Shape): boolean => ancestors(outputs).some((node) => sameShape(node.shape, shape));

const [tasks, shots, queries, rows, columns] = [4, 6, 5, 30, 40];
const weights = [real([rows, columns]), real([columns, 2])];
const data = [real([tasks, shots, rows]), real([tasks, shots, 2]), real([tasks, queries, rows]), real([tasks, queries, 2])];
const loss = ([first, second]: readonly Tensor[], x: Tensor, y: Tensor): Tensor => mean(square(sub(matmul(relu(matmul(x, first)), second), y)));
const step = (at: readonly Tensor[], x: Tensor, y: Tensor): Tensor[] => {
  const slopes = grad((own: readonly Tensor[]) => loss(own, x, y))(at);
  return at.map((own, i) => sub(own, mul(slopes[i], 0.125)));
};
const objective = (at: readonly Tensor[]): Tensor => sum(vmap((x: Tensor, y: Tensor, qx: Tensor, qy: Tensor) => loss(step(at, x, y), qx, qy))(data[0], data[1], data[2], data[3]));

test('a second-order gradient over tasks makes neither their adapted weights nor the gradients of these', () => {
  const results = simplified([...weights, ...data], [objective(weights), ...grad(objective)(weights)]);
  assert.equal(hasShape(results, [tasks, rows, columns]), false);
});

test('adapted weights that are asked for, too, are made once and used', () => {
  const adapt = vmap((x: Tensor, y: Tensor) => step(weights, x, y))(data[0], data[1]);
  const results = simplified([...weights, ...data], [...adapt, vmap((own: Tensor[], x: Tensor) => matmul(x, own[0]))(adapt, data[2])]);
  assert.ok(results[2].inputs.includes(results[0]));
});

test('after a second step, whose weights are made of those of the first, all are made', () => {
  const twice = (at: readonly Tensor[]): Tensor => sum(vmap((x: Tensor, y: Tensor, qx: Tensor, qy: Tensor) => loss(step(step(at, x, y), x, y), qx, qy))(data[0], data[1], data[2], data[3]));
  assert.ok(hasShape(simplified([...weights, ...data], [twice(weights), ...grad(twice)(weights)]), [tasks, rows, columns]));
});

test('any weights that are a product away from shared ones are applied in parts, read as they are or transposed', () => {
  const sizes = fc.record({ count: fc.integer({ min: 2, max: 3 }), few: fc.integer({ min: 1, max: 3 }), read: fc.integer({ min: 1, max: 3 }), wide: fc.integer({ min: 20, max: 24 }), flags: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }) });
  fc.assert(
    fc.property(sizes, ({ count, few, read, wide, flags: [first, second, transposed, negative, factor] }) => {
      const shared = real([wide, wide + 1]);
      const a = real(first ? [count, few, wide] : [count, wide, few]);
      const b = real(second ? [count, wide + 1, few] : [count, few, wide + 1]);
      const x = real([count, read, transposed ? wide + 1 : wide]);
      const product = matmul(first ? swapAxes(a, 1, 2) : a, second ? swapAxes(b, 1, 2) : b);
      const update = factor ? mul(product, 0.25) : product;
      const own = negative ? sub(shared, update) : add(update, shared);
      const results = simplified([shared, a, b, x], [matmul(x, transposed ? swapAxes(own, 1, 2) : own)]);
      assert.equal(hasShape(results, [count, wide, wide + 1]), false);
    }),
    { numRuns: 60 },
  );
});

test('weights with few columns are made: that is less work', () => {
  const [shared, a, b, x] = [real([30, 1]), real([3, 30, 4]), real([3, 4, 1]), real([3, 20, 30])];
  assert.ok(hasShape(simplified([shared, a, b, x], [matmul(x, sub(shared, matmul(a, b)))]), [3, 30, 1]));
});
