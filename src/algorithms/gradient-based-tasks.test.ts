import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, evaluate, leavesOf, mapTree, matmul, mul, relu, slice, stack, tanh, tensor, type Tensor } from '../graph/index.js';
import { batchNorm, crossEntropy, dense, learner, meanSquaredError, mlpEncoder, sequential, type Encoder, type Learner } from '../nn/index.js';
import { momentum, sgd, type LearningRate } from '../optim/index.js';
import { foldIn, key, normal } from '../random/index.js';
import type { Examples, Task } from '../tasks/index.js';
import { assertClose } from '../testing/close.js';
import { family, onLearner, type AnyAlgorithm } from '../testing/gradient-family.js';
import { tensorsOf } from '../testing/tensors.js';
import { valueAndGrad, vmap } from '../transform/index.js';

const ways = 3;
// Reptile's own Adam makes whole steps of rounding errors where a gradient is zero, such as that of a bias before batch normalisation.
const settings = { loss: crossEntropy, outputs: ways, innerSteps: 2, innerLearningRate: 0.1, innerOptimizer: sgd };
const plain = (extra: number): Encoder<object> => mlpEncoder({ inputs: 2 + extra, hidden: [4], activation: tanh });
const normed = (extra: number): Encoder<object> => mlpEncoder({ inputs: 2 + extra, hidden: [4], activation: tanh, normalisation: 'batch' });
const encoderFor = (name: string) => (name === 'cavia' ? plain : normed);

const rowsOf = (seed: number, labels: readonly number[]): Examples => ({ x: tensor(normal(key(seed), [labels.length, 2])), y: tensor([...labels], 'int32') });
const taskOf = (seed: number): Task => ({ support: rowsOf(2 * seed, [0, 1, 2, 0, 1, 2]), query: rowsOf(2 * seed + 1, [2, 1, 0, 1]) });
const thetaOf = (algorithm: AnyAlgorithm): unknown => tensorsOf(algorithm.init(key(3)));
const learns = (algorithm: AnyAlgorithm, theta: unknown, task: Task): readonly [Tensor, unknown] => valueAndGrad((p: unknown) => algorithm.objective(p, task))(theta);
const answers = (algorithm: AnyAlgorithm, theta: unknown, task: Task, call = {}): Tensor => algorithm.predict(algorithm.adapt(theta, task, call), task.query.x, { mask: task.query.mask, classes: task.classes });
const numbers = (tree: unknown): number[] => leavesOf<Tensor>(tree).flatMap((leaf) => Array.from(evaluate(leaf).data));

/** The same examples with rows that do not count, of large numbers and another label. */
function padded({ x, y }: Examples): Examples {
  const junk = rowsOf(99, [0, 1]);
  return { x: concat([x, mul(junk.x, 50)]), y: concat([y, junk.y]), mask: tensor([...new Array<number>(x.shape[0]).fill(1), 0, 0]) };
}

for (const [name, make] of family) {
  const algorithm = make(encoderFor(name), settings);

  test(`${name}: rows that do not count and a class that is absent change nothing`, () => {
    const theta = thetaOf(algorithm);
    const short = { support: rowsOf(1, [0, 1, 0, 1]), query: rowsOf(2, [1, 0]), classes: tensor([1, 1, 0]) };
    const long = { support: padded(short.support), query: padded(short.query), classes: short.classes };
    assertClose(learns(algorithm, theta, long), learns(algorithm, theta, short), 1e-6, 1e-3);
    const logits = answers(algorithm, theta, short);
    assertClose(slice(answers(algorithm, theta, long), [[0, 2]]), logits, 1e-6);
    assertClose(slice(logits, [null, [2]]), [-1e9, -1e9]);
    const phi = algorithm.adapt(theta, long);
    assertClose(algorithm.statistics(phi, long.support), algorithm.statistics(algorithm.adapt(theta, short), short.support), 1e-6);
  });

  test(`${name}: tasks together are as each by itself`, () => {
    const theta = thetaOf(algorithm);
    const tasks = [taskOf(1), taskOf(2), taskOf(3)];
    const together = mapTree((...leaves: Tensor[]) => stack(leaves), tasks[0], tasks[1], tasks[2]);
    const one = (task: Task): readonly [Tensor, unknown, Tensor] => [...learns(algorithm, theta, task), answers(algorithm, theta, task)];
    const each = tasks.map(one);
    assertClose(leavesOf(vmap(one)(together)), leavesOf<Tensor>(each[0]).map((_, i) => stack(each.map((found) => leavesOf<Tensor>(found)[i]))), 1e-5);
  });

  test(`${name}: no steps, and more than in training`, () => {
    const theta = thetaOf(algorithm);
    const task = taskOf(1);
    const [none, two, five] = [0, 2, 5].map((steps) => numbers(answers(algorithm, theta, task, { steps })));
    for (const found of [none, two, five]) assert.ok(found.every(Number.isFinite));
    assert.notDeepEqual(none, two);
    assert.notDeepEqual(two, five);
    assert.deepEqual(numbers(answers(algorithm, theta, task)), two);
    assert.ok(numbers(algorithm.objective(theta, task, { steps: 0 })).every(Number.isFinite));
    assert.throws(() => algorithm.adapt(theta, task, { steps: 1.5 }), /number of inner steps must be a whole number of at least 0, got 1\.5/);
  });

  test(`${name}: a learning rate may be a number or a tensor, of this call alone`, () => {
    const theta = thetaOf(algorithm);
    const task = taskOf(1);
    const faster = answers(algorithm, theta, task, { learningRate: 0.3 });
    assertClose(answers(algorithm, theta, task, { learningRate: tensor(0.3) }), faster, 1e-5);
    assert.notDeepEqual(numbers(faster), numbers(answers(algorithm, theta, task)));
    assert.throws(() => algorithm.adapt(theta, task, { learningRate: -1 }), /learningRate must be a finite number of at least 0, got -1/);
  });

  if (!['meta-sgd', 'maml++', 'meta-curvature'].includes(name)) {
    test(`${name}: an inner optimiser that remembers goes with a learning rate that is a tensor`, () => {
      const heavy = make(encoderFor(name), { ...settings, innerOptimizer: (rate: LearningRate) => momentum(rate, 0.5) });
      const theta = thetaOf(heavy);
      const moved = numbers(answers(heavy, theta, taskOf(1), { learningRate: tensor(0.1) }));
      assertClose(moved, numbers(answers(heavy, theta, taskOf(1))), 1e-5);
      assert.notDeepEqual(moved, numbers(answers(algorithm, theta, taskOf(1))));
      const gradient = numbers(learns(heavy, theta, taskOf(1)));
      assert.ok(gradient.every(Number.isFinite) && gradient.some((value) => value !== 0));
    });
  }

  if (algorithm.extend) {
    test(`${name}: what is extended goes on from where it was, whatever does not count`, () => {
      const [known, query] = [rowsOf(1, [0, 1, 2, 0]), rowsOf(3, [0, 1, 2]).x];
      const more = rowsOf(2, [1, 2, 2]);
      const phi = algorithm.adapt(thetaOf(algorithm), { support: known });
      const then = (support: Examples, steps: number): Tensor => algorithm.predict(algorithm.extend!(phi, { support, known }, { steps }), query);
      assertClose(then(more, 0), algorithm.predict(phi, query), 1e-6);
      assert.notDeepEqual(numbers(then(more, 2)), numbers(then(more, 0)));
      assertClose(then(padded(more), 2), then(more, 2), 1e-6);
    });
  }

  test(`${name}: values in place of classes${name === 'proto-maml' ? ' are refused' : ''}`, () => {
    const onValues = make(encoderFor(name), { ...settings, loss: meanSquaredError, outputs: 2 });
    const values = ({ x }: Examples): Examples => ({ x, y: mul(x, 2) });
    const task = { support: values(taskOf(1).support), query: values(taskOf(1).query) };
    const theta = thetaOf(onValues);
    if (name === 'proto-maml') {
      assert.throws(() => onValues.adapt(theta, task), /compares classes: give labels, int32/);
      return;
    }
    assert.ok(numbers(learns(onValues, theta, task)).every(Number.isFinite));
    assert.notDeepEqual(numbers(answers(onValues, theta, task)), numbers(answers(onValues, theta, task, { steps: 0 })));
  });
}

const network = sequential(dense(2, 4), batchNorm(4), relu, dense(4, ways));
type Layers = typeof network extends Learner<infer P> ? P : never;
const matrix = (seed: Parameters<typeof foldIn>[0]) => normal(foldIn(seed, 0), [2, ways]);

/** Pairs of learners that differ in how their parameters are held. */
const alike = [
  ['a single tensor', learner<Tensor>((seed) => matrix(seed) as never, (w, x) => matmul(x, w)), learner<{ readonly w: Tensor }>((seed) => ({ w: matrix(seed) }) as never, ({ w }, x) => matmul(x, w))],
  ['a list, whose paths begin with numbers', network, learner<{ readonly layers: Layers }>((seed) => ({ layers: network.init(seed) }) as never, ({ layers }, x, context) => network.forward(layers, x, context))],
] as unknown as readonly (readonly [what: string, one: Learner<object>, other: Learner<object>])[];

for (const [name, make] of onLearner) {
  for (const [what, one, other] of alike) {
    test(`${name}: parameters that are ${what} adapt like any`, () => {
      const [first, second] = [make(one, settings), make(other, settings)];
      for (const seen of [learns, answers]) assertClose(leavesOf(seen(first, thetaOf(first), taskOf(1))), leavesOf(seen(second, thetaOf(second), taskOf(1))), 1e-6);
      assert.notDeepEqual(numbers(answers(first, thetaOf(first), taskOf(1))), numbers(answers(first, thetaOf(first), taskOf(1), { steps: 0 })));
    });
  }
}
