import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { generatorOf, key, uniformOf } from '../../random/index.js';
import { writeTurned } from './turn.js';
import { writeWarped, type Affine } from './warp.js';

/** An image of noise. */
function noise(height: number, width: number, channels: number, seed = 0): Float32Array {
  const generator = generatorOf(key(seed));
  return Float32Array.from({ length: height * width * channels }, () => uniformOf(generator));
}

function warped(pixels: Float32Array, shape: readonly number[], place: Affine): Float32Array {
  const into = new Float32Array(pixels.length);
  writeWarped(pixels, shape, place, into, 0);
  return into;
}

const shapes = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }), fc.constantFrom(1, 3));

test('the identity changes no bit, and nothing beside the image is written', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const pixels = noise(...shape);
      const into = new Float32Array(pixels.length + 2).fill(7);
      writeWarped(pixels, shape, [1, 0, 0, 0, 1, 0], into, 1);
      assert.deepEqual([...into], [7, ...pixels, 7]);
    }),
  );
});

test('a move by whole pixels moves pixels exactly, and the edge goes on in its colour', () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), ([height, width, channels], right, down) => {
      const pixels = noise(height, width, channels);
      const moved = warped(pixels, [height, width, channels], [1, 0, -right, 0, 1, -down]);
      const within = (at: number, length: number): number => Math.min(length - 1, Math.max(0, at));
      moved.forEach((value, i) => {
        const [y, x, c] = [Math.floor(i / channels / width), Math.floor(i / channels) % width, i % channels];
        assert.equal(value, pixels[(within(y - down, height) * width + within(x - right, width)) * channels + c]);
      });
    }),
  );
});

test('a mirror is exact, and twice a mirror is the image', () => {
  const [height, width, channels] = [3, 4, 3];
  const pixels = noise(height, width, channels);
  const mirror: Affine = [-1, 0, width - 1, 0, 1, 0];
  const once = warped(pixels, [height, width, channels], mirror);
  assert.deepEqual([...once.subarray(0, 3)], [...pixels.subarray(9, 12)]);
  assert.deepEqual(warped(once, [height, width, channels], mirror), pixels);
});

test('between pixels it interpolates in both directions', () => {
  assert.deepEqual([...warped(Float32Array.of(0, 1, 2, 4), [2, 2, 1], [1, 0, 0.5, 0, 1, 0.25])], [1.125, 1.75, 3, 4]);
});

test('a map that turns by a quarter is the exact turn', () => {
  const size = 5;
  const pixels = noise(size, size, 3);
  const [cos, sin, middle] = [Math.cos(Math.PI / 2), Math.sin(Math.PI / 2), 2];
  const turned = new Float32Array(pixels.length);
  writeTurned(pixels, size, 3, 1, turned, 0);
  const place: Affine = [cos, -sin, middle - cos * middle + sin * middle, sin, cos, middle - sin * middle - cos * middle];
  warped(pixels, [size, size, 3], place).forEach((value, i) => assert.ok(Math.abs(value - turned[i]) < 1e-6));
});
