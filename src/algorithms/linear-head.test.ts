import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compile } from '../compile/index.js';
import { add, concat, evaluate, leavesOf, mul, ndarray, ravelTensors, slice, sum, take, tanh, tensor, unravelTensor, type NdArray, type Tensor } from '../graph/index.js';
import { crossEntropy, initialisers, mlpEncoder, type Encoder } from '../nn/index.js';
import { foldIn, key, normal } from '../random/index.js';
import { stackTasks, type Examples, type HostTask, type Task } from '../tasks/index.js';
import { assertClose } from '../testing/close.js';
import { assertSlope } from '../testing/differences.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad, valueAndGrad, vmap } from '../transform/index.js';
import type { Algorithm } from './algorithm.js';
import type { LinearPhi, LinearTheta } from './linear-head.js';
import { logisticHead } from './logistic-head.js';
import { r2d2 } from './ridge-head.js';
import { svmHead } from './svm-head.js';

type Head = Algorithm<LinearTheta<object, object>, LinearPhi<object, object>>;
type Options = { readonly encoder: Encoder<object>; readonly ways: number; readonly queryStatistics?: 'query' | 'support' };

/** Each solver, so small and so weakly regularised that its solution is far from zero. */
const heads: readonly (readonly [name: string, make: (options: Options) => Head])[] = [
  ['r2d2', (options) => r2d2({ ...options, lambda: 0.3, scale: 2 }) as unknown as Head],
  ['the logistic head', (options) => logisticHead({ ...options, lambda: 0.3, scale: 2 }) as unknown as Head],
  ['the svm head', (options) => svmHead({ ...options, C: 0.4, ridge: 0.5, scale: 2 }) as unknown as Head],
];

const [inputs, width] = [3, 4];
const smooth = mlpEncoder({ inputs, hidden: [width], activation: tanh, initialiser: initialisers.normal(0.8) }) as unknown as Encoder<object>;
const normalised = mlpEncoder({ inputs, hidden: [width], activation: tanh, normalisation: 'batch' }) as unknown as Encoder<object>;

/** Rows of random inputs, whose labels go round. */
function rows(seed: number, count: number, ways: number): HostTask['support'] {
  return { x: normal(key(seed), [count, inputs]), y: { data: Int32Array.from({ length: count }, (_, i) => i % ways), shape: [count], dtype: 'int32' } };
}

const taskOf = (seed: number, shots: number, ways = 3): HostTask => ({ support: rows(seed, shots * ways, ways), query: rows(seed + 1000, 4, ways) });
const tensors = (task: HostTask): Task => tensorsOf(task) as unknown as Task;

for (const [name, make] of heads) {
  const algorithm = make({ encoder: smooth, ways: 3 });
  const host = algorithm.init(key(1));
  const theta = tensorsOf(host) as unknown as LinearTheta<object, object>;

  // One shot: fewer rows than features; four: more.
  for (const shots of [1, 4]) {
    test(`${name} of ${shots} shots: the gradient by all of theta, and its own derivative, are those of finite differences`, () => {
      const task = tensors(taskOf(7, shots));
      const at = ravelTensors(theta);
      const direction = tensor(normal(key(5), at.shape));
      const objective = (flat: Tensor): Tensor => algorithm.objective(unravelTensor(flat, host as never), task);
      const along = (t: number, f: (p: Tensor) => Tensor): number => evaluate(f(add(at, mul(direction, tensor({ data: Float64Array.of(t), shape: [], dtype: 'float32' }))))).data[0];
      const slope = (p: Tensor): Tensor => sum(mul(grad(objective)(p), direction));
      assertSlope(along(0, slope), (t) => along(t, objective), 'the gradient');
      assertSlope(along(0, (p) => sum(mul(grad(slope)(p), direction))), (t) => along(t, slope), 'the second derivative');
    });
  }

  test(`${name}: padding of any content at any place changes nothing`, () => {
    const padded = make({ encoder: normalised, ways: 3 });
    const params = tensorsOf(padded.init(key(2))) as unknown as LinearTheta<object, object>;
    const task = tensors(taskOf(11, 2));
    const plain = padded.objective(params, task);
    const logits = padded.predict(padded.adapt(params, task), task.query.x);
    fc.assert(
      fc.property(fc.array(fc.nat(6), { minLength: 1, maxLength: 3 }), fc.nat(100), (places, seed) => {
        const support = withPadding(task.support, places, seed);
        assertClose(padded.objective(params, { support, query: withPadding(task.query, [places[0] % 4], seed + 1) }), plain, 1e-6);
        assertClose(padded.predict(padded.adapt(params, { support }), task.query.x), logits, 1e-6);
      }),
      { numRuns: 10 },
    );
  });

  test(`${name}: classes that a task lacks have no say, with or without a mask of classes`, () => {
    const task = tensors(taskOf(13, 2));
    const wide = make({ encoder: smooth, ways: 5 });
    const logits = algorithm.predict(algorithm.adapt(theta, task), task.query.x);
    const classes = tensor([1, 1, 1, 0, 0]);
    const { x, y } = task.support;
    const strays = { x: concat([x, slice(x, [[0, 1]])]), y: concat([y, tensor([4], 'int32')]), mask: tensor([1, 1, 1, 1, 1, 1, 0]) };
    const all = [
      wide.predict(wide.adapt(theta, { ...task, classes }), task.query.x, { classes }),
      wide.predict(wide.adapt(theta, task), task.query.x),
      wide.predict(wide.adapt(theta, { support: strays }), task.query.x),
    ];
    for (const found of all) {
      assertClose(slice(found, [null, [0, 3]]), logits);
      assert.ok(evaluate(slice(found, [null, [3, 5]])).data.every((logit) => logit < -1e8));
    }
    assertClose(wide.objective(theta, { ...task, classes }), algorithm.objective(theta, task));
  });

  test(`${name}: vmap over tasks is a loop over them, compiled and interpreted`, async () => {
    const tasks = [1, 2, 3].map((seed) => taskOf(seed, 2));
    const each = valueAndGrad((params: LinearTheta<object, object>, task: Task) => algorithm.objective(params, task));
    const losses = tasks.map((task) => each(theta, tensors(task)));
    const gradients = ravelTensors(losses.map(([, gradient]) => gradient).reduce((a, b) => unravelTensor(add(ravelTensors(a), ravelTensors(b)), host as never)));
    const batched = (params: LinearTheta<object, object>, all: Task): [Tensor, Tensor] => {
      const [total, gradient] = valueAndGrad((p: LinearTheta<object, object>) => sum(vmap((task: Task) => algorithm.objective(p, task))(all)))(params);
      return [total, ravelTensors(gradient)];
    };
    const expected = [losses.map(([loss]) => loss).reduce((a, b) => add(a, b)), gradients];
    assertClose(batched(theta, tensors(stackTasks(tasks))), expected, 1e-9);
    const compiled = compile(batched);
    assertClose(await compiled(host as never, stackTasks(tasks) as never), expected, 1e-4);
    await compiled.release();
  });

  test(`${name}: extending by examples and by a class is solving with all of them`, () => {
    const all = tensors(taskOf(17, 3)).support;
    const of = (indices: readonly number[]): Examples => ({ x: take(all.x, indices), y: take(all.y, indices) });
    const [first, more] = [of([0, 1, 3]), of([2, 4, 5, 6, 7, 8])]; // class 2 is new in the second
    const extended = algorithm.extend!(algorithm.adapt(theta, { support: first }), { support: more, known: first });
    const together = algorithm.adapt(theta, { support: of([0, 1, 3, 2, 4, 5, 6, 7, 8]) });
    assertClose(leavesOf(extended.memory), leavesOf(together.memory));
    const masked = { ...more, mask: tensor([1, 1, 1, 1, 1, 0]) };
    const fewer = algorithm.adapt(theta, { support: of([0, 1, 3, 2, 4, 5, 6, 7]) });
    assertClose(leavesOf(algorithm.extend!(algorithm.adapt(theta, { support: first }), { support: masked, known: first }).memory), leavesOf(fewer.memory));
  });

  test(`${name}: the support set's statistics tell a single query, in meta-training too where asked for`, () => {
    const inductive = make({ encoder: normalised, ways: 3, queryStatistics: 'support' });
    const params = tensorsOf(inductive.init(key(3))) as unknown as LinearTheta<object, object>;
    const task = tensors(taskOf(19, 2));
    const phi = inductive.adapt(params, task);
    const statistics = inductive.statistics(phi, task.support);
    const logits = inductive.predict(phi, task.query.x, { statistics });
    assertClose(concat([0, 1, 2, 3].map((row) => inductive.predict(phi, slice(task.query.x, [[row, row + 1]]), { statistics }))), logits);
    assertClose(inductive.objective(params, task), crossEntropy(logits, task.query.y));
  });

  test(`${name} adapts without a loop, and tells classes that it was never trained on better than by chance`, () => {
    assert.equal(algorithm.innerSteps, 0);
    const task = tensors(taskOf(23, 4));
    assertClose(leavesOf(algorithm.adapt(theta, task, { steps: 3 }).memory), leavesOf(algorithm.adapt(theta, task).memory), 0);
    const loss = crossEntropy(algorithm.predict(algorithm.adapt(theta, task), task.support.x), task.support.y);
    assert.ok(evaluate(loss).data[0] < Math.log(3) - 0.05);
  });
}

test('numbers that make no sense are refused', () => {
  const of = { encoder: smooth, ways: 3 };
  for (const lambda of [0, -1, NaN, Infinity]) assert.throws(() => r2d2({ ...of, lambda }), /lambda must be a positive number/);
  assert.throws(() => r2d2({ ...of, scale: 0 }), /scale must be a positive number, got 0/);
  assert.throws(() => r2d2({ encoder: smooth } as never), /ways .* or .* outputs/);
  for (const newtonSteps of [0, 1.5]) assert.throws(() => logisticHead({ ...of, newtonSteps }), /newtonSteps must be a whole number of at least 1/);
  assert.throws(() => svmHead({ ...of, C: 0 }), /C must be a positive number/);
  assert.throws(() => svmHead({ ...of, ridge: 0 }), /ridge must be a positive number/);
  assert.throws(() => svmHead({ ...of, iterations: 0 }), /iterations must be a whole number of at least 1/);
  assert.throws(() => svmHead({ ...of, ways: 1 }), /ways must be a whole number of at least 2/);
  const { adapt, init } = r2d2(of);
  const values = { x: tensor(normal(key(0), [2, inputs])), y: tensor([[1], [2]]) };
  assert.throws(() => adapt(tensorsOf(init(key(0))), { support: values }), /give labels, int32 \(N\)/);
});

/** The same examples with rows of noise, of mask zero, put in at some places. */
function withPadding({ x, y }: Examples, places: readonly number[], seed: number): Examples {
  const noise: NdArray = normal(foldIn(key(seed), 1), [places.length, inputs], 0, 30);
  let [all, labels, mask]: Tensor[] = [x, y, tensor(Array<number>(x.shape[0]).fill(1))];
  const put = (into: Tensor, at: number, row: Tensor): Tensor => {
    const parts = [...(at > 0 ? [slice(into, [[0, at]])] : []), row, ...(at < into.shape[0] ? [slice(into, [[at, null]])] : [])];
    return concat(parts);
  };
  places.forEach((place, i) => {
    all = put(all, place, tensor(ndarray(noise.data.slice(i * inputs, (i + 1) * inputs) as Float32Array, [1, inputs])));
    labels = put(labels, place, tensor([i % 3], 'int32'));
    mask = put(mask, place, tensor([0]));
  });
  return { x: all, y: labels, mask };
}
