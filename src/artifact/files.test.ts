import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { maml, protoNet } from '../algorithms/index.js';
import { leavesOf, mapTree, mapWithPath, ndarray, pathsOf, softmax, type NdArray, type Tensor } from '../graph/index.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { crossEntropy, mlp, mlpEncoder } from '../nn/index.js';
import { key } from '../random/index.js';
import { adaptTo, decodeSafetensors, placesOf } from '../training/index.js';
import { artifactFiles, learnerPrograms, parseCard, type AdaptProgram } from './index.js';

const ways = 3;
const learners = {
  maml: maml({ learner: mlp({ inputs: 4, outputs: ways, hidden: [8], normalisation: 'batch' }), loss: crossEntropy, innerSteps: 2, innerLearningRate: 0.1 }),
  protoNet: protoNet({ encoder: mlpEncoder({ inputs: 4, hidden: [8] }), ways }),
};

async function exported(algorithm: (typeof learners)[keyof typeof learners], bits: 16 | 32 = 32, change: (path: string) => number = () => 1) {
  const theta = mapWithPath((leaf, path) => ({ ...(leaf as NdArray), data: (leaf as NdArray).data.map((value: number) => value * change(path)) }), algorithm.init(key(3)));
  const leaves = leavesOf<NdArray>(theta);
  const stand = leaves.map(({ shape, dtype }) => placeholder(shape, dtype));
  let next = 0;
  const queries = placeholder([1, 4], 'float32');
  const classes = placeholder([ways], 'float32');
  const programs = learnerPrograms({
    algorithm: algorithm as never,
    theta: mapTree(() => stand[next++], theta) as never,
    steps: [2],
    rows: [3, 6],
    support(rows) {
      const inputs = { x: placeholder([rows, 4], 'float32'), y: placeholder([rows], 'int32'), mask: placeholder([rows], 'float32'), classes: placeholder([ways], 'float32') };
      const { classes: present, ...support } = inputs;
      return { inputs, given: { support, classes: present } };
    },
    query: { inputs: { x: queries, classes }, x: queries, classes },
    answer: (logits: Tensor) => ({ logits, probabilities: softmax(logits) }),
  });
  const files = await artifactFiles({
    card: { title: 'a test', learns: { kind: 'classes', ways, input: [4] }, task: 'none', algorithm: 'any', training: {}, data: 'none', licence: 'MIT', date: '2026-01-01', version: '0' },
    weights: new Map(pathsOf(theta).map((path, i) => [`params.${path}`, { value: leaves[i], placeholder: stand[i] }])),
    programs,
    bits,
    sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  });
  return { theta, files, card: parseCard(new TextDecoder().decode(files.get('artifact.json'))) };
}

const x = Float32Array.from({ length: 16 }, (_, i) => Math.sin(3 * i));
const y = Int32Array.of(0, 2, 0, 2);
const asked = Float32Array.of(0.3, -0.2, 0.9, 0.1);
/** Two of three classes are there, four of six rows. */
const present = Float32Array.of(1, 0, 1);

/** What the programs answer, by the native runtime alone. */
async function answered(files: ReadonlyMap<string, Uint8Array>, { rows, adapt, predict }: AdaptProgram): Promise<Float32Array> {
  const externalData = [{ path: 'weights.safetensors', data: files.get('weights.safetensors')! }];
  const open = (file: string) => InferenceSession.create(files.get(file)!, { externalData });
  const padded = { x: new Float32Array(rows * 4), y: new Int32Array(rows), mask: new Float32Array(rows).fill(1, 0, 4) };
  padded.x.set(x);
  padded.y.set(y);
  const feeds = {
    x: new OrtTensor('float32', padded.x, [rows, 4]),
    y: new OrtTensor('int32', padded.y, [rows]),
    mask: new OrtTensor('float32', padded.mask, [rows]),
    classes: new OrtTensor('float32', present, [ways]),
  };
  const [adapting, predicting] = [await open(adapt.file), await open(predict.file)];
  const adapted = await adapting.run(Object.fromEntries(adapt.inputs.map(({ name }) => [name, feeds[name as keyof typeof feeds]])));
  const { logits } = await predicting.run({ ...adapted, x: new OrtTensor('float32', asked, [1, 4]), classes: feeds.classes });
  return logits.data as Float32Array;
}

for (const [name, algorithm] of Object.entries(learners)) {
  test(`${name}: the programs of an artifact, run by ONNX Runtime alone, answer as the library does`, async () => {
    const { theta, files, card } = await exported(algorithm);
    const adapted = await adaptTo({ algorithm: algorithm as never, theta: theta as never, support: { x: ndarray(x, [4, 4]), y: ndarray(y, [4], 'int32') }, steps: 2, classes: ndarray(present, [ways]) });
    const expected = (await adapted.predict(ndarray(asked, [1, 4]))).data;
    const found = await answered(files, card.programs.find(({ rows }) => rows === 6)!);
    for (const at of [0, 2]) assert.ok(Math.abs(found[at] - expected[at]) < 1e-4 * Math.max(1, Math.abs(expected[at])), `${found} for ${expected}`);
    assert.ok(found[1] < -1e6 && expected[1] < -1e6, 'a class that is not there has no chance');
  });
}

test('weights of 16 bits take half the room and change predictions little', async () => {
  const [whole, half] = [await exported(learners.maml), await exported(learners.maml, 16)];
  const [a, b] = [await answered(whole.files, whole.card.programs[1]), await answered(half.files, half.card.programs[1])];
  assert.ok(Math.abs(a[0] - b[0]) < 1e-2 && a[0] !== b[0], `${a[0]} and ${b[0]}`);
  const data = ({ card }: typeof whole) => card.weights.parameters * (card.weights.bits / 8);
  assert.equal(data(half), data(whole) / 2);
  assert.ok(half.files.get('weights.safetensors')!.length < whole.files.get('weights.safetensors')!.length);
});

test('weights that 16 bits cannot hold, too large or too small, stay in 32 beside those that they can', async () => {
  for (const factor of [1e6, 1e-7]) {
    // Normalised by the batch, or near zero where the last layer starts, such weights answer like others.
    const change = (path: string): number => (path === 'blocks.0.dense.weight' ? factor : 1);
    const [whole, half] = [await exported(learners.maml, 32, change), await exported(learners.maml, 16, change)];
    const [a, b] = [await answered(whole.files, whole.card.programs[1]), await answered(half.files, half.card.programs[1])];
    for (const at of [0, 2]) assert.ok(Math.abs(a[at] - b[at]) < 1e-2, `${a} and ${b}`);
    const places = placesOf(half.files.get('weights.safetensors')!);
    const types = Object.fromEntries([...places].map(([name, { type }]) => [name, type]));
    assert.deepEqual([types['params.blocks.0.dense.weight'], types['params.blocks.0.norm.scale']], ['float32', 'float16']);
  }
});

test('the weights stand once, as a .safetensors file, and predicting by one program serves support sets of all sizes', async () => {
  const { theta, files, card } = await exported(learners.maml);
  const { tensors } = decodeSafetensors(files.get('weights.safetensors')!);
  assert.deepEqual([...tensors.keys()].sort(), pathsOf(theta).map((path) => `params.${path}`).sort());
  assert.deepEqual([...files.keys()].sort(), ['adapt-3-rows.onnx', 'adapt-6-rows.onnx', 'artifact.json', 'predict.onnx', 'weights.safetensors']);
  assert.ok(card.programs.every(({ predict }) => predict.file === 'predict.onnx'));
});

test('equal parts give equal bytes', async () => {
  const [one, other] = [await exported(learners.protoNet), await exported(learners.protoNet)];
  for (const [name, bytes] of one.files) assert.deepEqual(bytes, other.files.get(name), name);
});
