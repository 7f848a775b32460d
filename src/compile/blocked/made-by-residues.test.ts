import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { add, conv2d, mean, mul, relu, reshape, sin, step, sub, sum, tensor, tanh, type NdArray, type Tensor } from '../../graph/index.js';
import { gather } from '../../graph/primitives/gather.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { ancestors } from '../../graph/walk.js';
import { batchNorm } from '../../nn/index.js';
import { assertClose } from '../../testing/close.js';
import { countNames } from '../../testing/count-names.js';
import { drawLike } from '../../testing/samples.js';
import { grad, valueAndGrad } from '../../transform/index.js';
import { runtimeFor } from '../devices.js';
import { compile } from '../index.js';
import { simplify } from '../simplify/index.js';
import { useBlocks } from './use-blocks.js';

const block = (await runtimeFor('cpu')).block ?? 16;

type Pair = readonly [number, number];
type Padding = 'same' | 'valid' | Pair;

interface Layer { readonly kernel: Pair; readonly stride: Pair; readonly padding: Padding }

interface Case {
  readonly images: number;
  readonly size: Pair;
  readonly first: Layer;
  readonly second: Layer;
  readonly filters: number;
}

const pairOf = (least: number, most: number) => fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));
const padding: fc.Arbitrary<Padding> = fc.oneof(fc.constant('same' as const), fc.constant('valid' as const), pairOf(0, 2));

/** Images whose size makes the first layer have so many positions for each step of the second's stride, or one more. */
const cases: fc.Arbitrary<Case> = fc.record({
  images: fc.constantFrom(5, 12, 32, 39),
  positions: pairOf(6, 7),
  more: pairOf(0, 1),
  first: fc.record({ kernel: pairOf(1, 4), stride: pairOf(1, 2), padding }),
  second: fc.record({ kernel: pairOf(1, 4), stride: pairOf(2, 3), padding }),
  filters: fc.constantFrom(block, 2 * block),
}).map(({ positions, more, first, second, ...rest }) => {
  const along = (axis: 0 | 1) => {
    const length = positions[axis] * second.stride[axis] + (more[0] * more[1] ? more[axis] : 0);
    if (first.padding === 'same') return length * first.stride[axis];
    return (length - 1) * first.stride[axis] + first.kernel[axis] - (first.padding === 'valid' ? 0 : 2 * first.padding[axis]);
  };
  return { ...rest, first, second, size: [along(0), along(1)] as const };
});

type Weights = readonly [first: Tensor, scale: Tensor, shift: Tensor, second: Tensor];

/** Two layers of a network on grey images, the first with batch statistics. */
function network({ first, second, filters }: Pick<Case, 'first' | 'second' | 'filters'>, x: Tensor, [kernel, scale, shift, next]: Weights): Tensor {
  const layer = relu(batchNorm(filters).apply({ scale, shift }, conv2d(x, kernel, first)));
  return conv2d(layer, next, second);
}

const loss = (own: Parameters<typeof network>[0], x: Tensor, weights: Weights) => sum(sin(network(own, x, weights)));

/** Images, and weights as small as they are in networks. */
function drawn({ images, size, first, second, filters }: Case, seed: number): NdArray[] {
  const shapes = [[images, ...size, 1], [...first.kernel, 1, filters], [filters], [filters], [...second.kernel, filters, filters]];
  const [x, ...weights] = drawLike(shapes.map((shape) => ({ shape })), seed);
  return [x, ...weights.map(({ data, shape, dtype }) => ({ shape, dtype, data: (data as Float64Array).map((value) => value / (shape.length === 4 ? 2 * filters : 4)) }))];
}

/** The names of what the value and gradients of a function of images and weights are made of. */
function namesOf(f: (x: Tensor, weights: Weights) => readonly Tensor[], own: Case): Map<string, number> {
  const [x, ...weights] = drawn(own, 1).map(({ shape }) => placeholder(shape, 'float32', 'An input'));
  return countNames(useBlocks(simplify(f(x, weights as unknown as Weights)), block));
}

const same = (kernel: Pair, stride: Pair): Layer => ({ kernel, stride, padding: 'same' });
const usual: Case = { images: 32, size: [28, 28], first: same([3, 3], [2, 2]), second: same([3, 3], [2, 2]), filters: 2 * block };

function gradients(own: Case): (x: Tensor, weights: Weights) => readonly Tensor[] {
  return (x, weights) => {
    const [value, slopes] = valueAndGrad((at: Weights) => loss(own, x, at))(weights);
    return [value, ...slopes];
  };
}

async function assertCompiled(f: (inputs: readonly Tensor[]) => readonly Tensor[], host: readonly NdArray[], tolerance: number): Promise<void> {
  const compiled = compile(f);
  try {
    assertClose(await compiled(host), f(host.map((value) => tensor(value))), tolerance, 0.01);
  } finally {
    await compiled.release();
  }
}

test('a first layer of any window, stride and padding that a strided convolution reads comes with its gradients to what the interpreter says', async () => {
  let found = 0;
  await fc.assert(fc.asyncProperty(cases, fc.nat(1e6), async (own, seed) => {
    const host = drawn(own, seed);
    const f = ([x, ...weights]: readonly Tensor[]) => gradients(own)(x, weights as unknown as Weights);
    if (namesOf(gradients(own), own).has('layerOfPixels')) found++;
    await assertCompiled(f, host, 2e-4);
  }), { seed: 41, numRuns: 20 });
  assert.ok(found >= 5, `${found} of 20 by residues`);
});

/** The gradient at weights that were adapted by a step first, and what it was adapted by. */
function adaptedGradients(own: Case): (x: Tensor, weights: Weights) => readonly Tensor[] {
  return (x, weights) => {
    const average = (at: Weights) => mean(sin(network(own, x, at)));
    const after = (at: Weights) => average(grad(average)(at).map((slope, i) => sub(at[i], slope)) as unknown as Weights);
    return [...grad(average)(weights), ...grad(after)(weights)];
  };
}

test('the gradient after a step, in which the change of the layer is convolved as well, is what the interpreter says', async () => {
  let found = 0;
  await fc.assert(fc.asyncProperty(cases.map((own) => ({ ...own, images: Math.min(own.images, 18) })), fc.nat(1e6), async (own, seed) => {
    const [x, first, ...rest] = drawn(own, seed);
    // Of values that hardly vary second derivatives would be mostly rounding.
    const host = [x, { ...first, data: (first.data as Float64Array).map((value) => 2 * own.filters * value) }, ...rest];
    const f = ([images, ...weights]: readonly Tensor[]) => adaptedGradients(own)(images, weights as unknown as Weights);
    if (namesOf(adaptedGradients(own), own).has('layerOfPixels')) found++;
    await assertCompiled(f, host, 5e-4);
  }), { seed: 47, numRuns: 14, endOnFailure: true });
  assert.ok(found >= 3, `${found} of 14 by residues`);
});

test('of a few images neither the layer nor its change nor what comes back to them is in the order of rows', () => {
  const own = { ...usual, images: 6 };
  const [x, ...weights] = drawn(own, 1).map(({ shape }) => placeholder(shape, 'float32'));
  const nodes = ancestors(useBlocks(simplify(adaptedGradients(own)(x, weights as unknown as Weights)), block));
  const layers = nodes.filter(({ primitive }) => primitive.name === 'layerOfPixels').map(({ attributes, shape }) => `${(attributes as { activation?: string }).activation} of ${shape[2]}`);
  // Whole before and after the step, as their change is; and at both the slopes, of all residues at once, where what comes back meets them.
  assert.deepEqual(layers.filter((layer) => layer.endsWith(' 14')).sort(), ['relu of 14', 'relu of 14', 'undefined of 14']);
  assert.deepEqual(layers.filter((layer) => layer.endsWith(' 7')), ['step of 7', 'step of 7']);
  const large = own.images * 14 * 14 * own.filters;
  const moved = nodes.filter(({ primitive, size }) => ['concat', 'pad', 'gather'].includes(primitive.name) && size >= large);
  // What comes back to the residues, one after the other: to the layer before and after the step, and to its change.
  assert.deepEqual(moved.map(({ primitive, shape }) => `${primitive.name} ${shape}`), Array(3).fill(`concat ${4 * own.images},${own.filters},7,7`));
});

test('the layer and what comes back to it are never in the order of rows', () => {
  const names = namesOf(gradients(usual), usual);
  // Four residues. Patches of the layer are read by nothing, neither are those of the images as rows.
  assert.equal(names.get('layerOfPixels'), 4);
  assert.equal(names.get('fromBlocks'), 1 + 4);
  assert.equal(names.get('channelsFirst'), 4, 'columns of pixels');
  assert.equal(names.get('intoBlocks'), 1, 'what comes back to the convolution');
});

test('values alone are made by residues, too', () => {
  const names = namesOf((x, weights) => [network(usual, x, weights)], usual);
  assert.equal(names.get('layerOfPixels'), 4);
});

test('a layer stays as it is where something else reads it, where sizes are odd, and where images are in colour', () => {
  const stays = (f: (x: Tensor, weights: Weights) => readonly Tensor[], own: Case) => assert.equal(namesOf(f, own).get('layerOfPixels'), undefined);
  stays(gradients({ ...usual, size: [26, 26] }), { ...usual, size: [26, 26] });
  stays(gradients({ ...usual, second: same([3, 3], [1, 1]) }), { ...usual, second: same([3, 3], [1, 1]) });
  stays((x, weights) => {
    const [kernel, scale, shift, next] = weights;
    const layer = relu(batchNorm(usual.filters).apply({ scale, shift }, conv2d(x, kernel, usual.first)));
    return [layer, conv2d(layer, next, usual.second)];
  }, usual);
  stays((x, [kernel, scale, shift, next]) => [conv2d(tanh(batchNorm(usual.filters).apply({ scale, shift }, conv2d(x, kernel, usual.first))), next, usual.second)], usual);
});

test('a gradient with respect to the images, and one of a gradient, are those of the interpreter', async () => {
  const own = { ...usual, images: 22, size: [14, 14] as const, first: same([3, 3], [1, 1]) };
  const host = drawn(own, 7);
  const both = ([images, ...at]: readonly Tensor[]) => {
    const all = at as unknown as Weights;
    const ofImages = grad((of: Tensor) => loss(own, of, all))(images);
    const adapted = grad((of: Weights) => loss(own, images, of))(all).map((slope, i) => add(at[i], mul(slope, -0.01))) as unknown as Weights;
    return [ofImages, ...grad((of: Weights) => add(loss(own, images, adapted), sum(mul(of[0], of[0]))))(all)];
  };
  assertClose(await compile(both)(host), both(host.map((value) => tensor(value))), 2e-4, 0.01);
});

test('a value that is not a number in the weights is not lost', async () => {
  const own = { ...usual, images: 27 };
  const [x, kernel, ...rest] = drawn(own, 9);
  const broken = { ...kernel, data: (kernel.data as Float64Array).map((value, at) => (at === 0 ? NaN : value)) };
  const compiled = compile(([images, ...at]: readonly Tensor[]) => sum(reshape(network(own, images, at as unknown as Weights), [-1])));
  assert.ok(Number.isNaN((await compiled([x, broken, ...rest])).data[0]));
});

/** A layer with a bias, and what a convolution with a stride of two makes of it. */
const withBias = (x: Tensor, kernel: Tensor, bias: Tensor, next: Tensor) => conv2d(relu(add(conv2d(x, kernel, { padding: 1 }), bias)), next, { padding: 1, stride: 2 });
const biased = [[3, 3, 1, block], [block], [3, 3, block, block]];
const drawnBiased = (images: readonly number[], layers: number, seed: number): NdArray[] => {
  const shapes = [images, ...Array.from({ length: layers }, () => biased).flat()];
  return drawLike(shapes.map((shape) => ({ shape })), seed).map((value, at) => (at % 3 === 0 && at > 0 ? { ...value, data: (value.data as Float64Array).map((weight) => weight / block) } : value));
};

test('pixels that are images of two sizes are each what they are', async () => {
  const both = ([x, ...weights]: readonly Tensor[]) => {
    const [first, second] = [weights.slice(0, 3), weights.slice(3)] as unknown as (readonly [Tensor, Tensor, Tensor])[];
    return grad(([a, b]: readonly (readonly Tensor[])[]) => add(sum(sin(withBias(reshape(x, [64, 16, 16, 1]), a[0], a[1], a[2]))), sum(sin(withBias(reshape(x, [256, 8, 8, 1]), b[0], b[1], b[2])))))([first, second]);
  };
  const host = drawnBiased([64, 256], 2, 13);
  assertClose(await compile(both)(host), both(host.map((value) => tensor(value))), 2e-4, 0.01);
});

test('padding beyond the kernel, where what comes back is a product of copied patches, is what the interpreter says', async () => {
  const f = ([x, ...weights]: readonly Tensor[]) => grad(([kernel, bias, next]: readonly Tensor[]) => mean(sin(conv2d(relu(add(conv2d(x, kernel, { padding: 1 }), bias)), next, { padding: 2, stride: 2 }))))(weights);
  const host = drawnBiased([12, 24, 24, 1], 1, 21);
  assertClose(await compile(f)(host), f(host.map((value) => tensor(value))), 2e-4, 0.01);
});

test('weights that are two kernels are each what they are', async () => {
  const f = ([x, weights, bias, next]: readonly Tensor[]) => {
    return ([[3, 3], [1, 9]] as const).map((size) => conv2d(relu(add(conv2d(x, reshape(weights, [...size, 1, block]), { padding: 'same' }), bias)), next, { padding: 1, stride: 2 }));
  };
  const host = drawLike([[12, 16, 16, 1], [9, block], [block], [3, 3, block, block]].map((shape) => ({ shape })), 25);
  assertClose(await compile(f)(host), f(host.map((value) => tensor(value))), 2e-4, 0.01);
});

test('a change that is the same for all channels is one of each', async () => {
  const f = ([x, kernel, bias, next, one]: readonly Tensor[]) => {
    const layer = relu(add(conv2d(x, kernel, { padding: 1 }), bias));
    const convolved = (of: Tensor) => conv2d(of, next, { padding: 1, stride: 2 });
    return [convolved(layer), convolved(mul(step(layer), conv2d(x, one, { padding: 1 })))];
  };
  const host = drawLike([[12, 16, 16, 1], ...biased, [3, 3, 1, 1]].map((shape) => ({ shape })), 27);
  assertClose(await compile(f)(host), f(host.map((value) => tensor(value))), 2e-4, 0.01);
});

test('a channel that minus infinity is added to is zero, with gradients that are numbers, also where images are missing in a group', async () => {
  const f = ([x, ...weights]: readonly Tensor[]) => grad(([kernel, bias, next]: readonly Tensor[]) => sum(sin(withBias(x, kernel, bias, next))))(weights);
  const [x, kernel, bias, next] = drawnBiased([30, 12, 12, 1], 1, 3);
  const masked = { ...bias, data: (bias.data as Float64Array).map((value, at) => (at === 3 ? -Infinity : value)) };
  const host = [x, kernel, masked, next];
  assertClose(await compile(f)(host), f(host.map((value) => tensor(value))), 2e-4, 0.01);
});

test('a layer that thousands of nodes lead away from is looked at one by one', () => {
  const [images, ...weights] = [[64, 8, 8, 1], ...biased].map((shape) => placeholder(shape, 'float32', 'An input'));
  const layer = relu(add(conv2d(images, weights[0], { padding: 1 }), weights[1]));
  let away = reshape(layer, [4096, block]);
  const [rows, columns] = [4096, block].map((length) => Int32Array.from({ length }, (_, at) => (at * 7 + 3) % length));
  for (let i = 0; i < 10_000; i++) away = gather(away, i % 2 ? rows : columns, 1 - (i % 2));
  const names = countNames(useBlocks(simplify([conv2d(layer, weights[2], { padding: 1, stride: 2 }), away]), block));
  assert.equal(names.get('layerOfPixels'), undefined);
});

test('residues that no tap reads get nothing back, and nothing is worked out of that', () => {
  const own: Case = { ...usual, size: [32, 32], images: 64, second: { kernel: [2, 2], stride: [4, 4], padding: 'valid' } };
  const names = namesOf(gradients(own), own);
  assert.equal(names.get('layerOfPixels'), 4, 'of 16 residues');
});
