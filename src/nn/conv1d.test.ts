import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compile } from '../compile/index.js';
import { evaluate, mul, pathsOf, slice, square, sum, tensor, type HostOf, type NdArray, type Tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { grad } from '../transform/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { conv1dEncoder, type Conv1dFeatures, type Normalisation } from './index.js';

const kinds: readonly Normalisation[] = ['batch', 'group', 'layer', 'none'];

/** Series of the given lengths, of two values and presence, padded to `steps`; the padding holds `filler` where it should be zero. */
function series(lengths: readonly number[], steps: number, filler = 0): NdArray {
  const data = new Float32Array(lengths.length * steps * 3);
  lengths.forEach((length, row) => {
    const values = normal(key(row), [length, 2]).data;
    for (let step = 0; step < steps; step++) data.set(step < length ? [values[2 * step], values[2 * step + 1], 1] : [filler, filler, 0], 3 * (row * steps + step));
  });
  return { data, shape: [lengths.length, steps, 3], dtype: 'float32' };
}

const network = (steps: number, normalisation: Normalisation, padded = true) => conv1dEncoder({ inputShape: [steps, 3], channels: 4, blocks: 2, size: 3, normalisation, padded });
const params = (normalisation: Normalisation): Conv1dFeatures => tensorsOf(network(8, normalisation).init(key(7)) as HostOf<Conv1dFeatures>);

test('a convolution along time, normalised by nothing, is what it is by hand', () => {
  const encoder = conv1dEncoder({ inputShape: [3, 1], channels: 1, blocks: 1, size: 3, stride: 1, normalisation: 'none' });
  const x = tensor([[[1], [2], [-4]]]);
  const kernel = tensor([[[[1]], [[10]], [[100]]]]);
  // Windows 0 1 2, 1 2 -4, 2 -4 0 give 210, -379, -38; the mean after ReLU.
  assertClose(encoder.apply({ blocks: [{ conv: { kernel, bias: tensor([0]) }, norm: {} }] }, x), 210 / 3);
});

test('has a block of convolution and normalisation for each', () => {
  const encoder = conv1dEncoder({ inputShape: [32, 3], channels: 8 });
  const theta = encoder.init(key(0));
  assert.equal(pathsOf(theta).length, 3 * 3);
  assert.deepEqual(encoder.outputShape, [8]);
  assert.deepEqual(encoder.apply(tensorsOf(theta), tensor(normal(key(1), [5, 32, 3]))).shape, [5, 8]);
});

test('padding series further gives the same features and statistics, whatever the normalisation', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 5 }), fc.constantFrom(...kinds), (lengths, more, kind) => {
      const steps = Math.max(...lengths);
      const [short, long] = [steps, steps + more].map((length) => network(length, kind).forward(params(kind), tensor(series(lengths, length))));
      assertClose(long.output, short.output);
      assertClose(long.statistics, short.statistics);
    }),
    { numRuns: 60 },
  );
});

test('what stands in the padding changes nothing', () => {
  for (const kind of kinds) {
    const [clean, dirty] = [0, 1e3].map((filler) => network(8, kind).apply(params(kind), tensor(series([5, 8, 1], 8, filler))));
    assertClose(dirty, clean);
  }
});

test('series that are all there give the features of an encoder without padding', () => {
  const x = tensor(series([8, 8, 8], 8));
  for (const kind of kinds) assertClose(network(8, kind).apply(params(kind), x), network(8, kind, false).apply(params(kind), x), 1e-5);
});

test('rows that are masked out, and series without a step, do not change the others', () => {
  for (const kind of kinds) {
    const encoder = network(8, kind);
    const x = tensor(series([5, 8, 3], 8));
    const kept = encoder.apply(params(kind), slice(x, [[0, 2]]));
    assertClose(slice(encoder.apply(params(kind), x, { mask: tensor([1, 1, 0]) }), [[0, 2]]), kept);
    const empty = encoder.apply(params(kind), tensor(series([5, 8, 0], 8)));
    assertClose(slice(empty, [[0, 2]]), kept);
    assertClose(slice(empty, [[2]]), [0, 0, 0, 0]);
  }
});

test('statistics of the context are used in order: one series alone is what it is among the others', () => {
  const encoder = network(8, 'batch');
  const x = tensor(series([5, 8, 3], 8));
  const { output, statistics } = encoder.forward(params('batch'), x);
  assert.equal(statistics.length, 2);
  assertClose(encoder.apply(params('batch'), slice(x, [[2, 3]]), { statistics }), slice(output, [[2, 3]]));
});

test('compiled, its features and their gradient are those of the interpreter', async () => {
  const encoder = network(8, 'batch');
  const x = series([5, 8, 3], 8);
  // Not the plain sum of squares, of which normalisation leaves little gradient.
  const weights = tensor(normal(key(9), [3, 4]));
  const loss = (kernel: Tensor, inputs: Tensor): Tensor => {
    const [first, ...others] = params('batch').blocks;
    return sum(mul(square(encoder.apply({ blocks: [{ ...first, conv: { kernel } }, ...others] }, inputs)), weights));
  };
  const kernel = network(8, 'batch').init(key(7)).blocks[0].conv.kernel as unknown as NdArray;
  const compiled = compile((k: Tensor, inputs: Tensor) => grad((moving: Tensor) => loss(moving, inputs))(k));
  assertClose(await compiled(kernel, x), evaluate(grad((moving: Tensor) => loss(moving, tensor(x)))(tensor(kernel))), 1e-3);
  await compiled.release();
});

test('sizes that make no sense are refused', () => {
  assert.throws(() => conv1dEncoder({ inputShape: [8, 8, 1] }), /series of shape \(steps, channels\), got \(8, 8, 1\)/);
  assert.throws(() => conv1dEncoder({ inputShape: [8, 1], padded: true }), /needs a channel of presence/);
  assert.throws(() => conv1dEncoder({ inputShape: [8, 2], size: 4 }), /odd whole number of steps.*got 4/);
  assert.throws(() => conv1dEncoder({ inputShape: [8, 2], blocks: 0 }), /blocks must be .* at least 1, got 0/);
});
