import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { add, conv2d, mul, reshape, sin, sum, tensor, type NdArray, type Tensor } from '../../graph/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { assertClose } from '../../testing/close.js';
import { countNames } from '../../testing/count-names.js';
import { drawLike } from '../../testing/samples.js';
import { grad, valueAndGrad, vmap } from '../../transform/index.js';
import { runtimeFor } from '../devices.js';
import { compile } from '../index.js';
import { simplify } from '../simplify/index.js';
import { isRight } from './block-size.js';
import { useBlocks } from './use-blocks.js';

const block = (await runtimeFor('cpu')).block ?? 16;

interface Case {
  readonly images: number;
  /** Height and width for each place of the stride. */
  readonly positions: readonly [number, number];
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: 'same' | 'valid' | readonly [number, number];
  readonly channels: number;
  readonly filters: number;
}

const pairOf = (least: number, most: number) => fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));

const cases: fc.Arbitrary<Case> = fc.record({
  images: fc.constantFrom(3, 7, 16, 21, 32, 39),
  positions: pairOf(7, 9),
  kernel: pairOf(1, 4),
  stride: pairOf(1, 3),
  padding: fc.oneof(fc.constant('same' as const), fc.constant('valid' as const), pairOf(0, 3)),
  channels: fc.constantFrom(block, 2 * block),
  filters: fc.constantFrom(block, 2 * block, 3 * block),
});

/** A convolution, its gradients, and the gradients of a product with those: what MAML asks for. */
function uses({ stride, padding }: Pick<Case, 'stride' | 'padding'>, [x, kernel]: readonly Tensor[]) {
  const y = (a: Tensor, k: Tensor) => conv2d(a, k, { stride, padding });
  const loss = (at: readonly [Tensor, Tensor]) => sum(sin(y(...at)));
  const slope = (at: readonly [Tensor, Tensor]) => {
    const [ofX, ofKernel] = grad(loss)(at);
    return add(sum(mul(ofX, at[0])), sum(sin(ofKernel)));
  };
  return { y: y(x, kernel), first: grad(loss)([x, kernel]), second: grad(slope)([x, kernel]) };
}

function inputsOf({ images, positions, kernel, stride = [1, 1], channels, filters }: Omit<Case, 'stride' | 'padding'> & Partial<Case>, seed: number): NdArray[] {
  const size = positions.map((count, axis) => count * stride[axis]);
  const [x, k] = drawLike([{ shape: [images, ...size, channels] }, { shape: [...kernel, channels, filters] }], seed);
  // Kernels as small as they are in networks, so that sines of what is summed up are not only rounding.
  return [x, { ...k, data: (k.data as Float64Array).map((value) => value / (2 * channels)) }];
}

async function agrees(own: Case, seed: number): Promise<void> {
  const host = inputsOf(own, seed);
  const compiled = compile((...inputs: readonly Tensor[]) => uses(own, inputs));
  try {
    assertClose(await compiled(...host), uses(own, host.map((value) => tensor(value))), 1e-4, 0.01);
  } finally {
    await compiled.release();
  }
}

test('the native runtime tells its block of channels, and has one on the processors that it is fastest on', async () => {
  const { block: native } = await runtimeFor('cpu');
  if (process.arch === 'x64') assert.ok(native === 8 || native === 16, `${native}`);
  else assert.ok(native === undefined || native > 1, `${native}`);
  assert.equal((await runtimeFor('wasm')).block, undefined);
});

test('kernels that do something else than is asked of them would be found out', async (t) => {
  const runtime = await runtimeFor('cpu');
  if (runtime.block === undefined) return t.skip('there are none for this processor');
  assert.ok(await isRight(runtime, runtime.block));
  // Blocks of another size are something else.
  assert.ok(!(await isRight(runtime, runtime.block === 8 ? 16 : 8).catch(() => false)));
});

test('convolutions of any window, stride and padding on blocks, and their first and second derivatives, are those of the interpreter', async () => {
  await fc.assert(fc.asyncProperty(cases, fc.nat(1e6), agrees), { seed: 31, numRuns: 16 });
});

test('maps smaller than their padding, of which whole rows of windows may be outside, have the gradients of the interpreter', async () => {
  const small = fc.record({ images: fc.constantFrom(45, 48, 53), positions: pairOf(1, 3), padding: pairOf(0, 3) });
  const hasWindows = ({ positions, kernel, stride }: Case, padding: readonly number[]) => positions.every((count, axis) => count * stride[axis] + 2 * padding[axis] >= kernel[axis]);
  const tiny = fc.tuple(cases, small).map(([own, more]) => ({ ...own, ...more })).filter((own) => hasWindows(own, own.padding));
  await fc.assert(fc.asyncProperty(tiny, fc.nat(1e6), agrees), { seed: 33, numRuns: 24 });
});

/** The names of what a function is made of after its products have become convolutions. */
function namesOf(f: (...inputs: Tensor[]) => Tensor[], ...shapes: readonly (readonly number[])[]): Map<string, number> {
  const inputs = shapes.map((shape) => placeholder(shape, 'float32', 'An input'));
  return countNames(useBlocks(simplify(f(...inputs)), 16));
}

const gradients = (x: Tensor, kernel: Tensor) => {
  const { y, first } = uses({ stride: [1, 1], padding: 'same' }, [x, kernel]);
  return [y, ...first];
};

test('a convolution and both of its gradients need no patches', () => {
  const names = namesOf(gradients, [32, 14, 14, 64], [3, 3, 64, 64]);
  assert.equal(names.get('matmul'), undefined);
  // The convolution, its transpose, and the gradient of the kernel: two groups of 16 images in two bands of seven rows each.
  assert.equal(names.get('blockedConvolution'), 2 + 2 * 2);
  // Each array is brought into blocks once, and what lies outside of the images is added to them once.
  assert.equal(names.get('intoBlocks'), 2);
  assert.equal(names.get('pad'), 1);
});

test('channels that make no blocks and few windows stay products', () => {
  assert.equal(namesOf(gradients, [32, 14, 14, 24], [3, 3, 24, 64]).get('blockedConvolution'), undefined);
  assert.equal(namesOf(gradients, [32, 14, 14, 1], [3, 3, 1, 64]).get('blockedConvolution'), undefined);
  assert.equal(namesOf(gradients, [1, 5, 5, 64], [3, 3, 64, 64]).get('blockedConvolution'), undefined);
});

test('images that fill no block take the place of channels one after the other', () => {
  // The convolution, its transpose, and the gradient of the kernel over 16 images, in two bands, and over the 4 that are left.
  assert.equal(namesOf(gradients, [20, 14, 14, 64], [3, 3, 64, 64]).get('blockedConvolution'), 2 + 2 * 2);
  const few = namesOf(gradients, [5, 7, 7, 64], [3, 3, 64, 64]);
  assert.equal(few.get('blockedConvolution'), 2 + 1);
  assert.equal(few.get('matmul'), undefined);
  assert.equal(few.get('interleave'), 1, 'the transposed kernel');
});

test('patches that something else reads are there for the gradient of a kernel, too', () => {
  const shared = (x: Tensor, kernel: Tensor) => {
    const patches = conv2d(x, reshape(tensor(identity(9 * 16)), [3, 3, 16, 9 * 16]), { padding: 'same' });
    return [patches, ...gradients(x, kernel)];
  };
  const [x, kernel] = inputsOf({ images: 32, positions: [6, 6], kernel: [3, 3], channels: 16, filters: 32 }, 3);
  const compiled = compile(shared);
  return compiled(x, kernel).then((found) => assertClose(found, shared(tensor(x), tensor(kernel)), 1e-4, 0.01));
});

test('one kernel for the images of all tasks is one convolution, kernels of their own are products for each', async () => {
  const images = inputsOf({ images: 64, positions: [8, 8], kernel: [3, 3], channels: 16, filters: 32 }, 5);
  const tasks = { ...images[0], shape: [2, 32, 8, 8, 16] };
  const both = (x: Tensor, kernel: Tensor) => {
    const loss = (own: Tensor, k: Tensor) => sum(sin(conv2d(own, k, { padding: 1 })));
    return vmap((own: Tensor) => valueAndGrad(([k]: readonly Tensor[]) => loss(own, k))([sub(kernel, grad((k: Tensor) => loss(own, k))(kernel))]))(x);
  };
  const sub = (a: Tensor, b: Tensor) => add(a, mul(b, -0.01));
  assertClose(await compile(both)(tasks, images[1]), both(tensor(tasks), tensor(images[1])), 1e-4, 0.01);
});

test('rows that are images of two shapes, and a kernel of two, are each what they are', async () => {
  const [x, kernel, first, second] = drawLike([[32, 48, block], [3, block, block], [3, 3, block, block], [3, 3, block, block]].map((shape) => ({ shape })), 11);
  const f = (images: Tensor, tied: Tensor, a: Tensor, b: Tensor) => {
    const [wide, high] = [reshape(images, [32, 4, 12, block]), reshape(images, [32, 8, 6, block])];
    const along = conv2d(wide, reshape(tied, [1, 3, block, block]), { padding: 'same' });
    return [conv2d(wide, a, { padding: 1 }), conv2d(high, b, { padding: 1 }), conv2d(along, reshape(tied, [3, 1, block, block]), { padding: 'same' })];
  };
  const host = [x, kernel, first, second] as const;
  assertClose(await compile(f)(...host), f(...(host.map((value) => tensor(value)) as [Tensor, Tensor, Tensor, Tensor])), 1e-4, 0.01);
});

function identity(size: number): number[] {
  return Array.from({ length: size * size }, (_, i) => Number(i % (size + 1) === 0));
}
