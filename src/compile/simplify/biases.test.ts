import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { add, matmul, mean, mul, relu, reshape, sameShape, sizeOf, square, sub, sum, swapAxes, unravelTensor, type Shape, type Tensor } from '../../graph/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { ancestors } from '../../graph/walk.js';
import { simplified } from '../../testing/simplified.js';
import { grad, vmap } from '../../transform/index.js';

const real = (shape: Shape): Tensor => placeholder(shape, 'float32');

/** Sums over the rows of each task, and rows of each task that are added to products. */
function countOfOwn(outputs: readonly Tensor[], tasks: number, columns: number): { readonly sums: number; readonly additions: number } {
  const nodes = ancestors(outputs);
  return {
    sums: nodes.filter(({ primitive: { name }, shape }) => name === 'sum' && sameShape(shape, [tasks, columns])).length,
    additions: nodes.filter(({ primitive: { name }, shape, inputs }) => (name === 'add' || name === 'sub') && shape.length === 3 && shape[1] > 1 && shape[2] === columns && inputs.some((input) => sameShape(input.shape, [tasks, 1, columns]))).length,
  };
}

const [tasks, shots, queries, hidden] = [4, 6, 5, 30];
const sizes: readonly Shape[] = [[1, hidden], [hidden], [hidden, hidden], [hidden], [hidden, 2], [2]];
const data = [real([tasks, shots, 1]), real([tasks, shots, 2]), real([tasks, queries, 1]), real([tasks, queries, 2])];
type Layers = readonly Tensor[];
const predict = ([w1, b1, w2, b2, w3, b3]: Layers, x: Tensor): Tensor => add(matmul(relu(add(matmul(relu(add(matmul(x, w1), b1)), w2), b2)), w3), b3);
const loss = (at: Layers, x: Tensor, y: Tensor): Tensor => mean(square(sub(predict(at, x), y)));
const step = (at: Layers, x: Tensor, y: Tensor): Layers => {
  const slopes = grad((own: Layers) => loss(own, x, y))(at);
  return at.map((own, i) => sub(own, mul(slopes[i], 0.125)));
};
const objective = (steps: number) => (at: Layers): Tensor => sum(vmap((x: Tensor, y: Tensor, qx: Tensor, qy: Tensor) => {
  let own = at;
  for (let i = 0; i < steps; i++) own = step(own, x, y);
  return loss(own, qx, qy);
})(data[0], data[1], data[2], data[3]));

test('after one step no hidden layer sums rows for each task or adds a bias to them', () => {
  const layers = sizes.map(real);
  const results = simplified([...layers, ...data], [objective(1)(layers), ...grad(objective(1))(layers)]);
  assert.deepEqual(countOfOwn(results, tasks, hidden), { sums: 0, additions: 0 });
});

test('after three steps the layer that reads the data has its biases beside its weights, forth and back', () => {
  // As training has them: all cut out of one vector.
  const flat = real([sizes.reduce((total, shape) => total + sizeOf(shape), 0)]);
  const loss = (at: Tensor): Tensor => objective(3)(unravelTensor<Layers>(at, sizes.map(real)));
  const results = simplified([flat, ...data], [loss(flat), grad(loss)(flat)]);
  // What is left are those of the second layer.
  assert.deepEqual(countOfOwn(results, tasks, hidden), { sums: 6, additions: 5 });
});

test('adapted layers that are asked for, too, are the same as those in use', () => {
  const layers = sizes.map(real);
  const adapt = vmap((x: Tensor, y: Tensor) => step(layers, x, y))(data[0], data[1]);
  simplified([...layers, ...data], [...adapt, vmap((own: Layers, x: Tensor) => predict(own, x))(adapt, data[2])]);
});

test('a sum of rows of any part of a sum is added to the matrix of the product with it', () => {
  const cases = fc.record({ count: fc.integer({ min: 2, max: 3 }), rows: fc.integer({ min: 2, max: 4 }), inner: fc.integer({ min: 1, max: 4 }), columns: fc.integer({ min: 4, max: 6 }), flags: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), factors: fc.tuple(fc.constantFrom(1, -0.5, 4), fc.constantFrom(1, 0.25, -2)) });
  fc.assert(
    fc.property(cases, ({ count, rows, inner, columns, flags: [transposed, shared, other, below, flat, read], factors: [f, g] }) => {
      const l = real(transposed ? [count, inner, rows] : [count, rows, inner]);
      const [more, bias, values] = [real([count, rows, columns]), real([columns]), real([count, inner, columns])];
      const product = mul(matmul(transposed ? swapAxes(l, 1, 2) : l, values), f);
      const full = other ? sub(more, flat ? reshape(reshape(product, [-1, columns]), product.shape) : product) : product;
      const rowSum = mul(sum(values, 1), g);
      const row = reshape(shared ? sub(bias, rowSum) : rowSum, [count, 1, columns]);
      const outputs = [below ? sub(full, row) : add(row, full), ...(read ? [product, rowSum] : [])];
      const results = simplified([l, more, bias, values], outputs);
      // A product that is read elsewhere, too, is not made a second time.
      if (!read) assert.equal(countOfOwn(results, count, columns).sums, 0);
    }),
    { numRuns: 200 },
  );
});

test('weights and biases that do not belong together stay apart', () => {
  const [x, a, g, other, w, b] = [real([3, 5, 2]), real([3, 4, 2]), real([3, 4, 7]), real([3, 4, 7]), real([2, 7]), real([7])];
  const own = (weights: Tensor, bias: Tensor) => add(matmul(x, weights), reshape(bias, [3, 1, 7]));
  const learnt = matmul(swapAxes(a, 1, 2), g);
  const unlike: readonly Tensor[] = [
    own(sub(w, learnt), sub(b, sum(other, 1))),
    own(sub(w, learnt), sub(b, mul(sum(g, 1), 2))),
    own(sub(w, learnt), sub(mul(b, 2), sum(g, 1))),
    own(add(sub(w, learnt), real([3, 2, 7])), sub(b, sum(g, 1))),
    own(learnt, sub(b, sum(g, 1))),
  ];
  for (const output of unlike) {
    const inputs = ancestors([output]).filter(({ primitive: { name } }) => name === 'placeholder');
    assert.equal(countOfOwn(simplified(inputs, [output]), 3, 7).additions, 1);
  }
  const alike = simplified([x, a, g, w, b], [own(sub(w, mul(learnt, 0.5)), sub(b, mul(sum(g, 1), 0.5)))]);
  assert.equal(countOfOwn(alike, 3, 7).additions, 0);
});

test('data with many columns are not put beside ones', () => {
  const [x, a, g, w, b] = [real([3, 5, 20]), real([3, 4, 20]), real([3, 4, 7]), real([20, 7]), real([7])];
  const outputs = simplified([x, a, g, w, b], [add(matmul(x, sub(w, matmul(swapAxes(a, 1, 2), g))), reshape(sub(b, sum(g, 1)), [3, 1, 7]))]);
  assert.ok(ancestors(outputs).every(({ primitive: { name } }) => name !== 'concat'));
});

test('parts of other sizes than the sum are read as they are broadcast', () => {
  const inputs = [real([3, 5, 3]), real([3, 4, 3]), real([3, 4, 7]), real([7])];
  const [x, a, g, b] = inputs;
  const beside = (w: Tensor) => add(matmul(x, sub(w, matmul(swapAxes(a, 1, 2), g))), reshape(sub(b, sum(g, 1)), [3, 1, 7]));
  // As many tasks as columns: a row for each task is as large as the weights that all share.
  const rows = real([3, 7]);
  simplified([...inputs, rows], [beside(reshape(rows, [3, 1, 7]))]);
  const [wide, narrow] = [real([7, 3, 1]), [real([7, 5, 3]), real([7, 4, 3]), real([7, 4, 7])]];
  simplified([wide, b, ...narrow], [add(matmul(narrow[0], sub(wide, matmul(swapAxes(narrow[1], 1, 2), narrow[2]))), reshape(sub(b, sum(narrow[2], 1)), [7, 1, 7]))]);
  // A product of fewer rows, whose sum with others has its tasks in another place.
  for (const [most, few] of [[[5, 3, 1, 7], [3, 1, 4]], [[2, 3, 2, 7], [3, 2, 4]]]) {
    const [all, left] = [real(most), real(few)];
    simplified([all, left, g], [add(reshape(add(all, matmul(left, g)), [3, -1, 7]), reshape(sum(g, 1), [3, 1, 7]))]);
  }
});

test('data may be given their shape after the bias was made', () => {
  const [x, flat, g, w, b] = [real([3, 5, 2]), real([12, 2]), real([3, 4, 7]), real([2, 7]), real([7])];
  const bias = reshape(sub(b, sum(g, 1)), [3, 1, 7]);
  const outputs = simplified([x, flat, g, w, b], [add(matmul(x, sub(w, matmul(swapAxes(reshape(flat, [3, 4, 2]), 1, 2), g))), bias)]);
  assert.equal(countOfOwn(outputs, 3, 7).additions, 0);
});

test('of two biases both become part of the product', () => {
  const [l, g, more, b, c] = [real([3, 5, 4]), real([3, 4, 7]), real([3, 5, 7]), real([7]), real([7])];
  const own = (bias: Tensor) => reshape(sub(bias, sum(g, 1)), [3, 1, 7]);
  assert.deepEqual(countOfOwn(simplified([l, g, more, b, c], [add(add(sub(more, matmul(l, g)), own(b)), own(c))]), 3, 7), { sums: 0, additions: 0 });
});

test('what momentum has summed up is not made anew for each step', () => {
  const layers = sizes.slice(0, 2).map(real);
  const nodes = (steps: number): number => {
    const loss = ([w, b]: Layers, x: Tensor, y: Tensor): Tensor => mean(square(sub(relu(add(matmul(x, w), b)), mean(y))));
    const outputs = vmap((x: Tensor, y: Tensor, qx: Tensor) => {
      let [own, velocity]: [Layers, Layers | undefined] = [layers, undefined];
      for (let i = 0; i < steps; i++) {
        const slopes = grad((at: Layers) => loss(at, x, y))(own);
        const before: Layers | undefined = velocity;
        velocity = slopes.map((slope, at) => (before ? add(mul(before[at], 0.9), slope) : slope));
        own = own.map((one, at) => sub(one, mul((velocity as Layers)[at], 0.125)));
      }
      return loss(own, qx, mean(qx, 0));
    })(data[0], data[1], data[2]);
    return ancestors(simplified([...layers, ...data], [outputs])).length;
  };
  const [four, five, eight, nine] = [4, 5, 8, 9].map(nodes);
  assert.equal(nine - eight, five - four);
});
