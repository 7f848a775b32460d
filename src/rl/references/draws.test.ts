import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keysOf } from '../../testing/play.js';
import { randomOf } from '../environment/index.js';
import { beta, gamma } from './draws.js';

const count = 40_000;
const momentsOf = (draw: () => number): readonly [mean: number, variance: number, skewness: number] => {
  const draws = Array.from({ length: count }, draw);
  const mean = draws.reduce((sum, value) => sum + value, 0) / count;
  const central = (power: number): number => draws.reduce((sum, value) => sum + (value - mean) ** power, 0) / count;
  return [mean, central(2), central(3) / central(2) ** 1.5];
};

for (const shape of [1, 2, 7.5, 60]) {
  test(`gamma draws of shape ${shape} have mean and variance ${shape} and skewness 2 / sqrt(${shape})`, () => {
    const random = randomOf(keysOf(Math.ceil(shape), 1)[0]);
    const [mean, variance, skewness] = momentsOf(() => gamma(shape, random));
    const within = 4 * Math.sqrt(shape / count);
    assert.ok(Math.abs(mean - shape) < within, `mean ${mean}`);
    assert.ok(Math.abs(variance / shape - 1) < 4 * Math.sqrt((2 + 6 / shape) / count), `variance ${variance}`);
    assert.ok(Math.abs(skewness - 2 / Math.sqrt(shape)) < 0.2, `skewness ${skewness}`);
  });
}

test('beta draws have mean a / (a + b) and its variance', () => {
  const random = randomOf(keysOf(9, 1)[0]);
  const [mean, variance] = momentsOf(() => beta(2, 6, random));
  assert.ok(Math.abs(mean - 1 / 4) < 4 * Math.sqrt(1 / 48 / count), `mean ${mean}`);
  assert.ok(Math.abs(variance * 48 - 1) < 0.03, `variance ${variance}`);
});
