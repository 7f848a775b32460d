import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, conv2d, matmul, mul, neg, relu, reshape, rsqrt, sub, sum, swapAxes, tensor, type NdArray, type Tensor } from '../../graph/index.js';
import { interpret } from '../../graph/interpret.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { ancestors } from '../../graph/walk.js';
import { assertClose } from '../../testing/close.js';
import { countingPasses } from '../../testing/passes.js';
import { drawValues } from '../../testing/operations/index.js';
import { grad } from '../../transform/index.js';

/* Tall enough, with few enough columns, that sums, scales and shifts of P W are worked out on P and on W instead. */
const rows = 1100;
const columns = 9;
const width = 32;
const shapes = { p: [rows, columns], w: [columns, width], q: [rows, 5], full: [rows, width], row: [width], other: [1, width], column: [rows, 1], one: [1], unit: [1, 1], scalar: [], image: [1, 1, width] };
type Inputs = Readonly<Record<keyof typeof shapes, Tensor>>;

function given(seed: number): { inputs: Inputs; values: Map<Tensor, NdArray> } {
  const inputs = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, placeholder(shape, 'float32')])) as Inputs;
  const values = drawValues(Object.values(shapes).map((shape) => ({ shape, kind: 'positive' })), seed);
  return { inputs, values: new Map(Object.values(inputs).map((input, i) => [input, values[i]])) };
}

/** Whether anything as large as P W is passed over but not made by a product. */
const passes = (outputs: readonly Tensor[]) => ancestors(outputs).some((node) => node.size >= rows * width && !['matmul', 'placeholder', 'reshape', 'relu'].includes(node.primitive.name));

const h = ({ p, w }: Inputs) => matmul(p, w);
const across = (q: Tensor, x: Tensor) => matmul(swapAxes(q, -1, -2), x);

const spared: Readonly<Record<string, (x: Inputs) => Tensor>> = {
  'the sum of its rows': (x) => sum(h(x), 0),
  'a scale for each column': (x) => mul(h(x), x.row),
  'a shift for each column': (x) => add(h(x), x.row),
  'a shift on the left': (x) => add(x.other, h(x)),
  'a row less': (x) => sub(h(x), x.row),
  'a row minus it': (x) => sub(x.row, h(x)),
  'a scale, a shift and relu': (x) => relu(sub(mul(h(x), x.row), x.other)),
  'the sum of its scaled and shifted rows': (x) => sum(add(mul(h(x), x.row), x.other), 0),
  'a product with its rows': (x) => across(x.q, h(x)),
  'a product with its scaled and shifted rows': (x) => across(x.q, sub(x.other, mul(h(x), x.row))),
  'a negated product with its rows': (x) => neg(across(x.q, neg(h(x)))),
};

for (const [name, f] of Object.entries(spared)) {
  test(`of a tall product, ${name} is worked out without passing over it`, () => {
    const { inputs, values } = given(1);
    const outputs = [f(inputs)];
    const { results } = countingPasses(outputs);
    assertClose(interpret(results, values), interpret(outputs, values), 1e-9);
    assert.equal(passes(results), false);
  });
}

const kept: Readonly<Record<string, (x: Inputs) => Tensor>> = {
  'the sum of its squares': (x) => sum(mul(h(x), h(x)), 0),
  'the sum of it times another matrix': (x) => sum(mul(h(x), x.full), 0),
  'the sum of it and another matrix': (x) => sum(add(x.full, h(x)), 0),
  'the sum of it less a column': (x) => sum(sub(h(x), x.column), 0),
  'the sum of everything': (x) => sum(h(x)),
  'a scale on the left': (x) => mul(x.other, h(x)),
  'the sum over its columns': (x) => sum(h(x), 1),
  'a product with it and another matrix': (x) => across(x.q, add(h(x), x.full)),
  'a product with it times another matrix': (x) => across(x.q, mul(h(x), x.full)),
  'a product with it and a column': (x) => across(x.q, add(h(x), x.column)),
};

for (const [name, f] of Object.entries(kept)) {
  test(`of a tall product, ${name} is the same after simplifying`, () => {
    const { inputs, values } = given(2);
    assertClose(interpret(countingPasses([f(inputs)]).results, values), interpret([f(inputs)], values), 1e-9);
  });
}

const small: Readonly<Record<string, (x: Inputs) => Tensor>> = {
  'the sum of it and a number': (x) => sum(add(h(x), 2), 0),
  'the sum of it and a scalar': (x) => sum(add(h(x), x.scalar), 0),
  'the sum of it and a vector of one': (x) => sum(add(h(x), x.one), 0),
  'the sum of a matrix of one less it': (x) => sum(sub(x.unit, h(x)), 0),
  'a product with it and a number': (x) => across(x.q, add(h(x), 2)),
  'a product with it and a scalar': (x) => across(x.q, sub(h(x), x.scalar)),
  'a product with it and a matrix of one': (x) => across(x.q, add(h(x), x.unit)),
  'a scale of three axes': (x) => mul(h(x), x.image),
  'a shift of three axes': (x) => sub(x.image, h(x)),
};

for (const [name, f] of Object.entries(small)) {
  test(`of a tall product, ${name} is the same after simplifying, and has the same shape`, () => {
    const { inputs, values } = given(3);
    const [result] = countingPasses([f(inputs)]).results;
    assert.deepEqual(result.shape, f(inputs).shape);
    assertClose(interpret([result], values), interpret([f(inputs)], values), 1e-9);
  });
}

for (const channels of [1, 3]) test(`a convolution of images of ${channels} channel${channels === 1 ? '' : 's'} with batch statistics: values, gradients and second derivatives are the same after simplifying`, () => {
  const images = { shape: [8, 18, 16, channels], kind: 'positive' as const };
  const layer = [[3, 3, channels, 16], [16], [16]].map((shape) => ({ shape, kind: 'real' as const }));
  const x = placeholder(images.shape, 'float32');
  const params = layer.map(({ shape }) => placeholder(shape, 'float32'));
  const loss = ([kernel, scale, shift]: readonly Tensor[]) => {
    const made = reshape(conv2d(x, kernel, { padding: 1 }), [-1, 16]);
    const centred = sub(made, mul(sum(made, 0), 2 ** -11));
    const deviation = rsqrt(add(mul(sum(mul(centred, centred), 0), 2 ** -11), 2 ** -10));
    return mul(sum(relu(add(mul(mul(centred, deviation), scale), shift))), 2 ** -11);
  };
  const slopes = (at: readonly Tensor[]) => grad(loss)(at);
  const meta = grad((at: readonly Tensor[]) => loss(at.map((own, i) => sub(own, mul(slopes(at)[i], 0.25)))));
  const outputs = [loss(params), ...slopes(params), ...meta(params)];
  const { results, passes: count } = countingPasses(outputs);
  const values = drawValues([images, ...layer], 4);
  const point = new Map([x, ...params].map((input, i) => [input, values[i]]));
  assertClose(interpret(results, point), interpret(outputs, point), 1e-8);
  assert.ok(count <= 20, `simplifying took ${count} passes`);
});

test('products that are small, or have many columns, are left as they are', () => {
  const p = placeholder([100, 9], 'float32');
  const [result] = countingPasses([mul(matmul(p, tensor(drawValues([{ shape: [9, 12], kind: 'real' }], 5)[0])), placeholder([12], 'float32'))]).results;
  assert.equal(result.primitive.name, 'mul');
});
