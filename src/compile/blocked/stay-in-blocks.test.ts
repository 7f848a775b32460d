import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { add, conv2d, maximum, mul, neg, relu, reshape, sin, sub, sum, tensor, type NdArray, type Tensor } from '../../graph/index.js';
import { step } from '../../graph/primitives/functions.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { batchNorm } from '../../nn/index.js';
import { assertClose } from '../../testing/close.js';
import { countNames } from '../../testing/count-names.js';
import { drawLike } from '../../testing/samples.js';
import { grad } from '../../transform/index.js';
import { runtimeFor } from '../devices.js';
import { compile } from '../index.js';
import { simplify } from '../simplify/index.js';
import { stayInBlocks } from './stay-in-blocks.js';
import { useBlocks } from './use-blocks.js';

const block = (await runtimeFor('cpu')).block ?? 16;
const channels = 2 * block;
const shapes = [[27, 7, 7, channels], [3, 3, channels, channels], [3, 3, channels, channels], [channels], [channels], [27, 7, 7, channels]];

/** What may be done between two convolutions: with what stands there so far, another one, two rows, and an array that comes from elsewhere. */
const steps: readonly ((x: Tensor, y: Tensor, rows: readonly Tensor[], other: Tensor) => Tensor)[] = [
  (x, _, [row]) => mul(x, row),
  (x, _, [, row]) => add(x, row),
  (x, _, [row]) => sub(x, row),
  (x, _, [row]) => sub(row, x),
  (x) => mul(x, 0.5),
  (x) => add(1, neg(x)),
  (x) => relu(x),
  (x, y) => add(x, y),
  (x, y) => sub(x, y),
  (x, y) => maximum(x, y),
  (x, y) => mul(x, sin(y)),
  (x, _, __, other) => add(x, other),
  (x, _, [row]) => maximum(x, row),
  (x) => add(x, mul(sum(x, [0, 1, 2]), 1e-3)),
  (x) => mul(x, mul(reshape(sum(x, [1, 2]), [27, 1, 1, channels]), 0.1)),
  (x, y) => add(x, mul(sum(mul(x, y), [0, 1, 2]), 1e-4)),
];

/** A convolution of what some steps make of another one, each followed by `after`. */
function chain(picks: readonly (readonly [number, number])[], [x, first, second, a, b, other]: readonly Tensor[], after: (made: Tensor) => Tensor): Tensor {
  const made = [conv2d(x, first, { padding: 1 })];
  for (const [step, earlier] of picks) made.push(after(steps[step](made[made.length - 1], made[earlier % made.length], [a, b], other)));
  return conv2d(made[made.length - 1], second, { padding: 1 });
}

function drawn(seed: number): NdArray[] {
  return drawLike(shapes.map((shape) => ({ shape })), seed).map((value, at) => (at === 1 || at === 2 ? { ...value, data: (value.data as Float64Array).map((weight) => weight / (3 * channels)) } : value));
}

const picks = fc.array(fc.tuple(fc.nat(steps.length - 1), fc.nat(5)), { minLength: 1, maxLength: 6 });

for (const [title, after] of [['by themselves', (made: Tensor) => made], ['with sines between them, which bring all into rows', sin]] as const) {
  test(`any operations between two convolutions, ${title}, and their gradients are those of the interpreter`, async () => {
    await fc.assert(fc.asyncProperty(picks, fc.nat(1e6), async (own, seed) => {
      const both = (...inputs: readonly Tensor[]) => {
        const loss = (of: readonly Tensor[]) => sum(sin(chain(own, of, after)));
        return [chain(own, inputs, after), ...grad(loss)(inputs)];
      };
      const host = drawn(seed);
      const compiled = compile(both);
      try {
        assertClose(await compiled(...host), both(...host.map((value) => tensor(value))), 1e-3, 0.01);
      } finally {
        await compiled.release();
      }
    }), { seed: 17, numRuns: 8 });
  });
}

function namesOf(f: (inputs: readonly Tensor[]) => readonly Tensor[]): Map<string, number> {
  const inputs = shapes.map((shape) => placeholder(shape, 'float32', 'An input'));
  return countNames(stayInBlocks(useBlocks(simplify(f(inputs)), block), block));
}

test('normalisation and ReLU are one pass, and statistics are sums of blocks and of products that are not written', () => {
  const names = namesOf(([x, first, second, scale, shift]) => [conv2d(relu(batchNorm(channels).apply({ scale, shift }, conv2d(x, first, { padding: 1 }))), second, { padding: 1 })]);
  const counted = ['blockedConvolution', 'intoBlocks', 'fromBlocks', 'scaledBlocks', 'sumOfBlocks', 'sumOfProducts', 'relu'];
  assert.deepEqual(counted.map((name) => names.get(name) ?? 0), [2, 1, 1, 1, 1, 1, 0]);
  const both = namesOf(([x, first, second]) => {
    const square = mul(conv2d(x, first, { padding: 1 }), conv2d(x, second, { padding: 1 }));
    return [sum(square, [0, 1, 2]), conv2d(square, second, { padding: 1 })];
  });
  assert.deepEqual(['mul', 'sumOfBlocks', 'sumOfProducts'].map((name) => both.get(name) ?? 0), [1, 1, 0], 'a product that a convolution reads is there anyway');
});

test('sums of products are those of the interpreter for one image and for many, of one position and of many', async () => {
  for (const [images, height, width] of [[1, 8, 9], [41, 1, 1], [3, 5, 4], [50, 7, 7]]) {
    const dots = (x: Tensor, first: Tensor, second: Tensor) => {
      const [a, b] = [first, second].map((kernel) => conv2d(x, kernel, { padding: 1 }));
      return [sum(mul(a, b), [0, 1, 2]), sum(mul(a, a), [0, 1, 2])];
    };
    const host = drawLike([[images, height, width, channels], [3, 3, channels, channels], [3, 3, channels, channels]].map((shape) => ({ shape })), images);
    const compiled = compile(dots);
    assertClose(await compiled(...(host as [NdArray, NdArray, NdArray])), dots(...(host.map((value) => tensor(value)) as [Tensor, Tensor, Tensor])), 1e-4);
    const names = countNames(stayInBlocks(useBlocks(simplify(dots(...(host.map(({ shape }) => placeholder(shape, 'float32', 'An input')) as [Tensor, Tensor, Tensor]))), block), block));
    assert.equal(names.get('sumOfProducts'), 2);
    await compiled.release();
  }
});

test('what no convolution reads is brought into rows where the convolution is, once', () => {
  const names = namesOf(([x, first, , scale]) => [sin(mul(conv2d(x, first, { padding: 1 }), scale))]);
  assert.deepEqual(['fromBlocks', 'scaledBlocks', 'mul'].map((name) => names.get(name) ?? 0), [1, 1, 0]);
});

test('an array from elsewhere is brought into blocks only where what it becomes is wanted there', () => {
  const rows = namesOf(([x, first, , , , other]) => [sin(add(conv2d(x, first, { padding: 1 }), other))]);
  assert.equal(rows.get('intoBlocks'), 1);
  const blocks = namesOf(([x, first, second, , , other]) => [conv2d(add(conv2d(x, first, { padding: 1 }), other), second, { padding: 1 })]);
  assert.deepEqual(['intoBlocks', 'fromBlocks'].map((name) => blocks.get(name)), [2, 1]);
});

test('what a convolution has brought into blocks is not brought there again', () => {
  const names = namesOf(([x, first, second]) => [conv2d(add(conv2d(x, first, { padding: 1 }), x), second, { padding: 1 })]);
  assert.equal(names.get('intoBlocks'), 1);
});

test('how many values are above zero, in one array and in two at once, is a whole number', async () => {
  const count = (x: Tensor, first: Tensor, second: Tensor) => {
    const [a, b] = [first, second].map((kernel) => step(conv2d(x, kernel, { padding: 1 })));
    return [sum(a, [0, 1, 2]), sum(mul(a, b), [0, 1, 2])];
  };
  const [x, first, second] = drawn(3);
  for (const { data } of await compile(count)(x, first, second)) assert.ok(data.every((value: number) => Number.isInteger(value) && value > 0), `${data}`);
});

test('a product that is given back, or is summed over positions too, is made once; one of values that are no numbers is none in its channels alone', async () => {
  const uses = (x: Tensor, first: Tensor, second: Tensor) => {
    const square = mul(conv2d(x, first, { padding: 1 }), conv2d(x, second, { padding: 1 }));
    return [square, sum(square, [0, 1, 2]), sum(square, [1, 2])];
  };
  const [x, first, second] = drawn(5);
  const compiled = compile(uses);
  assertClose(await compiled(x, first, second), uses(...([x, first, second].map((value) => tensor(value)) as [Tensor, Tensor, Tensor])), 1e-4);
  // A filter of which one weight is no number.
  const broken = { ...first, data: first.data.map((value: number, at: number) => (at === 3 ? NaN : value)) } as NdArray;
  const dots = compile((...of: [Tensor, Tensor, Tensor]) => sum(mul(conv2d(of[0], of[1], { padding: 1 }), conv2d(of[0], of[2], { padding: 1 })), [0, 1, 2]));
  const { data } = await dots(x, broken, second);
  assert.deepEqual([...data].flatMap((value: number, channel) => (Number.isFinite(value) ? [] : [channel])), [3]);
});
