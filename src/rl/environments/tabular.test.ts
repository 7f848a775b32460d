import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import { keysOf, playedBy, tasksOf } from '../../testing/play.js';
import type { Environments } from '../environment/index.js';
import { tabularMdp } from './tabular.js';

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const rowsOf = (values: readonly number[], width: number): number[][] => Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));

test('transitions are flat Dirichlet: rows of sum 1, whose parts have mean 1 / S and variance (S - 1) / (S^2 (S + 1))', () => {
  const rows = tasksOf(tabularMdp(), 1, 60).flatMap(({ transitions }) => rowsOf(transitions, 10));
  assert.equal(rows.length, 60 * 50);
  assertClose(rows.map((row) => row.reduce((sum, part) => sum + part, 0)), rows.map(() => 1), 1e-12);
  const first = rows.map(([part]) => part);
  const last = rows.map((row) => row[9]);
  for (const parts of [first, last]) {
    const [mean, variance] = [meanOf(parts), meanOf(parts.map((part) => (part - 0.1) ** 2))];
    assert.ok(Math.abs(mean - 0.1) < 0.007 && Math.abs(variance - 9 / 1100) < 0.001, `mean ${mean}, variance ${variance}`);
    // P(part > x) = (1 - x)^(S - 1).
    assert.ok(Math.abs(parts.filter((part) => part > 0.2).length / parts.length - 0.8 ** 9) < 0.03);
  }
});

test('mean rewards come from Normal(1, 1)', () => {
  const means = tasksOf(tabularMdp(), 2, 60).flatMap((task) => task.means);
  assert.equal(means.length, 3000);
  assertClose([meanOf(means), meanOf(means.map((mean) => (mean - 1) ** 2))], [1, 1], 0.11);
});

test('a step goes where the table says, from state 0, and is rewarded by the mean of where it was and standard normal noise', () => {
  const task = { means: [5, -5, 100, 200], transitions: [0.25, 0.75, 1, 0, 0, 1, 0.5, 0.5] };
  const rows = 4000;
  const environments = tabularMdp({ states: 2, actions: 2 }).make(new Array(rows).fill(task)) as Environments;
  const seen = environments.reset(keysOf(3, rows));
  assert.ok(seen.every((value, i) => value === (i % 2 === 0 ? 1 : 0)));
  const first = environments.step(new Float32Array(rows));
  assert.ok(Math.abs(meanOf([...first.observations].filter((_, i) => i % 2 === 1)) - 0.75) < 0.03);
  assertClose(meanOf([...first.rewards]), 5, 0.07);
  assertClose(meanOf([...first.rewards].map((reward) => (reward - 5) ** 2)), 1, 0.1);
  const there = [...first.observations];
  const second = environments.step(new Float32Array(rows).fill(1));
  second.rewards.forEach((reward, row) => assert.ok(Math.abs(reward - (there[2 * row] ? -5 : 200)) < 6));
  second.observations.forEach((value, i) => i % 2 === 1 && there[i - 1] && assert.equal(value, 0));
});

test('an episode is drawn as states on a circle, the present one filled', () => {
  const family = tabularMdp({ states: 3, actions: 1 });
  // Around the circle, one state after another.
  const task = { means: [0, 0, 0], transitions: [0, 1, 0, 0, 0, 1, 1, 0, 0] };
  const { still, frames } = family.scene!(task, playedBy(family.make([task]) as Environments, [[0], [0], [0]]));
  const circles = still.filter((shape) => shape.kind === 'circle');
  const lit = frames.map((shapes) => shapes.flatMap((shape) => (shape.kind === 'circle' ? [circles.findIndex(({ x, y }) => x === shape.x && y === shape.y)] : [])));
  assert.deepEqual(lit, [[0], [1], [2], [0]]);
});

test('a task is told by its means and transitions', () => {
  const family = tabularMdp({ states: 2, actions: 1 });
  const told = family.tells!.of({ means: [3, 4], transitions: [0, 1, 0.5, 0.5] });
  assert.deepEqual(told, [3, 4, 0, 1, 0.5, 0.5]);
  assert.equal(family.tells!.size, told.length);
  assert.equal(family.titleOf!({ means: [3, 4], transitions: [0, 1, 0.5, 0.5] }), 'best mean reward 4.00, of state 0 3.00');
});

test('tables of no states or actions are refused', () => {
  assert.throws(() => tabularMdp({ states: 0 }), /whole number of at least 1 states, got 0/);
  assert.throws(() => tabularMdp({ actions: 2.5 }), /whole number of at least 1 actions, got 2.5/);
  assert.throws(() => tabularMdp({ horizon: 0 }), /horizon .* got 0/);
});
