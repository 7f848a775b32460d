import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compile } from '../compile/index.js';
import { add, evaluate, leavesOf, mul, ndarray, slice, sum, take, tanh, tensor, unflatten, type HostOf, type NdArray, type Tensor } from '../graph/index.js';
import { interpret } from '../graph/interpret.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { batchNorm, dense, encoder, sequential, type Encoder } from '../nn/index.js';
import { generatorOf, key, normal, sampleWithoutReplacement, uniformOf } from '../random/index.js';
import { stackTasks, type Examples, type HostTask, type Task } from '../tasks/index.js';
import { assertClose } from '../testing/close.js';
import { assertSlope, moved } from '../testing/differences.js';
import { drawLike } from '../testing/samples.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad, vmap } from '../transform/index.js';
import { alpaca, attentiveNeuralProcess, conditionalNeuralProcess, inContextTransformer, r2d2, snail, type Algorithm } from './index.js';

/* What is true of every algorithm that reads a support set in one pass. All functions are smooth, for finite differences. */
const ways = 3;
const [rows, inputs] = [6, 2];

const normalised = encoder<unknown>([4], sequential(dense(inputs, 4), batchNorm(4), tanh)) as Encoder<object>;
const unnormalised = encoder<unknown>([4], sequential(dense(inputs, 4), tanh)) as Encoder<object>;
const small = { filters: 3, attention: [[3, 2], [3, 2]], supportRows: 8 } as const;
const process = { inputs, outputs: 2, width: 4, hidden: [6], decoderHidden: [6], activation: tanh };

type Any = Algorithm<unknown, unknown>;
interface Case {
  readonly algorithm: Any;
  /** The same where an encoder has no batch statistics. */
  readonly plain: Any;
  readonly classes: boolean;
  /** Whether the order of the support set changes nothing. */
  readonly unordered: boolean;
}
const one = (algorithm: unknown): Pick<Case, 'algorithm' | 'plain' | 'classes'> => ({ algorithm: algorithm as Any, plain: algorithm as Any, classes: false });
const cases: Readonly<Record<string, Case>> = {
  'a conditional neural process': { ...one(conditionalNeuralProcess(process)), unordered: true },
  'an attentive neural process': { ...one(attentiveNeuralProcess({ ...process, keyHidden: [5], heads: 2, selfAttention: 1, latent: 3 })), unordered: true },
  'an attentive neural process without latent path': { ...one(attentiveNeuralProcess({ ...process, heads: 1, latent: 0 })), unordered: true },
  'SNAIL of values': { ...one(snail({ inputs, outputs: 2, ...small })), unordered: false },
  'SNAIL of classes': { algorithm: snail({ encoder: normalised, ways, ...small }) as Any, plain: snail({ encoder: unnormalised, ways, ...small }) as Any, classes: true, unordered: false },
  'an in-context transformer of values': { ...one(inContextTransformer({ inputs, outputs: 2, width: 8, layers: 2 })), unordered: true },
  'an in-context transformer of classes': {
    algorithm: inContextTransformer({ encoder: normalised, ways, width: 8, layers: 2 }) as Any,
    plain: inContextTransformer({ encoder: unnormalised, ways, width: 8, layers: 2 }) as Any,
    classes: true,
    unordered: true,
  },
};

function examples(seed: number, classes: boolean): HostOf<Examples> {
  const labels = Int32Array.from({ length: rows }, (_, row) => row % ways);
  return { x: normal(key(seed), [rows, inputs]), y: classes ? ndarray(labels) : normal(key(seed + 1000), [rows, 2]) };
}

const hostTask = (seed: number, classes: boolean): HostTask => ({ support: examples(2 * seed, classes), query: examples(2 * seed + 1, classes) });
const taskOf = (seed: number, classes: boolean): Task => tensorsOf(hostTask(seed, classes)) as Task;

/** The rows of an array at these places, and where there is none, numbers that are not the task's. */
function rowsAt(array: NdArray, order: readonly number[], other: () => number): NdArray {
  const size = array.data.length / array.shape[0];
  const values = order.flatMap((row) => Array.from({ length: size }, (_, at) => (row < 0 ? other() : array.data[row * size + at])));
  return ndarray(array.dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values), [order.length, ...array.shape.slice(1)], array.dtype);
}

/** The same examples in the same order, with rows between them that do not count. */
function padded({ x, y }: HostOf<Examples>, count: number, seed: number): HostOf<Examples> {
  const generator = generatorOf(key(seed));
  const order = Array.from({ length: rows }, (_, row) => row);
  while (order.length < count) order.splice(Math.floor(uniformOf(generator) * (order.length + 1)), 0, -1);
  const number = (): number => 20 * uniformOf(generator) - 10;
  return { x: rowsAt(x, order, number), y: rowsAt(y, order, () => (y.dtype === 'int32' ? 1 : number())), mask: ndarray(Float32Array.from(order, (row) => Number(row >= 0))) };
}

const counting = (values: Tensor, { mask }: HostOf<Examples>): Tensor => take(values, [...mask!.data].flatMap((counts, row) => (counts ? [row] : [])));
const valuesOf = (x: Tensor): number[] => [...(evaluate(x) as NdArray).data];

for (const [name, { algorithm, plain, classes, unordered }] of Object.entries(cases)) {
  const hostTheta = algorithm.init(key(5));
  const theta = tensorsOf(hostTheta) as unknown;
  const output = (given: Task, of: Any = algorithm): Tensor => of.predict(of.adapt(theta, given), given.query.x, { mask: given.query.mask, classes: given.classes });

  test(`rows that do not count change nothing to ${name}`, () => {
    fc.assert(
      fc.property(fc.nat(99), fc.integer({ min: rows, max: 9 }), fc.integer({ min: rows, max: 9 }), (seed, supportRows, queryRows) => {
        const host = hostTask(seed, classes);
        const more = { support: padded(host.support, supportRows, seed), query: padded(host.query, queryRows, seed + 1) };
        const [short, long] = [tensorsOf(host) as Task, tensorsOf(more) as Task];
        assertClose(algorithm.objective(theta, long), algorithm.objective(theta, short), 1e-5);
        assertClose(counting(output(long), more.query), output(short), 1e-5);
      }),
      { numRuns: 8 },
    );
  });

  if (unordered) {
    test(`the order of the support set changes nothing to ${name}`, () => {
      fc.assert(
        fc.property(fc.nat(99), (seed) => {
          const { support, query } = hostTask(seed, classes);
          const order = sampleWithoutReplacement(key(seed), rows);
          const other = { x: rowsAt(support.x, order, () => 0), y: rowsAt(support.y, order, () => 0) };
          assertClose(output(tensorsOf({ support: other, query }) as Task), output(tensorsOf({ support, query }) as Task), 1e-5);
        }),
        { numRuns: 8 },
      );
    });
  }

  test(`what a row is answered by ${name} does not depend on the other queries`, () => {
    const task = taskOf(4, classes);
    const phi = plain.adapt(theta, task);
    const first = plain.predict(phi, slice(task.query.x, [[0, 1]]));
    assertClose(first, slice(plain.predict(phi, task.query.x), [[0, 1]]), 1e-6);
  });

  test(`tasks at once are to ${name} what they are one by one, also compiled`, async () => {
    const tasks = [1, 2, 3].map((seed) => hostTask(seed, classes));
    const keys = [7, 8, 9].map(key);
    const both = (given: Task, seed: Tensor): Tensor[] => [algorithm.objective(theta, given, { key: seed }), output(given)];
    const expected = tasks.map((host, i) => both(tensorsOf(host) as Task, tensor(keys[i])));
    const together = compile((all: Task, seeds: Tensor) => vmap(both)(all, seeds));
    const seeds = ndarray(Int32Array.from(keys.flatMap(({ data }) => [...data])), [3, 2]);
    const [losses, outputs] = (await together(stackTasks(tasks), seeds)) as unknown as NdArray[];
    assertClose(losses, expected.flatMap(([loss]) => valuesOf(loss)), 1e-4);
    assertClose(outputs, expected.flatMap(([, values]) => valuesOf(values)), 1e-4);
    await together.release();
  });

  test(`the meta-gradient of ${name} is that of finite differences`, () => {
    const hostLeaves = leavesOf<NdArray>(hostTheta);
    const leaves = hostLeaves.map(({ shape }) => placeholder(shape, 'float32'));
    const given = unflatten(hostTheta as unknown, leaves) as unknown;
    const objective = (at: unknown): Tensor => algorithm.objective(at, taskOf(3, classes), { key: tensor(key(1)) });
    const direction = drawLike(hostLeaves, 11);
    const along = leavesOf<Tensor>(grad(objective)(given)).map((part, i) => sum(mul(part, direction[i]))).reduce((a, b) => add(a, b));
    const outputs = [objective(given), along];
    const valueAt = (which: number, t: number): number => interpret([outputs[which]], new Map(leaves.map((leaf, i) => [leaf, moved(hostLeaves[i], direction[i], t)])))[0].data[0];
    assertSlope(valueAt(1, 0), (t) => valueAt(0, t), 'the meta-gradient');
  });

  test(`examples that are added to ${name} are as good as given at once`, () => {
    const { support, query } = taskOf(3, classes);
    const part = (from: number, to: number): Examples => ({ x: slice(support.x, [[from, to]]), y: slice(support.y, [[from, to]]) });
    const phi = plain.extend!(plain.adapt(theta, { support: part(0, 4) }), { support: part(4, 6), known: part(0, 4) });
    assertClose(plain.predict(phi, query.x), output({ support, query }, plain), 1e-6);
  });

  test(`answers of the other kind are refused by ${name}`, () => {
    assert.throws(() => algorithm.adapt(theta, taskOf(1, !classes)), classes ? /made for 3 ways: give labels, int32 \(N\)/ : /made for 2 values a row: give them as float32 \(N, 2\)/);
  });

  if (!classes) continue;

  test(`classes that a task lacks get a large negative logit from ${name}, and no part in its loss`, () => {
    const task = { ...taskOf(3, true), classes: tensor([1, 0, 1]) };
    assertClose(slice(output(task), [null, [1, 2]]), new Array<number>(rows).fill(-1e9));
    const present = { ...task, query: { x: slice(task.query.x, [[0, 1]]), y: tensor([0], 'int32') } };
    assert.ok(valuesOf(algorithm.objective(theta, present))[0] < valuesOf(algorithm.objective(theta, { ...present, classes: undefined }))[0]);
  });

  test(`with the statistics of the support set, ${name} predicts each row by itself`, () => {
    const task = taskOf(3, true);
    const phi = algorithm.adapt(theta, task);
    const statistics = algorithm.statistics(phi, task.support);
    assert.equal(statistics.length, 1);
    const whole = algorithm.predict(phi, task.query.x, { statistics });
    assertClose(algorithm.predict(phi, slice(task.query.x, [[2, 3]]), { statistics }), slice(whole, [[2, 3]]));
    assert.throws(() => assertClose(algorithm.predict(phi, task.query.x), whole, 1e-3));
  });
}

test('without an encoder, or a whole number of inputs in its place, there is nothing to read', () => {
  for (const inputs of [undefined, 0, 1.5]) {
    for (const make of [r2d2, alpaca, inContextTransformer]) assert.throws(() => make({ inputs: inputs as number, outputs: 1 }), { name: 'RangeError', message: `inputs must be a whole number of at least 1, got ${inputs}.` });
  }
});
