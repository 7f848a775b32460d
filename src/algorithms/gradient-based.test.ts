import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../compile/index.js';
import { add, evaluate, matmul, mul, ravelTensors, reshape, sum, tanh, tensor, unravelTensor, type Tensor } from '../graph/index.js';
import { conv4Encoder, crossEntropy, encoder, initialisers, learner, mlpEncoder, resnet12Encoder, type Encoder } from '../nn/index.js';
import { foldIn, key, normal, split } from '../random/index.js';
import type { HostTask, Task } from '../tasks/index.js';
import { assertClose } from '../testing/close.js';
import { assertSlope } from '../testing/differences.js';
import { family } from '../testing/gradient-family.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad, valueAndGrad } from '../transform/index.js';

const ways = 3;
const settings = { loss: crossEntropy, outputs: ways, innerLearningRate: 0.1 };

/** Features of a kind that no library has: products of two learned views, through a tanh. */
function own(inputs: number): Encoder<object> {
  return encoder(
    [4],
    learner<{ readonly left: Tensor; readonly right: Tensor }>(
      (seed) => {
        const [left, right] = split(seed);
        return { left: normal(left, [inputs, 4], 0, 0.5), right: normal(right, [inputs, 4], 0, 0.5) };
      },
      ({ left, right }, x) => tanh(mul(matmul(flat(x), left), add(matmul(flat(x), right), 1))),
    ),
  ) as unknown as Encoder<object>;
}

const flat = (x: Tensor): Tensor => reshape(x, [x.shape[0], -1]);
const smooth = { hidden: [5], activation: tanh, initialiser: initialisers.normal(0.5) };
const learners: readonly (readonly [name: string, shape: readonly number[], of: (extra: number) => Encoder<object>])[] = [
  ['an MLP', [3], (extra) => mlpEncoder({ inputs: 3 + extra, ...smooth })],
  ['a learner of its own kind', [3], (extra) => own(3 + extra)],
  ['conv4', [16, 16, 1], (extra) => conv4Encoder({ inputShape: [16, 16, 1 + extra], channels: 4 })],
  ['resnet12', [16, 16, 1], (extra) => resnet12Encoder({ inputShape: [16, 16, 1 + extra], channels: [8, 8, 8, 8] })],
];

for (const [name, make] of family) {
  for (const [kind, shape, of] of learners) {
    // A context beside the input is taken away by batch normalisation, and film needs one.
    if ((name === 'cavia' && kind === 'conv4') || (name === 'cavia with film' && shape.length === 1)) continue;
    // One step of the large networks has every kind of derivative that two have.
    const algorithm = make(of, { ...settings, innerSteps: shape.length === 1 ? 2 : 1 });
    const theta = algorithm.init(key(1));
    const task = taskOf(shape);
    const total = (params: unknown, example: Task): Tensor => algorithm.objective(params, example);

    if (shape.length === 1 && name !== 'first-order maml' && name !== 'reptile' && name !== 'imaml' && name !== 'warp-grad') {
      test(`${name} on ${kind}: the meta-gradient and its own derivative are those of finite differences`, () => {
        const at = ravelTensors(tensorsOf(theta));
        const direction = tensor(normal(key(5), at.shape));
        const objective = (flatTheta: Tensor): Tensor => total(unravelTensor<unknown>(flatTheta, theta as never), tensorsOf(task) as unknown as Task);
        const along = (t: number, f: (p: Tensor) => Tensor): number => evaluate(f(add(at, mul(direction, double(t))))).data[0];
        const slope = (p: Tensor): Tensor => sum(mul(grad(objective)(p), direction));
        assertSlope(along(0, slope), (t) => along(t, objective), 'the meta-gradient');
        assertSlope(along(0, (p) => sum(mul(grad(slope)(p), direction))), (t) => along(t, slope), 'the second derivative');
      });
    }

    test(`${name} on ${kind}: what is compiled is finite, moves, and agrees with the interpreter`, async () => {
      const program = compile((params: unknown, example: Task) => {
        const [loss, gradient] = valueAndGrad((p: unknown) => total(p, example))(params);
        const phi = algorithm.adapt(params, example);
        return { loss, gradient: ravelTensors(gradient), logits: algorithm.predict(phi, example.query.x), before: algorithm.predict(algorithm.adapt(params, example, { steps: 0 }), example.query.x) };
      });
      const { loss, gradient, logits, before } = await program(theta as never, task);
      await program.release();
      assert.ok(Number.isFinite(loss.data[0]));
      assert.ok(gradient.data.every(Number.isFinite));
      assert.ok(gradient.data.some((value) => Math.abs(value) > 1e-6), 'the meta-gradient is zero');
      assert.deepEqual(logits.shape, [ways, ways]);
      assert.ok(logits.data.some((value, i) => Math.abs(value - before.data[i]) > 1e-6), 'adapting changed nothing');
      const [constants, example] = [tensorsOf(theta) as unknown, tensorsOf(task) as unknown as Task];
      assertClose(loss, total(constants, example), 1e-3);
      // The interpreter takes seconds for the gradient of a large network.
      if (kind !== 'resnet12') assertClose(gradient, ravelTensors(grad((p: unknown) => total(p, example))(constants)), 1e-3, 1e-3);
    });
  }
}

/** Numbers lifted into a graph are float32; as two of them a step of finite differences keeps its digits. */
function double(t: number): Tensor {
  const high = Math.fround(t);
  return add(tensor(high), tensor(Math.fround(t - high)));
}

function taskOf(shape: readonly number[]): HostTask {
  const examples = (index: number, rows: number): HostTask['support'] => ({
    x: normal(foldIn(key(7), index), [rows, ...shape]),
    y: { data: Int32Array.from({ length: rows }, (_, i) => i % ways), shape: [rows], dtype: 'int32' },
  });
  return { support: examples(0, shape.length === 1 ? 2 * ways : ways), query: examples(1, ways) };
}
