import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { crossEntropy, embeddingBag, initialisers, withHead } from './index.js';
import { evaluate, ndarray, softplus, square, sum, tensor, type Tensor } from '../graph/index.js';
import { key } from '../random/index.js';
import { grad, vmap } from '../transform/index.js';
import { compile } from '../compile/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';

test('features are the mean of the embeddings of the ids of a row, and padding does not count', () => {
  const bag = embeddingBag({ buckets: 4, width: 2, combine: 'mean' });
  const table = tensor([[9, 9], [1, 2], [3, 4], [5, 6]]);
  assertClose(bag.apply({ table }, tensor([[1, 3, 0, 0], [2, 0, 2, 1], [0, 0, 0, 0]])), [3, 4, 7 / 3, 10 / 3, 0, 0]);
  assert.deepEqual(bag.outputShape, [2]);
});

/** Ids with padding anywhere, for tables on both sides of a multiple of 64. */
const cases = fc.integer({ min: 2, max: 200 }).chain((buckets) =>
  fc.record({ buckets: fc.constant(buckets), ids: fc.array(fc.array(fc.integer({ min: 0, max: buckets - 1 }), { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 4 }) }),
);

test('any ids of any table give the mean or the sum over the root, weighted where weights are learned', () => {
  fc.assert(
    fc.property(cases, fc.boolean(), fc.constantFrom('mean', 'root'), ({ buckets, ids }, weights, combine) => {
      const bag = embeddingBag({ buckets, width: 3, weights, combine });
      const params = bag.init(key(buckets));
      const scores = new Float32Array(buckets).map((_, i) => Math.sin(i));
      const weightOf = (id: number): number => (weights ? Math.log1p(Math.exp(scores[id])) : 1);
      const given = tensorsOf(weights ? { ...params, scores: ndarray(scores) } : params) as { table: Tensor; scores?: Tensor };
      const expected = ids.flatMap((row) => {
        const own = row.filter((id) => id !== 0);
        const counts = [...new Set(own)].map((id) => weightOf(id) * own.filter((other) => other === id).length);
        const total = (combine === 'mean' ? counts.reduce((all, count) => all + count, 0) : Math.hypot(...counts)) || 1;
        return [0, 1, 2].map((k) => own.reduce((all, id) => all + weightOf(id) * params.table.data[3 * id + k], 0) / total);
      });
      assertClose(bag.apply(given, tensor(ids)), expected, 1e-5);
    }),
    { numRuns: 50 },
  );
});

test('ids beyond the table count as padding', () => {
  const bag = embeddingBag({ buckets: 70, width: 1 });
  const table = tensor(ndarray(new Float32Array(70).fill(1), [70, 1]));
  assertClose(bag.apply({ table }, tensor([[69, 70, 5000, 127]])), [1]);
});

test('the gradient of the table is the share that each id has in the mean', () => {
  const bag = embeddingBag({ buckets: 5, width: 1, combine: 'mean' });
  const gradient = grad((table: Tensor) => sum(bag.apply({ table }, tensor([[1, 1, 3, 0]]))))(tensor([[0], [1], [2], [3], [4]]));
  assertClose(gradient, [0, 2 / 3, 0, 1 / 3, 0]);
});

test('each task has a table of its own under vmap, compiled as interpreted, to the second derivative', async () => {
  const learner = withHead(embeddingBag({ buckets: 66, width: 3, weights: true }), 2, { initialiser: initialisers.normal(1) });
  const theta = learner.init(key(0));
  const f = (params: ReturnType<typeof tensorsOf<typeof theta>>, x: Tensor, y: Tensor): Tensor => {
    const loss = (own: typeof params): Tensor => crossEntropy(learner.apply(own, x), y);
    const steps = grad(loss)(params);
    return sum(square(steps.table));
  };
  const second = vmap((x: Tensor, y: Tensor) => grad((table: Tensor) => f({ ...tensorsOf(theta), table }, x, y))(tensor(theta.table)));
  const x = ndarray([[[1, 65, 0], [2, 2, 64]], [[7, 0, 0], [65, 65, 7]]]);
  const y = ndarray([[0, 1], [1, 1]], undefined, 'int32');
  const compiled = compile(second);
  const result = await compiled(x, y);
  await compiled.release();
  const expected = evaluate(second(tensor(x), tensor(y)));
  assertClose(tensor(result), [...expected.data], 1e-5);
  assert.ok(expected.data.some((value) => Math.abs(value) > 1e-4));
});

test('weights start alike', () => {
  const params = embeddingBag({ buckets: 3, width: 1, weights: true }).init(key(0));
  assertClose(softplus(tensor(params.scores!)), [Math.log(2), Math.log(2), Math.log(2)]);
  assert.deepEqual(Object.keys(embeddingBag({ buckets: 3, width: 1 }).init(key(0))), ['table']);
});

test('sizes that make no sense are refused', () => {
  assert.throws(() => embeddingBag({ buckets: 1, width: 2 }), /buckets must be .* at least 2, got 1/);
  assert.throws(() => embeddingBag({ buckets: 10, width: 0 }), /width must be .* at least 1, got 0/);
});
