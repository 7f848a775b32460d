import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ppo, trpo, type Batch } from './index.js';

/** A surrogate with the slope g, and a divergence of half d' H d, H diagonal. */
const slope = Float32Array.of(1, -2, 0.5);
const bends = Float32Array.of(1, 4, 0.25);

function batchAt(start: Float32Array, more: Partial<{ loss: (d: number[]) => number; divergence: (d: number[]) => number }> = {}): Batch & { asked: string[] } {
  const away = (theta: Float32Array): number[] => Array.from(theta, (value, i) => value - start[i]);
  const loss = more.loss ?? ((d: number[]) => d.reduce((total, each, i) => total + slope[i] * each, 0));
  const divergence = more.divergence ?? ((d: number[]) => d.reduce((total, each, i) => total + 0.5 * bends[i] * each ** 2, 0));
  const asked: string[] = [];
  const evaluate = async (theta: Float32Array) => (asked.push('evaluate'), { loss: loss(away(theta)), divergence: divergence(away(theta)) });
  return {
    asked,
    evaluate,
    gradient: async (theta) => ({ gradient: slope.slice(), ...(await evaluate(theta)) }),
    curvature: async (direction) => direction.map((value, i) => value * bends[i]),
  };
}

const start = Float32Array.of(0.1, 0.2, 0.3);

test('a trust region step goes down the natural gradient as far as the divergence allows', async () => {
  const rule = trpo({ maxDivergence: 0.01, damping: 0 });
  const { theta, record } = await rule.step(start, rule.init(start), batchAt(start));
  const natural = Array.from(slope, (value, i) => value / bends[i]);
  const length = Math.sqrt(0.02 / natural.reduce((total, value, i) => total + value * slope[i], 0));
  theta.forEach((value, i) => assert.ok(Math.abs(value - (start[i] - 0.8 * length * natural[i])) < 1e-5 || Math.abs(value - (start[i] - length * natural[i])) < 1e-5));
  assert.equal(record.accepted, 1);
  assert.ok(record.divergence <= 0.01 && record.divergence > 0.006);
});

test('a step that does not lower the surrogate, or explodes, is shortened, and at last refused', async () => {
  const rule = trpo({ backtracks: 5 });
  for (const more of [{ loss: (d: number[]) => Math.hypot(...d) }, { divergence: () => Infinity }, { divergence: (d: number[]) => (Math.hypot(...d) === 0 ? 0 : NaN) }]) {
    const batch = batchAt(start, more);
    const { theta, record } = await rule.step(start, {}, batch);
    assert.deepEqual(theta, start);
    assert.equal(record.accepted, 0);
    assert.equal(batch.asked.length, 7);
  }
});

test('a divergence that grows faster than its curvature says makes the step shorter', async () => {
  const rule = trpo();
  const { record } = await rule.step(start, {}, batchAt(start, { divergence: (d) => 5 * d.reduce((total, each, i) => total + bends[i] * each ** 2, 0) }));
  assert.equal(record.accepted, 1);
  assert.ok(record.backtracks >= 5 && record.divergence <= 0.01);
});

test('without a slope nothing moves', async () => {
  const batch = { ...batchAt(start), gradient: async () => ({ gradient: new Float32Array(3), loss: 0, divergence: 0 }) };
  const { theta, record } = await trpo().step(start, {}, batch);
  assert.deepEqual(theta, start);
  assert.equal(record.accepted, 0);
});

test('proximal steps are those of Adam on the gradient, epoch by epoch', async () => {
  const rule = ppo({ learningRate: 0.01, epochs: 3, maxDivergence: 10 });
  const { theta, record, state } = await rule.step(start, rule.init(start), batchAt(start));
  // Adam's steps along a constant gradient are its signs.
  theta.forEach((value, i) => assert.ok(Math.abs(value - (start[i] - 0.03 * Math.sign(slope[i]))) < 1e-4, `${theta}`));
  assert.deepEqual([record.epochs, record.accepted], [3, 1]);
  const next = await rule.step(theta, state, batchAt(theta));
  assert.ok(next.theta[0] < theta[0]);
});

test('an epoch that leaves the bound of the divergence is taken back', async () => {
  const rule = ppo({ learningRate: 0.01, epochs: 5, maxDivergence: 0.1 });
  const far = (d: number[]): number => (Math.abs(d[0]) > 0.025 ? 1 : 0.01);
  const { theta, record } = await rule.step(start, rule.init(start), batchAt(start, { divergence: far }));
  assert.equal(record.epochs, 2);
  assert.ok(Math.abs(theta[0] - (start[0] - 0.02)) < 1e-4);
  const refused = await rule.step(start, rule.init(start), batchAt(start, { divergence: () => NaN }));
  assert.deepEqual(refused.theta, start);
  assert.equal(refused.record.accepted, 0);
});

test('options that make no sense are refused', () => {
  assert.throws(() => trpo({ maxDivergence: 0 }), /maxDivergence must be a finite number above 0, got 0/);
  assert.throws(() => trpo({ solverIterations: 0.5 }), /solverIterations must be a whole number of at least 1, got 0.5/);
  assert.throws(() => trpo({ backtrack: 1 }), /backtrack must be between 0 and 1, got 1/);
  assert.throws(() => ppo({ epochs: 0 }), /epochs must be a whole number of at least 1, got 0/);
  assert.throws(() => ppo({ clip: -1 }), /clip must be a finite number above 0, got -1/);
});
