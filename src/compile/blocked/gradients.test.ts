import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, conv2d, mul, reshape, sin, sub, sum, tensor, type NdArray, type Tensor } from '../../graph/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { ancestors } from '../../graph/walk.js';
import { assertClose } from '../../testing/close.js';
import { drawLike } from '../../testing/samples.js';
import { grad } from '../../transform/index.js';
import { runtimeFor } from '../devices.js';
import { compile } from '../index.js';
import { simplify } from '../simplify/index.js';
import { useBlocks } from './use-blocks.js';

const block = (await runtimeFor('cpu')).block ?? 16;
const shapes = [[2, 7, 7, block], [2, 7, 7, block], [3, 3, block, 2 * block], [3, 3, block, 2 * block]];

type Kernels = (gradients: readonly [Tensor, Tensor], kernel: Tensor, other: Tensor) => readonly Tensor[];

/** Kernels that are made of two gradients of a kernel. */
const made = (of: Kernels) => (a: Tensor, b: Tensor, kernel: Tensor, other: Tensor) => {
  const [first, second] = [a, b].map((x) => grad((k: Tensor) => mul(sum(sin(conv2d(x, k, { padding: 1 }))), 0.01))(kernel));
  return of([first, second], kernel, other);
};

/** How many operations on elements of kernels there are, and how many convolutions. */
function countsOf(of: Kernels): { elementwise: number; convolutions: number } {
  const inputs = shapes.map((shape) => placeholder(shape, 'float32')) as [Tensor, Tensor, Tensor, Tensor];
  const nodes = ancestors(useBlocks(simplify(made(of)(...inputs)), block));
  const kernel = 9 * 2 * block * block;
  return {
    elementwise: nodes.filter(({ primitive, size }) => size === kernel && ['add', 'sub', 'mul', 'neg'].includes(primitive.name)).length,
    convolutions: nodes.filter(({ primitive }) => primitive.name === 'blockedConvolution').length,
  };
}

const cases: Readonly<Record<string, readonly [of: Kernels, elementwise: number]>> = {
  'a sum of gradients': [([a, b]) => [add(a, b)], 0],
  'a difference of gradients': [([a, b]) => [sub(a, b)], 0],
  'a step from a given kernel': [([a], kernel) => [sub(kernel, mul(a, 0.1))], 0],
  'two steps from a given kernel': [([a, b], kernel) => [sub(sub(kernel, mul(a, 0.1)), mul(b, 0.2))], 0],
  'multiples that are read elsewhere': [([a, b], kernel) => [mul(a, 0.5), sub(kernel, mul(a, 0.5)), add(a, b)], 3],
  'a kernel less a gradient, and the other way round': [([a, b], kernel) => [sub(kernel, a), sub(b, kernel)], 1],
  'what is worked out in rows': [([a], kernel, other) => [add(a, sin(mul(kernel, other)))], 2],
};

for (const [title, [of, elementwise]] of Object.entries(cases)) {
  test(`${title}: convolutions begin with what is added to them where they can, and come to what the interpreter says`, async () => {
    assert.equal(countsOf(of).elementwise, elementwise);
    const host = drawLike(shapes.map((shape) => ({ shape })), 23) as [NdArray, NdArray, NdArray, NdArray];
    const f = (...inputs: [Tensor, Tensor, Tensor, Tensor]) => made(of)(...inputs).map((kernel) => reshape(kernel, [-1]));
    assertClose(await compile(f)(...host), f(...(host.map((value) => tensor(value)) as [Tensor, Tensor, Tensor, Tensor])), 1e-4, 0.01);
  });
}

test('a kernel after a step is convolved out of the layout of gradients, forwards and backwards', async () => {
  const adapted = ([x, y, kernel]: readonly Tensor[]) => {
    const loss = (at: Tensor, k: Tensor) => mul(sum(sin(conv2d(at, k, { padding: 1, stride: 2 }))), 0.01);
    const after = (k: Tensor) => sub(k, grad((of: Tensor) => loss(x, of))(k));
    return [...grad(([k, at]: readonly Tensor[]) => loss(at, after(k)))([kernel, y])];
  };
  const host = drawLike(shapes.slice(0, 3).map((shape) => ({ shape })), 29);
  assertClose(await compile(adapted)(host), adapted(host.map((value) => tensor(value))), 1e-3, 0.01);
});

test('gradients of one kernel read in two shapes are added up in rows', async () => {
  const f = ([x, tied]: readonly Tensor[]) => grad((at: Tensor) => {
    return ([[1, 4], [2, 2]] as const).map((size) => sum(sin(conv2d(x, reshape(at, [...size, block, 2 * block]), { padding: 'same' })))).reduce((a, b) => add(a, b));
  })(tied);
  const host = drawLike([[6, 8, 8, block], [4, block, 2 * block]].map((shape) => ({ shape })), 31);
  assertClose(await compile(f)(host), f(host.map((value) => tensor(value))), 1e-3, 0.01);
});

test('a long sum of gradients has as many convolutions as it has terms', () => {
  const [x, kernel] = [[2, 7, 7, block], [3, 3, block, 2 * block]].map((shape) => placeholder(shape, 'float32'));
  const terms = Array.from({ length: 100 }, (_, at) => grad((k: Tensor) => sum(sin(mul(conv2d(x, k, { padding: 1 }), at + 1))))(kernel));
  const nodes = ancestors(useBlocks(simplify([terms.reduce((total, term) => add(total, term))]), block));
  assert.equal(nodes.filter(({ primitive }) => primitive.name === 'blockedConvolution').length, 100 + 1);
});

test('a kernel after a step that is one of fewer taps and more channels elsewhere is what it is there, forwards and backwards', async () => {
  const adapted = ([x, kernel]: readonly Tensor[]) => {
    const after = sub(kernel, grad((k: Tensor) => mul(sum(sin(conv2d(x, k))), 0.01))(kernel));
    const wide = (at: Tensor) => conv2d(reshape(at, [20, 6, 3, 2 * block]), reshape(after, [2, 1, 2 * block, 2 * block]));
    return [wide(x), grad((at: Tensor) => sum(sin(wide(at))))(x)];
  };
  const host = drawLike([{ shape: [20, 6, 6, block] }, { shape: [2, 2, block, 2 * block] }], 29);
  assertClose(await compile(adapted)(host), adapted(host.map((value) => tensor(value))), 1e-4, 0.01);
});

test('what comes back and is no number makes the taps none that meet an image, whatever the rest reads', async () => {
  const [x, kernel, back] = drawLike([{ shape: [16, 2, 2, block] }, { shape: [3, 3, block, 2 * block] }, { shape: [16, 2, 2, 2 * block] }], 31);
  back.data[0] = NaN;
  const gradient = (at: Tensor, k: Tensor, y: Tensor) => grad((of: Tensor) => sum(mul(y, conv2d(at, of, { padding: 1 }))))(k);
  const { data } = await compile(gradient)(x, kernel, back);
  const isNone = (row: number, column: number, channel: number, filter: number) => Number.isNaN(data[((row * 3 + column) * block + channel) * 2 * block + filter]);
  for (const row of [1, 2]) for (const column of [1, 2]) for (let channel = 0; channel < block; channel++) assert.ok(isNone(row, column, channel, 0));
  assert.ok(!isNone(1, 1, 0, 1), 'the other filters');
});
