import assert from 'node:assert/strict';
import { test } from 'node:test';
import { key } from '../random/index.js';
import { fanInUniform, fansOf, glorotUniform, heNormal, truncatedNormal } from './initialisers.js';

const moments = (values: ArrayLike<number>) => {
  const list = Array.from(values);
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  return { mean, deviation: Math.sqrt(list.reduce((a, b) => a + (b - mean) ** 2, 0) / list.length), largest: Math.max(...list.map(Math.abs)) };
};
const near = (actual: number, expected: number, tolerance: number): void => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);

test('fans of a kernel count its positions', () => {
  assert.deepEqual(fansOf([3, 3, 16, 32]), { fanIn: 144, fanOut: 288 });
  assert.deepEqual(fansOf([40, 10]), { fanIn: 40, fanOut: 10 });
});

test('glorotUniform has variance 2 / (fanIn + fanOut)', () => {
  const { mean, deviation } = moments(glorotUniform(key(1), [100, 100]).data);
  near(mean, 0, 0.004);
  near(deviation, 0.1, 0.002);
});

test('heNormal has variance 2 / fanIn', () => {
  near(moments(heNormal(key(2), [200, 50]).data).deviation, 0.1, 0.002);
});

test('fanInUniform stays within 1 / sqrt(fanIn)', () => {
  const { largest } = moments(fanInUniform(key(3), [100, 100]).data);
  assert.ok(largest <= 0.1 && largest > 0.0999);
});

test('truncatedNormal draws nothing beyond two deviations', () => {
  const { deviation, largest } = moments(truncatedNormal(0.01)(key(4), [100, 100]).data);
  assert.ok(largest <= 0.02 * (1 + 1e-6));
  near(deviation, 0.0088, 0.0001);
});
