import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assertClose } from '../../testing/close.js';
import { ridgeSystem } from './ridge-system.js';

test('one unknown is the sum of products over the sum of squares and the penalty', () => {
  const system = ridgeSystem(1);
  system.clear();
  for (const [x, y] of [[1, 2], [3, 5]]) {
    system.row[0] = x;
    system.add(y);
  }
  system.addToDiagonal(0, 4);
  const solution = new Float64Array(3);
  system.solve(solution, 1);
  assertClose([...solution], [0, 17 / 14, 0]);
});

test('the solution has no slope, for any rows, weights and penalties', () => {
  const numbers = (length: number) => fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: length, maxLength: length });
  const row = fc.record({ x: numbers(3), y: fc.double({ min: -3, max: 3, noNaN: true }), weight: fc.double({ min: 0.1, max: 2, noNaN: true }) });
  const system = ridgeSystem(3);
  fc.assert(
    fc.property(fc.array(row, { maxLength: 6 }), fc.double({ min: 0.1, max: 3, noNaN: true }), (rows, penalty) => {
      system.clear();
      for (const { x, y, weight } of rows) {
        system.row.set(x);
        system.add(y * weight, weight);
      }
      for (let i = 0; i < 3; i++) system.addToDiagonal(i, penalty);
      const solution = new Float64Array(3);
      system.solve(solution);
      for (let i = 0; i < 3; i++) {
        let slope = penalty * solution[i];
        for (const { x, y, weight } of rows) slope += weight * x[i] * (x.reduce((sum, each, j) => sum + each * solution[j], 0) - y);
        assert.ok(Math.abs(slope) < 1e-8, `slope ${slope}`);
      }
    }),
  );
});

test('a system begins from the products of rows gathered before', () => {
  const system = ridgeSystem(2);
  system.clear();
  system.row.set([1, 2]);
  system.add(0);
  const gram = system.gram();
  system.clear(gram);
  assert.deepEqual([gram[0], gram[2], gram[3]], [1, 2, 4]);
  system.row.set([1, 0]);
  system.add(3);
  system.addToDiagonal(1, 1);
  const solution = new Float64Array(2);
  system.solve(solution);
  // (2 2; 2 5) w = (3, 0)
  assertClose([...solution], [15 / 6, -1]);
});

test('what the rows leave open is refused', () => {
  const system = ridgeSystem(2);
  system.clear();
  system.row.set([1, 0]);
  system.add(1);
  assert.throws(() => system.solve(new Float64Array(2)), /unknown 1 is left open/);
});
