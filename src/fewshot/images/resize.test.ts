import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { resizeImage, toChannels, type Image } from './index.js';

const grey = (height: number, width: number, value: (y: number, x: number) => number): Image => ({
  height,
  width,
  channels: 1,
  data: Float32Array.from({ length: height * width }, (_, i) => value(Math.floor(i / width), i % width)),
});

const close = (actual: ArrayLike<number>, expected: readonly number[], tolerance = 2e-5): void => {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => assert.ok(Math.abs(actual[i] - value) <= tolerance, `at ${i}: ${actual[i]}, expected ${value}`));
};

// From Pillow 12.3: Image.new('F', (7, 5)) with these values, resize((width, height), LANCZOS), clipped to [0, 1].
const source = grey(5, 7, (y, x) => (((7 * y + x) * 37 + 11) % 101) / 100);

test('shrinking agrees with Pillow', () => {
  close(resizeImage(source, 2, 3).data, [0.43107, 0.53283, 0.51739, 0.49065, 0.56447, 0.36894]);
});

test('shrinking one axis alone agrees with Pillow', () => {
  const expected = [
    0.31654, 0.58805, 0.54796, 0.63683, 0.35317, 0.44204, 0.40195, 0.67346, 0.43783, 0.7755, 0.44138, 0.28953, 0.48317, 0.55582, 0.60228, 0.24463, 0.52839, 0.33822, 0.60178,
    0.41161,
  ];
  close(resizeImage(source, 5, 4).data, expected);
});

test('enlarging agrees with Pillow, and overshoot is clipped', () => {
  const { data } = resizeImage(source, 8, 9);
  close(data.subarray(0, 9), [0.01338, 0.30239, 0.87526, 0.76795, 0.13803, 0.45306, 1, 0.73984, 0.18374]);
  close(data.subarray(65), [0.53091, 0.01236, 0.40726, 0.9321, 0.45356, 0.21862, 0.68993]);
  assert.equal(data[53], 0);
});

test('an even image stays even at any size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (h, w, toH, toW) => {
      const { data } = resizeImage(grey(h, w, () => 0.6), toH, toW);
      assert.equal(data.length, toH * toW);
      assert.ok(data.every((value) => Math.abs(value - 0.6) < 1e-6));
    }),
  );
});

test('a strip of any length is resized', () => {
  const { data } = resizeImage(grey(1, 300_000, () => 0.6), 4, 4);
  assert.ok(data.every((value) => Math.abs(value - 0.6) < 1e-6));
});

test('resizing commutes with mirroring', () => {
  const mirrored = grey(5, 7, (y, x) => source.data[7 * y + 6 - x]);
  const [a, b] = [resizeImage(source, 3, 4).data, resizeImage(mirrored, 3, 4).data];
  close(a, Array.from(b, (_, i) => b[4 * Math.floor(i / 4) + 3 - (i % 4)]), 1e-6);
});

test('a fine pattern is averaged and not aliased', () => {
  const { data } = resizeImage(grey(64, 64, (y, x) => (x + y) % 2), 8, 8);
  assert.ok(data.every((value) => Math.abs(value - 0.5) < 0.03));
});

test('each channel is resized alone', () => {
  const colour: Image = { height: 5, width: 7, channels: 3, data: Float32Array.from({ length: 105 }, (_, i) => (i % 3 === 0 ? source.data[i / 3] : i % 3 === 1 ? 0.25 : 1)) };
  const { data } = resizeImage(colour, 2, 3);
  close(data.filter((_, i) => i % 3 === 0), [...resizeImage(source, 2, 3).data], 1e-6);
  close(data.filter((_, i) => i % 3 === 1), new Array<number>(6).fill(0.25), 1e-6);
});

test('grey of a colour is its luma, and colour of a grey repeats it', () => {
  const colour: Image = { height: 1, width: 3, channels: 3, data: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) };
  close(toChannels(colour, 1).data, [0.299, 0.587, 0.114], 1e-6);
  close(toChannels(grey(1, 2, (_, x) => x / 2), 3).data, [0, 0, 0, 0.5, 0.5, 0.5]);
  assert.equal(toChannels(colour, 3), colour);
});
