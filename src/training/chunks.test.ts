import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cut, planChunks } from './chunks.js';

test('small tasks make one call of the whole meta-batch', () => {
  assert.deepEqual(planChunks(25, 20, 1761), { tasksPerCall: 25, chunkSize: 25 });
});

test('large tasks are done one per call, in chunks that several workers can share', () => {
  assert.deepEqual(planChunks(32, 80 * 784, 112_000), { tasksPerCall: 1, chunkSize: 4 });
  assert.deepEqual(planChunks(4, 80 * 784, 112_000), { tasksPerCall: 1, chunkSize: 1 });
  assert.deepEqual(planChunks(32, 10 * 784, 112_000), { tasksPerCall: 1, chunkSize: 4 });
});

test('what the caller chose stays, and what is impossible is refused in words', () => {
  assert.deepEqual(planChunks(25, 20, 1761, { chunkSize: 4 }), { tasksPerCall: 4, chunkSize: 4 });
  assert.deepEqual(planChunks(25, 20, 1761, { chunkSize: 4, tasksPerCall: 2 }), { tasksPerCall: 2, chunkSize: 4 });
  assert.throws(() => planChunks(4, 1, 1, { chunkSize: 5 }), /chunkSize must be a whole number from 1 to the metaBatchSize of 4, got 5/);
  assert.throws(() => planChunks(0, 1, 1), /metaBatchSize must be a whole number of at least 1, got 0/);
});

test('chunks cover every task once, in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), fc.nat(10), (count, size, first) => {
      const indices = cut(count, size, first).flatMap((chunk) => Array.from({ length: chunk.count }, (_, i) => chunk.first + i));
      assert.deepEqual(indices, Array.from({ length: count }, (_, i) => first + i));
    }),
  );
});

test('chunks are as few as there can be, and as even', () => {
  assert.deepEqual(cut(10, 3).map(({ count }) => count), [3, 3, 2, 2]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), (count, size) => {
      const counts = cut(count, size).map((chunk) => chunk.count);
      assert.equal(counts.length, Math.ceil(count / size));
      assert.ok(Math.max(...counts) <= size && Math.max(...counts) - Math.min(...counts) <= 1, `${counts}`);
    }),
  );
});

test('two workers share large tasks evenly', () => {
  const shares = (tasks: number): number[] => {
    const chunks = cut(tasks, planChunks(tasks, 12 * 784, 0).chunkSize);
    return [0, 1].map((worker) => chunks.filter(({ index }) => index % 2 === worker).reduce((sum, { count }) => sum + count, 0));
  };
  assert.deepEqual(shares(6), [3, 3]);
  for (let tasks = 2; tasks <= 24; tasks++) assert.ok(Math.abs(shares(tasks)[0] - shares(tasks)[1]) <= 1, `${tasks} tasks: ${shares(tasks)}`);
});

test('a default plan always fits the meta-batch', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 1_000_000 }), (tasks, values, parameters) => {
      const { tasksPerCall, chunkSize } = planChunks(tasks, values, parameters);
      assert.ok(tasksPerCall >= 1 && tasksPerCall <= chunkSize && chunkSize <= tasks);
    }),
  );
});

test('large tasks of a small meta-batch are left to be shared, small ones go together', () => {
  assert.deepEqual(planChunks(4, 80 * 784, 0), { tasksPerCall: 1, chunkSize: 1 });
  assert.deepEqual(planChunks(8, 12 * 784, 0), { tasksPerCall: 2, chunkSize: 2 });
  assert.deepEqual(planChunks(25, 20, 0), { tasksPerCall: 25, chunkSize: 25 });
});
