import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maml } from '../algorithms/index.js';
import { evaluate, leavesOf, type HostOf, type NdArray, type Tensor } from '../graph/index.js';
import { crossEntropy, initialisers, mlp, type MlpParams } from '../nn/index.js';
import { adam, sgd } from '../optim/index.js';
import { foldIn, key, normal, uniform } from '../random/index.js';
import { padExamples, type HostExamples, type HostTask, type Task } from '../tasks/index.js';
import { assertClose } from '../testing/close.js';
import { tensorsOf } from '../testing/tensors.js';
import tinyJob, { tinyModule } from '../testing/tiny-job.js';
import { valueAndGrad } from '../transform/index.js';
import { metaTrain, workerPool } from './index.js';
import { ravel } from './ravel.js';
import { testProgram } from './test-program.js';

const widest = 5;
const learner = (outputs: number) => mlp({ inputs: 2, hidden: [6], outputs, normalisation: 'batch', initialiser: initialisers.heNormal });
const algorithm = maml({ learner: learner(widest), loss: crossEntropy, innerSteps: 2, innerLearningRate: 0.2 });
const theta = algorithm.init(key(3)) as HostOf<MlpParams>;

/** Examples of `ways` classes: `rows` of each in the plane, at random. */
function drawExamples(seed: number, ways: number, rows: number): HostExamples {
  const y = Int32Array.from({ length: ways * rows }, (_, row) => row % ways);
  return { x: normal(key(seed), [ways * rows, 2]), y: { data: y, shape: [ways * rows], dtype: 'int32' } };
}

/** Padded, with numbers in the padding that would show if any of them entered. */
function padded(examples: HostExamples, more: number): HostExamples {
  const { x, y, mask } = padExamples(examples, examples.x.shape[0] + more);
  const waste = uniform(key(9), x.shape, 50, 100);
  mask!.data.forEach((counts, row) => counts === 0 && x.data.set(waste.data.subarray(2 * row, 2 * row + 2) as Float32Array, 2 * row));
  return { x, y, mask };
}

/** Parameters with the head of their first `ways` classes. */
function cutHead({ blocks, head }: HostOf<MlpParams>, ways: number): HostOf<MlpParams> {
  const cut = ({ data, shape, dtype }: NdArray): NdArray => {
    const width = shape.at(-1)!;
    return { data: data.filter((_: number, i: number) => i % width < ways), shape: [...shape.slice(0, -1), ways], dtype };
  };
  return { blocks, head: { weight: cut(head.weight), bias: cut(head.bias!) } };
}

/** All parameters as one row: what is zero but for rounding in one of them is small against the others. */
function numbersOf(params: HostOf<MlpParams>): number[] {
  return leavesOf<NdArray>(params).flatMap(({ data }) => Array.from(data));
}

/** The objective, its gradient, and the accuracy after every inner step by both protocols, in float64. */
function measure(ways: number, params: HostOf<MlpParams>, task: HostTask) {
  const own = ways === widest ? algorithm : maml({ learner: learner(ways), loss: crossEntropy, innerSteps: 2, innerLearningRate: 0.2 });
  const given = tensorsOf(task) as unknown as Task;
  const constants = tensorsOf(params) as unknown as MlpParams;
  const [objective, gradient] = valueAndGrad((moving: MlpParams): Tensor => own.objective(moving, given))(constants);
  const accuracies = testProgram(own, { kind: 'classes', ways }, [0, 1, 2], 'both', false)(constants, given);
  return evaluate({ objective, gradient, accuracies }) as { objective: NdArray; gradient: HostOf<MlpParams>; accuracies: Record<string, NdArray> };
}

test('padding changes nothing: objective, gradient and accuracy are those of the task without it, with a head of its own size', () => {
  const small = fc.nat(4);
  fc.assert(
    fc.property(fc.integer({ min: 2, max: widest }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), small, small, fc.integer(), (ways, shots, queries, more, beyond, seed) => {
      const task = { support: drawExamples(seed, ways, shots), query: drawExamples(seed + 1, ways, queries) };
      const classes: NdArray = { data: new Float32Array(widest).fill(1, 0, ways), shape: [widest], dtype: 'float32' };
      const bare = measure(ways, cutHead(theta, ways), task);
      const wide = measure(widest, theta, { support: padded(task.support, more), query: padded(task.query, beyond), classes });
      assertClose(wide.objective, bare.objective);
      assertClose(numbersOf(cutHead(wide.gradient, ways)), numbersOf(bare.gradient), 1e-5);
      assertClose(wide.accuracies, bare.accuracies);
      const { weight } = wide.gradient.head;
      assert.ok(weight.data.every((value: number, i: number) => i % widest < ways || value === 0), 'absent classes have no gradient');
    }),
    { numRuns: 12 },
  );
});

test('tasks of many sizes and kinds do the same one by one and together, to rounding', async () => {
  const job = tinyJob({ varied: true });
  const results = await Promise.all([1, 3, 7].map(async (tasksPerCall) => ravel((await metaTrain({ ...job, optimizer: sgd(0.01), iterations: 6, metaBatchSize: 7, seed: 2, tasksPerCall })).theta)));
  for (const together of results.slice(1)) together.forEach((value, i) => assert.ok(Math.abs(value - results[0][i]) < 1e-5));
});

test('tasks of many sizes and kinds give the same bits for 0, 1 and 2 workers', async () => {
  const train = async (workers: number): Promise<Float32Array> => {
    const options = { varied: true };
    const executor = workers ? { executor: workerPool({ workers, module: tinyModule, options }) } : {};
    return ravel((await metaTrain({ ...tinyJob(options), optimizer: adam(0.01), iterations: 6, metaBatchSize: 7, seed: 2, chunkSize: 3, tasksPerCall: 2, ...executor })).theta);
  };
  const { family } = tinyJob({ varied: true });
  const sizes = new Set(Array.from({ length: 42 }, (_, i) => family.sample('train', foldIn(key(1), i)).support.x.shape[0]));
  assert.ok(sizes.size >= 3, `${sizes.size} sizes`);
  const alone = await train(0);
  assert.ok(alone.every(Number.isFinite));
  assert.deepEqual(await train(1), alone);
  assert.deepEqual(await train(2), alone);
});
