import fc from 'fast-check';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../compile/index.js';
import { add, evaluate, leavesOf, mul, ndarray, slice, sum, take, tanh, tensor, unflatten, type HostOf, type NdArray, type Tensor } from '../graph/index.js';
import { interpret } from '../graph/interpret.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { batchNorm, conv, dense, encoder, flatten, sequential, type Encoder } from '../nn/index.js';
import { foldIn, generatorOf, key, normal, uniformOf } from '../random/index.js';
import { stackTasks, type Examples, type HostTask, type Task } from '../tasks/index.js';
import { assertClose } from '../testing/close.js';
import { assertSlope, moved } from '../testing/differences.js';
import { drawLike } from '../testing/samples.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad, vmap } from '../transform/index.js';
import { cosine, matchingNet, nearestMean, protoNet, relationNet, relationOf, scaled, type Algorithm, type QueryStatistics } from './index.js';

/* What is true of every algorithm that compares features. All functions are smooth, for finite differences. */
const maps = encoder<unknown>([2, 2, 3], sequential(conv(1, 3, { padding: 1 }), batchNorm(3), tanh));
const unnormalised = encoder<unknown>([2, 2, 3], sequential(conv(1, 3, { padding: 1 }), tanh));
const relation = relationOf(sequential(conv(6, 2, { padding: 1 }), batchNorm(2), tanh, flatten, dense(8, 1)));
const ways = 3;

type Any = Algorithm<unknown, unknown>;
type Make = (queryStatistics?: QueryStatistics, encoder?: Encoder<unknown>) => Any;
const algorithms: Readonly<Record<string, Make>> = {
  'a prototypical network': (queryStatistics, encoder = maps) => protoNet({ encoder, ways, queryStatistics }) as Any,
  'a prototypical network of cosines': (queryStatistics, encoder = maps) => protoNet({ encoder, ways, queryStatistics, distance: scaled(cosine, 10) }) as Any,
  'a matching network': (queryStatistics, encoder = maps) => matchingNet({ encoder, ways, queryStatistics }) as Any,
  'a matching network in full context': (queryStatistics, encoder = maps) => matchingNet({ encoder, ways, queryStatistics, fullContext: { steps: 2 } }) as Any,
  'a relation network': (queryStatistics, encoder = maps) => relationNet({ encoder, ways, relation, queryStatistics }) as Any,
  'the nearest class mean': (_, encoder = maps) => nearestMean({ encoder, ways }) as Any,
};

function examples(seed: number, each: number): HostOf<Examples> {
  const labels = Int32Array.from({ length: ways * each }, (_, row) => Math.floor(row / each));
  return { x: normal(key(seed), [ways * each, 2, 2, 1]), y: ndarray(labels) };
}

const hostTask = (seed: number): HostTask => ({ support: examples(2 * seed, 2), query: examples(2 * seed + 1, 2) });
const task = tensorsOf(hostTask(1)) as Task;

const valuesOf = (x: Tensor): number[] => [...(evaluate(x) as NdArray).data];

/** The same examples, in the same order, with rows between them that do not count. */
function padded({ x, y }: HostOf<Examples>, rows: number, seed: number): HostOf<Examples> {
  const generator = generatorOf(key(seed));
  const size = x.data.length / x.shape[0];
  const order = [...y.data].map((_, row) => row);
  for (let i = y.data.length; i < rows; i++) order.splice(Math.floor(uniformOf(generator) * (order.length + 1)), 0, -1);
  const value = (row: number, at: number): number => (row < 0 ? 20 * uniformOf(generator) - 10 : x.data[row * size + at]);
  return {
    x: ndarray(Float32Array.from(order.flatMap((row) => Array.from({ length: size }, (_, at) => value(row, at)))), [rows, ...x.shape.slice(1)]),
    y: ndarray(Int32Array.from(order, (row) => (row < 0 ? Math.floor(uniformOf(generator) * (ways + 1)) : y.data[row]))),
    mask: ndarray(Float32Array.from(order, (row) => (row < 0 ? 0 : 1))),
  };
}

for (const [name, make] of Object.entries(algorithms)) {
  const algorithm = make();
  const hostTheta = algorithm.init(key(5));
  const theta = tensorsOf(hostTheta) as unknown;
  const logits = (given: Task): Tensor => algorithm.predict(algorithm.adapt(theta, given), given.query.x, { mask: given.query.mask, classes: given.classes });

  test(`rows that do not count change nothing to ${name}`, () => {
    const counting = (rows: Tensor, { mask }: HostOf<Examples>): Tensor => take(rows, [...mask!.data].flatMap((one, row) => (one ? [row] : [])));
    fc.assert(
      fc.property(fc.nat(99), fc.integer({ min: 6, max: 9 }), fc.integer({ min: 6, max: 9 }), fc.constantFrom<QueryStatistics>('query', 'support', 'both'), (seed, supportRows, queryRows, from) => {
        const plain = hostTask(seed);
        const host = { support: padded(plain.support, supportRows, seed), query: padded(plain.query, queryRows, seed + 1) };
        const [short, long] = [tensorsOf(plain) as Task, tensorsOf(host) as Task];
        assertClose(make(from).objective(theta, long), make(from).objective(theta, short), 1e-5);
        assertClose(algorithm.statistics(algorithm.adapt(theta, long), long.support), algorithm.statistics(algorithm.adapt(theta, short), short.support), 1e-5);
        assertClose(counting(logits(long), host.query), logits(short), 1e-5);
      }),
      { numRuns: 8 },
    );
  });

  test(`tasks at once are to ${name} what they are one by one, also compiled`, async () => {
    const tasks = [1, 2, 3].map(hostTask);
    const both = (given: Task): Tensor[] => [algorithm.objective(theta, given), logits(given)];
    const expected = tasks.map((host) => both(tensorsOf(host) as Task));
    const together = compile((all: Task) => vmap(both)(all));
    const [losses, outputs] = (await together(stackTasks(tasks))) as unknown as NdArray[];
    assertClose(losses, expected.flatMap(([loss]) => valuesOf(loss)), 1e-4);
    assertClose(outputs, expected.flatMap(([, output]) => valuesOf(output)), 1e-4);
    await together.release();
  });

  test(`the gradient of the objective of ${name} is that of finite differences`, () => {
    for (const from of ['query', 'support', 'both'] as const) {
      const leaves = leavesOf<NdArray>(hostTheta);
      const given = leaves.map(({ shape }) => placeholder(shape, 'float32'));
      const objective = (params: readonly Tensor[]): Tensor => make(from).objective(unflatten(hostTheta, params), task);
      const direction = drawLike(leaves, 3).map((value) => ({ ...value, data: value.data.map((entry) => entry / 4) }));
      const slope = grad(objective)(given).map((part, i) => sum(mul(part, direction[i]))).reduce((a, b) => add(a, b));
      const at = (output: Tensor, t: number): number => interpret([output], new Map<Tensor, NdArray>(given.map((own, i) => [own, moved(leaves[i], direction[i], t)])))[0].data[0];
      const value = objective(given);
      assertSlope(at(slope, 0), (t) => at(value, t), `the slope of the objective with statistics of ${from}`);
    }
  });

  test(`a query alone is to ${name} what it is among others, with the statistics of the support set`, () => {
    const phi = algorithm.adapt(theta, task);
    const statistics = algorithm.statistics(phi, task.support);
    assert.ok(statistics.length > 0);
    const among = algorithm.predict(phi, task.query.x, { statistics });
    for (const row of [0, 4]) assertClose(algorithm.predict(phi, slice(task.query.x, [[row, row + 1]]), { statistics }), slice(among, [[row, row + 1]]));
    assert.throws(() => assertClose(among, algorithm.predict(phi, task.query.x), 1e-3), 'the statistics are those of the support set');
  });

  test(`a class that has no example, or that the task has not, is never what ${name} predicts`, () => {
    const few = { ...task, support: { ...task.support, y: tensor([0, 0, 0, 2, 2, 2], 'int32') } };
    assertClose(slice(logits(few), [null, [1, 2]]), new Array<number>(6).fill(-1e9));
    assertClose(slice(logits({ ...task, classes: tensor([1, 1, 0]) }), [null, [2]]), new Array<number>(6).fill(-1e9));
    assert.ok(valuesOf(logits(few)).every(Number.isFinite));
  });

  if (!name.includes('full context')) {
    test(`the order of the support rows is nothing to ${name}`, () => {
      const order = [3, 0, 5, 1, 4, 2];
      const { x, y } = task.support;
      assertClose(logits({ ...task, support: { x: take(x, order), y: take(y, order) } }), logits(task));
    });

    const { support } = task;
    const part = (from: number, to: number): Examples => ({ x: slice(support.x, [[from, to]]), y: slice(support.y, [[from, to]]) });
    const [known, added] = [part(0, 3), part(3, 6)];

    test(`examples and a class that are added to ${name} are as if they had been there from the start`, () => {
      const other = make('query', unnormalised);
      const start = tensorsOf(other.init(key(5))) as unknown;
      const begun = other.adapt(start, { support: known });
      assertClose(slice(other.predict(begun, task.query.x), [null, [2]]), new Array<number>(6).fill(-1e9));
      assertClose(other.predict(other.extend!(begun, { support: added, known }), task.query.x), other.predict(other.adapt(start, { support }), task.query.x));
    });

    test(`what is added to ${name} is normalised as the first examples were`, () => {
      const begun = algorithm.adapt(theta, { support: known });
      const extended = algorithm.extend!(begun, { support: added, known });
      assertClose(algorithm.statistics(extended, support), algorithm.statistics(begun, known));
      const oneByOne = [3, 4, 5].reduce((phi, row) => algorithm.extend!(phi, { support: part(row, row + 1), known }), begun);
      assertClose(algorithm.predict(oneByOne, task.query.x), algorithm.predict(extended, task.query.x));
    });
  }
}

test('full-context embeddings are of the whole support set: there is nothing to add to', () => {
  assert.equal(algorithms['a matching network in full context']().extend, undefined);
});

test('values are refused where classes are compared, and so are too few ways', () => {
  const values = { x: task.support.x, y: tensor(normal(foldIn(key(1), 2), [6, 1])) };
  for (const make of Object.values(algorithms)) {
    const algorithm = make();
    assert.throws(() => algorithm.adapt(tensorsOf(algorithm.init(key(0))), { support: values }), /compares classes: give labels, int32 \(N\)/);
  }
  assert.throws(() => protoNet({ encoder: maps, ways: 1 }), /ways must be a whole number of at least 2, got 1/);
  assert.throws(() => matchingNet({ encoder: maps, ways: 2.5 }), /ways must be a whole number of at least 2, got 2\.5/);
  assert.throws(() => matchingNet({ encoder: maps, ways, fullContext: { steps: 0 } }), /steps of full-context embeddings must be a whole number of at least 1, got 0/);
  assert.throws(() => relationNet({ encoder: maps, ways: 0 }), /ways must be/);
});
