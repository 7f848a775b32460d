import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionalNeuralProcess, imaml, inContextTransformer, maml, protoNet } from '../algorithms/index.js';
import { equal, matmul, ndarray, where, type HostOf, type NdArray, type Tensor } from '../graph/index.js';
import { crossEntropy, learner, meanSquaredError, mlp, mlpEncoder } from '../nn/index.js';
import { key, normal } from '../random/index.js';
import type { Examples } from '../tasks/index.js';
import { assertClose } from '../testing/close.js';
import { adaptTo, releaseAdapted } from './adapt-to.js';
import { concatenated } from './rows.js';

const examples = (seed: number, labels: readonly number[]): HostOf<Examples> => ({
  x: normal(key(seed), [labels.length, 2]),
  y: { data: Int32Array.from(labels), shape: [labels.length], dtype: 'int32' },
});
const first = examples(1, [0, 1, 0, 1]);
const more = examples(2, [2, 0, 2]);
const queries = normal(key(3), [5, 2]);
const present = (count: number): NdArray => ndarray(Float32Array.from([0, 1, 2], (way) => (way < count ? 1 : 0)));

test('a class that is added to a prototypical network is as if it had been there', async () => {
  const algorithm = protoNet({ encoder: mlpEncoder({ inputs: 2, hidden: [4] }), ways: 3 });
  const theta = algorithm.init(key(0));
  const two = await adaptTo({ algorithm, theta, support: first, classes: present(2) });
  assert.ok((await two.predict(queries)).data.every((logit, i) => i % 3 !== 2 || logit < -1e8), 'a class that is not there has no chance');
  const three = await two.extend(more, { classes: present(3) });
  const whole = await adaptTo({ algorithm, theta, support: concatenated(first, more), classes: present(3) });
  assertClose(await three.predict(queries), await whole.predict(queries), 1e-5);
  assert.ok((await two.predict(queries)).data[2] < -1e8, 'what was extended stays as it is');
  await releaseAdapted(algorithm);
});

test('a class that gets examples is there, and one that classes leaves out may have none', async () => {
  const algorithm = protoNet({ encoder: mlpEncoder({ inputs: 2, hidden: [4] }), ways: 3 });
  const theta = algorithm.init(key(0));
  const two = await adaptTo({ algorithm, theta, support: first, classes: present(2) });
  const [told, untold] = [await two.extend(more, { classes: present(3) }), await two.extend(more)];
  assertClose(await untold.predict(queries), await told.predict(queries), 1e-6);
  await assert.rejects(two.extend(more, { classes: present(2) }), /class 2 in row 0, and classes says that it is not there/);
  await assert.rejects(adaptTo({ algorithm, theta, support: first, classes: present(1) }), /class 1 in row 1, and classes says that it is not there/);
  await assert.rejects(adaptTo({ algorithm, theta, support: first, classes: ndarray(new Float32Array(2).fill(1)) }), /classes has 2 entries, and this learner has 3 classes/);
  await releaseAdapted(algorithm);
});

test('maml goes on from where it was, on old and new rows', async () => {
  const algorithm = maml({ learner: mlp({ inputs: 2, hidden: [4], outputs: 3 }), loss: crossEntropy, innerLearningRate: 0.1 });
  const theta = algorithm.init(key(0));
  const two = await adaptTo({ algorithm, theta, support: first, steps: 2 });
  const three = await two.extend(more);
  const again = await adaptTo({ algorithm, theta: two.phi, support: concatenated(first, more), steps: 2 });
  assertClose(await three.predict(queries), await again.predict(queries), 1e-5);
  await releaseAdapted(algorithm);
});

test('an algorithm that can only start over does so, on all rows', async () => {
  const algorithm = imaml({ learner: mlp({ inputs: 2, hidden: [4], outputs: 3 }), loss: crossEntropy, innerLearningRate: 0.1, innerSteps: 2 });
  const theta = algorithm.init(key(0));
  const three = await (await adaptTo({ algorithm, theta, support: first })).extend(more);
  const whole = await adaptTo({ algorithm, theta, support: concatenated(first, more) });
  assertClose(await three.predict(queries), await whole.predict(queries), 1e-5);
  await releaseAdapted(algorithm);
});

test('added examples of another shape, or of a class without a place, are refused', async () => {
  const algorithm = maml({ learner: mlp({ inputs: 2, hidden: [4], outputs: 3 }), loss: crossEntropy });
  const adapted = await adaptTo({ algorithm, theta: algorithm.init(key(0)), support: first });
  await assert.rejects(adapted.extend(examples(2, [3])), /class 3 in row 0, and this learner has the classes 0 to 2/);
  await assert.rejects(adapted.extend({ ...more, x: normal(key(4), [3, 5]) }), /x of the added examples is float32\(3, 5\), and that of the known ones float32\(4, 2\): they must differ in rows only/);
  await releaseAdapted(algorithm);
});

test('of no rows nothing is predicted', async () => {
  const values = { x: first.x, y: normal(key(5), [4, 1]) };
  const none = ndarray(new Float32Array(0), [0, 2]);
  const process = conditionalNeuralProcess({ inputs: 2, outputs: 1, width: 4 });
  const context = inContextTransformer({ inputs: 2, outputs: 1, width: 4, heads: 2, layers: 1 });
  const adapted = [await adaptTo({ algorithm: process, theta: process.init(key(0)), support: values }), await adaptTo({ algorithm: context, theta: context.init(key(0)), support: values })];
  for (const { predict } of adapted) assert.deepEqual((await predict(none)).shape, [0, 1]);
  await Promise.all([releaseAdapted(process), releaseAdapted(context)]);
});

test('rows that do not belong together, and a mask that would count each many times, are refused in words', async () => {
  const algorithm = maml({ learner: mlp({ inputs: 2, hidden: [4], outputs: 3 }), loss: crossEntropy });
  const adapt = (support: HostOf<Examples>) => adaptTo({ algorithm, theta: algorithm.init(key(0)), support });
  await assert.rejects(adapt({ ...first, y: more.y }), { name: 'RangeError', message: 'The support set has 4 rows of x, 3 of y: they belong together, row by row.' });
  await assert.rejects(adapt({ ...first, mask: ndarray([[1], [1], [1], [0]]) }), /The support set has a mask of float32 \(4, 1\): give float32 \(4\)/);
  const adapted = await adapt(first);
  await assert.rejects(adapted.extend({ ...more, mask: ndarray([true, true, false]) }), /The set of added examples has a mask of bool \(3\)/);
  await releaseAdapted(algorithm);
});

test('lists in place of host arrays are refused with what makes these', async () => {
  const algorithm = maml({ learner: mlp({ inputs: 2, hidden: [4], outputs: 3 }), loss: crossEntropy });
  const theta = algorithm.init(key(0));
  await assert.rejects(adaptTo({ algorithm, theta, support: { ...first, x: [[1, 2]] as never } }), { name: 'TypeError', message: /^The support set has no host array as x: make one of lists with ndarray/ });
  await assert.rejects(adaptTo({ algorithm, theta, support: { x: first.x } as never }), /The support set has no host array as y/);
  const adapted = await adaptTo({ algorithm, theta, support: first });
  for (const x of [[[1, 2]], Float32Array.of(1, 2), ndarray(1)]) await assert.rejects(adapted.predict(x as never), { name: 'TypeError', message: /^predict takes its inputs as one host array \(N, \.\.\.\)/ });
  await releaseAdapted(algorithm);
});

test('examples that come one by one need few programs, and are learned from as if they had come so', async () => {
  const plain = maml({ learner: mlp({ inputs: 2, hidden: [4], outputs: 3 }), loss: crossEntropy, innerLearningRate: 0.1, innerSteps: 2 });
  let traced = 0;
  const counted = { ...plain, extend: (...args: Parameters<NonNullable<typeof plain.extend>>) => (traced++, plain.extend!(...args)) };
  const theta = plain.init(key(0));
  let adapted = await adaptTo({ algorithm: counted, theta, support: first });
  let known = first;
  for (let i = 0; i < 12; i++) {
    const one = examples(10 + i, [i % 3]);
    const before = adapted;
    adapted = await adapted.extend(one);
    known = concatenated(known, one);
    const again = await adaptTo({ algorithm: plain, theta: before.phi, support: known });
    assertClose(await adapted.predict(queries), await again.predict(queries), 1e-5);
  }
  assert.ok(traced <= 3, `${traced} programs for 12 calls`);
  await Promise.all([releaseAdapted(counted), releaseAdapted(plain)]);
});

test('examples that hold no number are named where they spoil the learner', async () => {
  const broken = (part: 'x' | 'y', at: number, value: number, { x, y }: HostOf<Examples>): HostOf<Examples> => {
    const data = Float32Array.from((part === 'x' ? x : y).data);
    data[at] = value;
    return { x, y, [part]: { ...(part === 'x' ? x : y), data } };
  };
  const classes = maml({ learner: mlp({ inputs: 2, hidden: [4], outputs: 3 }), loss: crossEntropy });
  const values = maml({ learner: mlp({ inputs: 2, hidden: [4], outputs: 1 }), loss: meanSquaredError });
  const network = protoNet({ encoder: mlpEncoder({ inputs: 2, hidden: [4] }), ways: 3 });
  const points = { x: first.x, y: normal(key(4), [4, 1]) };
  const refused = (said: string) => ({ name: 'RangeError', message: `The learner adapted to no numbers: there is ${said}. Mend the data, or leave such rows out.` });
  await assert.rejects(adaptTo({ algorithm: classes, theta: classes.init(key(0)), support: broken('x', 3, NaN, first) }), refused('NaN in x of the support set, row 1'));
  await assert.rejects(adaptTo({ algorithm: values, theta: values.init(key(0)), support: broken('y', 2, Infinity, points) }), refused('Infinity in y of the support set, row 2'));
  const adapted = await adaptTo({ algorithm: network, theta: network.init(key(0)), support: first });
  await assert.rejects(adapted.extend(broken('x', 0, -Infinity, more)), refused('-Infinity in x of the added examples, row 0'));
  await Promise.all([classes, values, network].map((algorithm) => releaseAdapted<unknown, unknown>(algorithm as never)));
});

test('a learner that is made to read NaN as what is not known may be given it', async () => {
  const reader = learner<{ readonly w: Tensor }>((at) => ({ w: normal(at, [2, 3]) }), ({ w }, x) => matmul(where(equal(x, x), x, 0), w));
  const algorithm = maml({ learner: reader, loss: crossEntropy });
  const support = { ...first, x: { ...first.x, data: Float32Array.from(first.x.data, (value, i) => (i === 3 ? NaN : value)) } };
  const { predict } = await adaptTo({ algorithm, theta: algorithm.init(key(0)), support });
  assert.ok((await predict(queries)).data.every(Number.isFinite));
  await releaseAdapted(algorithm);
});
