import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { add, conv2d, reshape, sin, sum, tensor, type Padding, type Tensor } from '../graph/index.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { assertClose } from '../testing/close.js';
import { countNames } from '../testing/count-names.js';
import { drawLike } from '../testing/samples.js';
import { grad } from '../transform/index.js';
import { cutPatches } from './cut-patches.js';
import { compile, type Device } from './index.js';
import { simplify } from './simplify/index.js';

interface Layer {
  readonly window: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: Padding;
}

const pairOf = (least: number, most: number) => fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));
const layers: fc.Arbitrary<Layer> = fc.record({ window: pairOf(1, 5), stride: pairOf(1, 2), padding: fc.oneof(fc.constantFrom('same' as const, 'valid' as const), pairOf(0, 2)) });
const cases = fc.record({ images: fc.integer({ min: 20, max: 24 }), size: pairOf(20, 24), layers: fc.array(layers, { minLength: 1, maxLength: 2 }) });
const filters = 3;

/** Convolutions of the same grey images, and the gradients of their kernels and of the images. */
function uses(own: readonly Layer[], [x, ...kernels]: readonly Tensor[]): Tensor[] {
  const made = (of: readonly Tensor[]) => own.map(({ stride, padding }, i) => conv2d(of[0], of[i + 1], { stride, padding }));
  const loss = (of: readonly Tensor[]) => made(of).map((y) => sum(sin(y))).reduce((total, next) => add(total, next));
  return [...made([x, ...kernels]), ...grad(loss)([x, ...kernels])];
}

async function check(device: Device, numRuns: number): Promise<void> {
  await fc.assert(fc.asyncProperty(cases, fc.nat(1e6), async ({ images, size, layers: own }, seed) => {
    const host = drawLike([{ shape: [images, ...size, 1] }, ...own.map(({ window }) => ({ shape: [...window, 1, filters] }))], seed);
    const compiled = compile((...inputs: readonly Tensor[]) => uses(own, inputs), { device });
    try {
      assertClose(await compiled(...host), uses(own, host.map((value) => tensor(value))), 1e-4, 0.01);
    } finally {
      await compiled.release();
    }
  }), { seed: 41, numRuns });
}

test('convolutions of grey images, of any window, stride and padding, and their gradients are those of the interpreter', () => check('cpu', 30));

test('so are they on WebAssembly', () => check('wasm', 4));

/** How often each primitive stands in a function of placeholders of these shapes. */
function countsOf(f: (...inputs: Tensor[]) => Tensor[], ...shapes: readonly (readonly number[])[]): Record<string, number> {
  return Object.fromEntries(countNames(cutPatches(simplify(f(...shapes.map((shape) => placeholder(shape, 'float32')))))));
}

const convolved = (x: Tensor, ...kernels: readonly Tensor[]) => kernels.map((kernel) => conv2d(x, kernel, { padding: 'same' }));

test('taps at the same places are cut once, out of images that are padded once', () => {
  const { gather, pad, strided } = countsOf(convolved, [20, 14, 14, 1], [3, 3, 1, 4], [5, 5, 1, 4]);
  assert.deepEqual({ gather, pad, strided }, { gather: undefined, pad: 1, strided: 25 });
});

test('images of several channels, and few windows, are gathered', () => {
  assert.equal(countsOf(convolved, [20, 14, 14, 3], [3, 3, 3, 4]).strided, undefined);
  assert.equal(countsOf(convolved, [2, 14, 14, 1], [3, 3, 1, 4]).strided, undefined);
});

test('numbers that are images of two sizes are each what they are', async () => {
  const f = (x: Tensor, first: Tensor, second: Tensor) => [conv2d(reshape(x, [64, 16, 16, 1]), first, { padding: 1 }), conv2d(reshape(x, [256, 8, 8, 1]), second, { padding: 1 })];
  const [x, first, second] = drawLike([[64, 256], [3, 3, 1, 8], [3, 3, 1, 8]].map((shape) => ({ shape })), 3);
  assertClose(await compile(f)(x, first, second), f(tensor(x), tensor(first), tensor(second)), 1e-4, 0.01);
});
