import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldIn, key } from '../random/index.js';
import { sinusoid } from './index.js';

const family = sinusoid({ shots: 5, queries: 10 });

test('a task has float32 columns of points', () => {
  const { support, query } = family.sample('train', key(0));
  assert.deepEqual([support.x.shape, support.y.shape, query.x.shape, query.y.shape], [[5, 1], [5, 1], [10, 1], [10, 1]]);
  assert.ok([support, query].every(({ x, y }) => x.dtype === 'float32' && y.dtype === 'float32'));
  assert.deepEqual(family.inputShape, [1]);
  assert.deepEqual(family.target, { kind: 'values', outputs: 1 });
});

test('all points of a task lie on one wave A sin(x - phase) of the allowed amplitude and phase', () => {
  for (let i = 0; i < 200; i++) {
    const { support, query } = family.sample('test', foldIn(key(1), i));
    // A sin(x - p) = a sin(x) + b cos(x); two points give a and b, all others must agree.
    const xs = [...support.x.data, ...query.x.data];
    const ys = [...support.y.data, ...query.y.data];
    let [m00, m01, m11, r0, r1] = [0, 0, 0, 0, 0];
    xs.forEach((x, n) => {
      const [s, c] = [Math.sin(x), Math.cos(x)];
      m00 += s * s;
      m01 += s * c;
      m11 += c * c;
      r0 += s * ys[n];
      r1 += c * ys[n];
    });
    const determinant = m00 * m11 - m01 * m01;
    const a = (r0 * m11 - r1 * m01) / determinant;
    const b = (r1 * m00 - r0 * m01) / determinant;
    xs.forEach((x, n) => assert.ok(Math.abs(a * Math.sin(x) + b * Math.cos(x) - ys[n]) < 1e-5));
    const amplitude = Math.hypot(a, b);
    const phase = Math.atan2(-b, a);
    assert.ok(amplitude > 0.0999 && amplitude < 5.0001, `amplitude ${amplitude}`);
    assert.ok(phase > -1e-3 && phase < Math.PI + 1e-3, `phase ${phase}`);
    assert.ok(xs.every((x) => x >= -5 && x < 5));
  }
});

test('inputs are uniform: their mean is 0 and their variance 25 / 3', () => {
  let [sum, squares, count] = [0, 0, 0];
  for (let i = 0; i < 4000; i++) {
    for (const x of family.sample('train', foldIn(key(2), i)).query.x.data) {
      sum += x;
      squares += x * x;
      count++;
    }
  }
  assert.ok(Math.abs(sum / count) < 0.06);
  assert.ok(Math.abs(squares / count - 25 / 3) < 0.15);
});

test('the splits draw other tasks from the same key', () => {
  const [train, validation, held] = (['train', 'validation', 'test'] as const).map((split) => family.sample(split, key(3)).support.x.data[0]);
  assert.equal(new Set([train, validation, held]).size, 3);
  assert.deepEqual(family.sample('train', key(3)), family.sample('train', key(3)));
});

test('shots that make no sense are refused', () => {
  assert.throws(() => sinusoid({ shots: 0 }), /shots must be/);
  assert.throws(() => sinusoid({ queries: 2.5 }), /queries must be/);
});
