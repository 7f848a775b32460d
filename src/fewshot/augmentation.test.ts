import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldIn, generatorOf, key, uniformOf } from '../random/index.js';
import type { ExampleClasses } from '../tasks/index.js';
import { augmented, turnedClasses, type Augmentation } from './index.js';

const [height, width, channels] = [9, 9, 3];
const shape = [height, width, channels];
const size = height * width * channels;

/** Classes of noise, each example another. */
const noise: ExampleClasses = {
  count: 5,
  nameOf: (index) => `noise ${index}`,
  sizeOf: () => 4,
  write(index, example, into, offset) {
    const generator = generatorOf(foldIn(key(index), example));
    for (let i = 0; i < size; i++) into[offset + i] = uniformOf(generator);
  },
};

/** Classes of one image, given as a function of x and y. */
const drawn = (value: (x: number, y: number) => number): ExampleClasses => ({
  ...noise,
  write(_, __, into, offset) {
    for (let i = 0; i < size; i++) into[offset + i] = value(Math.floor(i / channels) % width, Math.floor(i / channels / width));
  },
});

function imageOf(classes: ExampleClasses, seed?: number, index = 0, example = 0): number[] {
  const into = new Float32Array(size + 1);
  classes.write(index, example, into, 1, seed === undefined ? undefined : key(seed));
  return [...into.subarray(1)];
}

const whole: Augmentation = { flip: true, shift: 2, crop: 0.8, affine: { degrees: 20, scale: 0.2, shear: 10 }, brightness: 0.3 };
const seeds = Array.from({ length: 200 }, (_, seed) => seed);

test('where nothing is asked for, no bit changes', () => {
  for (const nothing of [{}, { flip: false, shift: 0, crop: 1, affine: { degrees: 0, scale: 0, shear: 0 }, brightness: 0, turns: false }]) {
    for (const seed of [undefined, 1, 2]) assert.deepEqual(imageOf(augmented(noise, shape, nothing), seed), imageOf(noise));
  }
});

test('the key alone decides the bits; without a key the image is left as it is', () => {
  const classes = augmented(noise, shape, whole);
  assert.deepEqual(imageOf(classes, 3), imageOf(augmented(noise, shape, whole), 3));
  assert.notDeepEqual(imageOf(classes, 3), imageOf(classes, 4));
  assert.deepEqual(imageOf(classes), imageOf(noise));
});

test('values stay in [0, 1], and classes, names and sizes are those of the source', () => {
  const classes = augmented(noise, shape, whole);
  for (const seed of seeds) assert.ok(imageOf(classes, seed).every((value) => value >= 0 && value <= 1));
  assert.deepEqual([classes.count, classes.nameOf(2), classes.sizeOf(2)], [5, 'noise 2', 4]);
});

test('a flip mirrors about half of the images exactly and leaves the others', () => {
  const plain = imageOf(noise);
  const mirrored = plain.map((_, i) => plain[(Math.floor(i / channels / width) * width + width - 1 - (Math.floor(i / channels) % width)) * channels + (i % channels)]);
  let flips = 0;
  for (const seed of seeds) {
    const found = imageOf(augmented(noise, shape, { flip: true }), seed);
    if (found[0] === mirrored[0]) flips++;
    assert.deepEqual(found, found[0] === mirrored[0] ? mirrored : plain);
  }
  assert.ok(flips > 70 && flips < 130, `${flips} of 200`);
});

test('a shift moves by every number of whole pixels up to the most, to both sides', () => {
  // A pixel's colour tells where it comes from.
  const classes = augmented(drawn((x, y) => x + 10 * y), shape, { shift: 2 });
  const moves = new Set(seeds.map((seed) => imageOf(classes, seed)[(4 * width + 4) * channels] - 44));
  const expected = [-2, -1, 0, 1, 2].flatMap((down) => [-2, -1, 0, 1, 2].map((right) => 10 * down + right));
  assert.deepEqual([...moves].sort((a, b) => a - b), expected);
});

test('turns stay about the centre and within their degrees', () => {
  const classes = augmented(drawn((x) => x), shape, { affine: { degrees: 30 } });
  const slopes = seeds.map((seed) => {
    const found = imageOf(classes, seed);
    const at = (x: number, y: number): number => found[(y * width + x) * channels];
    assert.ok(Math.abs(at(4, 4) - 4) < 1e-5);
    // Across the middle, a ramp turned by an angle has the slope of its cosine, and down the middle of its sine.
    assert.ok(Math.abs((at(5, 4) - at(3, 4)) ** 2 + (at(4, 5) - at(4, 3)) ** 2 - 4) < 1e-4);
    return (at(4, 5) - at(4, 3)) / 2;
  });
  assert.ok(Math.max(...slopes) <= 0.5 && Math.max(...slopes) > 0.45 && Math.min(...slopes) >= -0.5 && Math.min(...slopes) < -0.45);
});

test('sizes, slants and windows are within their bounds', () => {
  const range = (augmentation: Augmentation, measure: (at: (x: number, y: number) => number) => number): number[] => {
    const classes = augmented(drawn((x) => x), shape, augmentation);
    const found = seeds.map((seed) => {
      const image = imageOf(classes, seed);
      return measure((x, y) => image[(y * width + x) * channels]);
    });
    return [Math.min(...found), Math.max(...found)];
  };
  const near = ([low, high]: number[], [from, to]: number[]): void =>
    assert.ok(low >= from - 1e-5 && high <= to + 1e-5 && low < from + 0.1 * (to - from) && high > to - 0.1 * (to - from), `[${low}, ${high}] in [${from}, ${to}]`);
  near(range({ affine: { scale: 0.25 } }, (at) => 2 / (at(5, 4) - at(3, 4))), [0.75, 1.25]);
  near(range({ affine: { shear: 45 } }, (at) => (at(4, 5) - at(4, 3)) / 2), [-1, 1]);
  near(range({ crop: 0.5 }, (at) => (at(5, 4) - at(3, 4)) / 2), [0.5, 1]);
});

test('a window lies within the image, anywhere in it', () => {
  const classes = augmented(drawn((x) => x / 8), shape, { crop: 0.5 });
  const middles = seeds.map((seed) => 8 * imageOf(classes, seed)[(4 * width + 4) * channels]);
  assert.ok(Math.min(...middles) >= 1.75 && Math.min(...middles) < 2.7 && Math.max(...middles) <= 6.25 && Math.max(...middles) > 5.3);
});

test('brightness multiplies within its bounds and is clipped at one', () => {
  const values = (level: number): number[] => seeds.map((seed) => imageOf(augmented(drawn(() => level), shape, { brightness: 0.5 }), seed)[0]);
  assert.ok(Math.min(...values(0.4)) >= 0.2 && Math.min(...values(0.4)) < 0.22 && Math.max(...values(0.4)) <= 0.6 && Math.max(...values(0.4)) > 0.58);
  assert.equal(Math.max(...values(0.9)), 1);
});

test('one option more changes nothing in what the others draw', () => {
  const shifted = augmented(noise, shape, { shift: 2 });
  const both = augmented(noise, shape, { shift: 2, brightness: 1e-9 });
  for (const seed of seeds.slice(0, 20)) imageOf(both, seed).forEach((value, i) => assert.ok(Math.abs(value - imageOf(shifted, seed)[i]) < 1e-6));
});

test('turns make four classes of each, which are the image turned by quarters', () => {
  for (const classes of [turnedClasses(noise, shape), augmented(noise, shape, { turns: true })]) {
    assert.deepEqual([classes.count, classes.nameOf(4), classes.nameOf(7), classes.sizeOf(19)], [20, 'noise 1', 'noise 1 turned by 270 degrees', 4]);
    const plain = imageOf(noise, 0, 1, 2);
    assert.deepEqual(imageOf(classes, undefined, 4, 2), plain);
    // The upper left pixel of the first turn is the upper right one of the image, and so on around.
    const corners = [[0, 0], [0, 8], [8, 8], [8, 0]].map(([y, x]) => plain[(y * width + x) * channels]);
    assert.deepEqual([4, 5, 6, 7].map((index) => imageOf(classes, undefined, index, 2)[0]), corners);
  }
});

test('turned classes hand the key on', () => {
  const classes = turnedClasses(augmented(noise, shape, { brightness: 0.5 }), shape);
  for (const index of [0, 1]) assert.notDeepEqual(imageOf(classes, 1, index), imageOf(classes, 2, index));
});

test('options out of range, unknown ones and shapes that are no images are refused', () => {
  const refuse = (augmentation: object, message: RegExp): void => assert.throws(() => augmented(noise, shape, augmentation), message);
  refuse({ shift: 9 }, /augmentation\.shift must be a whole number of pixels from 0 to 8, got 9/);
  refuse({ shift: 0.5 }, /got 0\.5/);
  refuse({ crop: 0 }, /augmentation\.crop must be a part of the image above 0 and at most 1, got 0/);
  refuse({ affine: { degrees: 181 } }, /affine\.degrees must be a number from 0 to 180, got 181/);
  refuse({ affine: { scale: 1 } }, /affine\.scale must be a number from 0 to 0\.9, got 1/);
  refuse({ brightness: NaN }, /brightness must be a number from 0 to 1, got NaN/);
  refuse({ rotate: 3 }, /There is no augmentation "rotate": there are turns, flip, shift, crop, affine, brightness, and in affine degrees, scale, shear/);
  refuse({ affine: { turn: 3 } }, /There is no augmentation "turn"/);
  assert.throws(() => augmented(noise, [4], {}), /Augmentation is of images \(height, width, channels\), these inputs have the shape \(4\)/);
  assert.throws(() => turnedClasses(noise, [9, 8, 3]), /Quarter turns need square images .* these are \(9, 8, 3\)/);
});
