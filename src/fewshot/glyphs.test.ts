import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldIn, key } from '../random/index.js';
import type { HostTask } from '../tasks/index.js';
import { glyphs } from './index.js';

test('a task has images of 28x28 with ink in [0, 1]', () => {
  const { support, query } = glyphs({ ways: 5, shots: 2, queries: 3 }).sample('train', key(0));
  assert.deepEqual([support.x.shape, query.x.shape], [[10, 28, 28, 1], [15, 28, 28, 1]]);
  for (const { x } of [support, query]) {
    for (let image = 0; image < x.shape[0]; image++) {
      const pixels = [...x.data.subarray(784 * image, 784 * (image + 1))];
      assert.ok(pixels.every((value) => value >= 0 && value <= 1));
      const ink = pixels.reduce((sum, value) => sum + value, 0) / 784;
      assert.ok(ink > 0.02 && ink < 0.45, `ink ${ink}`);
    }
  }
});

test('the same seed and key give the same pixels, another seed another alphabet', () => {
  const task = (seed: number): HostTask => glyphs({ seed, queries: 1 }).sample('test', key(3));
  assert.deepEqual(task(0), task(0));
  assert.notDeepEqual(task(0), task(1));
});

test('splits have 1000, 200 and 500 characters', () => {
  assert.deepEqual(glyphs().description.classes, { train: 1000, validation: 200, test: 500 });
  assert.throws(() => glyphs({ ways: 201 }), /its validation split has 200/);
});

test('other sizes are drawn to scale', () => {
  const { x } = glyphs({ size: 56, queries: 1 }).sample('train', key(0)).support;
  assert.deepEqual(x.shape, [5, 56, 56, 1]);
  assert.throws(() => glyphs({ size: 2 }), /size must be/);
});

test('drawings of one character resemble each other, yet pixels alone do not solve the task', () => {
  const family = glyphs({ ways: 5, shots: 1, queries: 2 });
  let [right, all] = [0, 0];
  for (let episode = 0; episode < 150; episode++) {
    const { support, query } = family.sample('test', foldIn(key(9), episode));
    for (let q = 0; q < 10; q++) {
      const distances = [0, 1, 2, 3, 4].map((s) => {
        let sum = 0;
        for (let i = 0; i < 784; i++) sum += (query.x.data[784 * q + i] - support.x.data[784 * s + i]) ** 2;
        return sum;
      });
      if (distances.indexOf(Math.min(...distances)) === query.y.data[q]) right++;
      all++;
    }
  }
  assert.ok(right / all > 0.35 && right / all < 0.65, `nearest neighbour ${right / all}`);
});
