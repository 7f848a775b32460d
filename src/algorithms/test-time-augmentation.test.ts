import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { add, concat, evaluate, mul, slice, tensor, toNested, type Tensor } from '../graph/index.js';
import { conv4, conv4Encoder, crossEntropy, identityEncoder } from '../nn/index.js';
import { key, normal, uniform } from '../random/index.js';
import type { Examples } from '../tasks/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import { maml, protoNet, testTimeAugmentation } from './index.js';

const ways = 2;
const side = 4;
const raw = protoNet({ encoder: identityEncoder([side, side, 1]), ways });
const images = (seed: number, rows: number): Tensor => tensor(uniform(key(seed), [rows, side, side, 1]));
const draw = (seed: number, labels: readonly number[]): Examples => ({ x: images(seed, labels.length), y: tensor([...labels], 'int32') });
const none = { encoder: {} };

/** An image moved by hand, its edge going on. */
function movedByHand(image: readonly (readonly number[])[], down: number, right: number): number[][] {
  const within = (at: number): number => Math.min(side - 1, Math.max(0, at));
  return image.map((row, y) => row.map((_, x) => image[within(y - down)][within(x - right)]));
}

const pixels = (x: Tensor): number[][][] => (toNested(evaluate(x)) as number[][][][]).map((image) => image.map((row) => row.map(([value]) => value)));

test('a class is the mean of its images and of their copies, shifted up, down, left and right', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.constantFrom(1, 2, 3), (seed, shift) => {
      const support = draw(seed, [0, 1, 0]);
      const { sums, counts } = testTimeAugmentation(raw, { shift }).adapt(none, { support });
      const places = [[0, 0], [-shift, 0], [shift, 0], [0, -shift], [0, shift]];
      const copies = pixels(support.x).map((image) => places.map(([down, right]) => movedByHand(image, down, right).flat()));
      const total = (rows: number[][]): number[] => rows.reduce((a, b) => a.map((value, i) => value + b[i]));
      assertClose(sums, [...total([...copies[0], ...copies[2]]), ...total(copies[1])], 1e-6);
      assertClose(counts, [10, 5]);
    }),
    { numRuns: 20 },
  );
});

test('logits of a query are the mean of its own and those of its copies', () => {
  const augmented = testTimeAugmentation(raw, { shift: 1 });
  const phi = augmented.adapt(none, { support: draw(1, [0, 1]) });
  const x = images(2, 3);
  const copies = [[0, 0], [-1, 0], [1, 0], [0, -1], [0, 1]].map(([down, right]) => tensor(pixels(x).map((image) => movedByHand(image, down, right).map((row) => row.map((value) => [value])))));
  const logits = copies.map((copy) => raw.predict(phi, copy)).reduce((a, b) => add(a, b));
  assertClose(augmented.predict(phi, x), mul(logits, 1 / 5), 1e-6);
});

const encoder = conv4Encoder({ inputShape: [16, 16, 1], channels: 3 });
const large = (seed: number, labels: readonly number[]): Examples => ({ x: tensor(normal(key(seed), [labels.length, 16, 16, 1])), y: tensor([...labels], 'int32') });

test('meta-training is that of the algorithm, and the parameters are the same', () => {
  const plain = maml({ learner: conv4({ inputShape: [16, 16, 1], channels: 3, ways }), loss: crossEntropy, innerSteps: 1, innerLearningRate: 0.1 });
  const augmented = testTimeAugmentation(plain, { shift: 1 });
  assert.equal(augmented.objective, plain.objective);
  assert.equal(augmented.init, plain.init);
  assert.equal(augmented.innerSteps, 1);
  assert.deepEqual(augmented.settings, { ...plain.settings, testShift: 1 });
  const theta = tensorsOf(plain.init(key(0)));
  const task = { support: large(1, [0, 1]), query: large(2, [1]) };
  assert.throws(() => assertClose(augmented.predict(augmented.adapt(theta, task), task.query.x), plain.predict(plain.adapt(theta, task), task.query.x), 1e-4), 'it adapts otherwise');
});

test('rows that do not count change neither what is learned nor batch statistics', () => {
  const augmented = testTimeAugmentation(protoNet({ encoder, ways }), { shift: 2 });
  const theta = { encoder: tensorsOf(encoder.init(key(0))) };
  const padded = ({ x, y }: Examples): Examples => ({ x: concat([x, mul(large(9, [0]).x, 50)]), y: concat([y, tensor([0], 'int32')]), mask: tensor([...new Array<number>(x.shape[0]).fill(1), 0]) });
  const [support, query] = [large(1, [0, 1, 1]), large(2, [0, 1])];
  const [short, long] = [augmented.adapt(theta, { support }), augmented.adapt(theta, { support: padded(support) })];
  assertClose(long.sums, short.sums, 1e-5);
  assertClose(augmented.statistics(long, padded(support)), augmented.statistics(short, support), 1e-6);
  const { x, mask } = padded(query);
  assertClose(slice(augmented.predict(long, x, { mask }), [[0, 2]]), augmented.predict(short, query.x), 1e-5);
  const statistics = augmented.statistics(short, support);
  assertClose(slice(augmented.predict(short, query.x, { statistics }), [[0, 1]]), augmented.predict(short, slice(query.x, [[0, 1]]), { statistics }), 1e-5);
});

test('what is added later is seen in copies, too', () => {
  const augmented = testTimeAugmentation(raw, { shift: 1 });
  const [known, support] = [draw(1, [0, 1]), draw(2, [1])];
  const extended = augmented.extend!(augmented.adapt(none, { support: known }), { support, known });
  const whole = augmented.adapt(none, { support: { x: concat([known.x, support.x]), y: concat([known.y, support.y]) } });
  assertClose(extended.sums, whole.sums, 1e-6);
  assertClose(extended.counts, [5, 10]);
});

test('support sets of later steps are seen in copies, too', () => {
  const plain = maml({ learner: conv4({ inputShape: [16, 16, 1], channels: 3, ways }), loss: crossEntropy, innerSteps: 2, innerLearningRate: 0.1 });
  const augmented = testTimeAugmentation(plain, { shift: 1 });
  const theta = tensorsOf(plain.init(key(0)));
  const support = large(1, [0, 1]);
  assertClose(augmented.adapt(theta, { support, later: [support] }), augmented.adapt(theta, { support }), 1e-6);
});

test('a shift that is none, or examples that are no images or too small, are refused in words', () => {
  for (const shift of [0, -1, 1.5, NaN]) assert.throws(() => testTimeAugmentation(raw, { shift }), { name: 'RangeError', message: `shift must be a whole number of pixels of at least 1, got ${shift}.` });
  assert.throws(() => testTimeAugmentation(raw, { shift: side }).adapt(none, { support: draw(1, [0, 1]) }), /shifts images \(N, H, W, C\) by 4 pixels: give larger images/);
  const points = protoNet({ encoder: identityEncoder([2]), ways });
  assert.throws(() => testTimeAugmentation(points, { shift: 1 }).adapt(none, { support: { x: tensor([[1, 2]]), y: tensor([0], 'int32') } }), /test-time augmentation[^]*by 1 pixel: give/);
});
