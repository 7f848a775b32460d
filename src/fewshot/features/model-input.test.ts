import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitInput, type ModelInput } from './model-input.js';
import { poolRows } from './pool.js';

const written = (input: ModelInput, from: readonly number[]): number[] => {
  const into = new Float32Array(input.shape.reduce((a, b) => a * b, 1));
  input.write(from, 0, into, 0);
  return [...into].map((value) => Math.round(value * 1e4) / 1e4);
};

const counting = Array.from({ length: 27 }, (_, i) => i);

/** 1x2 pixels of three channels. */
const colour = [1, 2, 3, 4, 5, 6];

test('images keep channels last, or get them first, as the shape of the model tells', () => {
  const last = fitInput('m', [undefined, 1, 2, 3], [1, 2, 3]);
  assert.deepEqual([last.layout, last.shape, last.rows], ['NHWC', [1, 2, 3], undefined]);
  assert.deepEqual(written(last, colour), colour);
  const first = fitInput('m', [8, 3, 2, 4], [2, 4, 3]);
  assert.deepEqual([first.layout, first.shape, first.rows], ['NCHW', [3, 2, 4], 8]);
  assert.deepEqual(written(fitInput('m', [8, 3, undefined, undefined], [1, 2, 3]), colour), [1, 4, 2, 5, 3, 6]);
});

test('where both ends could be channels, the pixels decide or the layout must be given', () => {
  assert.equal(fitInput('m', [undefined, 3, 5, 1], [3, 5, 1]).layout, 'NHWC');
  assert.equal(fitInput('m', [undefined, 3, 5, 1], [5, 1, 3]).layout, 'NCHW');
  assert.throws(() => fitInput('m', [undefined, 3, 3, 3], [3, 3, 3]), /m takes \(any, 3, 3, 3\).*which of its axes are the channels/);
  assert.deepEqual(written(fitInput('m', [undefined, 3, 3, 3], [3, 3, 3], {}, 'NHWC'), counting), counting);
  assert.throws(() => fitInput('m', [undefined, undefined, undefined, undefined], [2, 2, 3]), /Give the layout, "NCHW" or "NHWC"/);
  assert.equal(fitInput('m', [], [2, 2, 3], {}, 'NCHW').layout, 'NCHW');
  assert.throws(() => fitInput('m', [], [2, 2, 3]), /m does not say what shape its input has/);
});

test('grey images are repeated for a model of colour, and colour is refused by one of grey', () => {
  assert.deepEqual(written(fitInput('m', [1, 3, 1, 2], [1, 2, 1]), [4, 7]), [4, 7, 4, 7, 4, 7]);
  assert.deepEqual(written(fitInput('m', [1, 1, 2, 3], [1, 2, 1]), [4, 7]), [4, 4, 4, 7, 7, 7]);
  assert.throws(() => fitInput('m', [1, 1, 5, 7], [5, 7, 3]), /takes grey images, not colour\. Ask the family for grey ones \(channels: 1\)/);
});

test('other sizes are refused with both shapes and what to ask for', () => {
  assert.throws(() => fitInput('clip.onnx', [undefined, 3, 224, 224], [84, 84, 3]), /clip\.onnx takes \(any, 3, 224, 224\), .* \(84, 84, 3\): it takes images of 224x224 pixels.*not 84x84\. Ask the family for them \(size: 224\)/);
  assert.throws(() => fitInput('m', [1, 3, 4, 5], [5, 4, 3]), /4x5 pixels \(height and width\), not 5x4\. Ask the family for them\./);
  assert.throws(() => fitInput('m', [1, 12], [2, 2, 3]), /the axes differ in number/);
  assert.throws(() => fitInput('m', [1, 6, 4, 4], [4, 4, 3], {}, 'NCHW'), /takes 6 channels/);
});

test('what is no image goes in as it is, of the same shape only', () => {
  const input = fitInput('m', [undefined, 3], [3], { mean: [1], std: [2] });
  assert.deepEqual([input.layout, input.shape], [undefined, [3]]);
  assert.deepEqual(written(input, [1, 3, 5]), [0, 1, 2]);
  assert.throws(() => fitInput('m', [undefined, 4], [3]), /m takes \(any, 4\).*shape \(3\)\. These must be alike/);
  assert.deepEqual(fitInput('m', [2, 5, undefined, 2], [5, 7, 2]).shape, [5, 7, 2]);
});

test('each channel is scaled by its own mean and deviation', () => {
  const scaling = { mean: [1, 2, 3], std: [1, 2, 4] };
  assert.deepEqual(written(fitInput('m', [1, 1, 2, 3], [1, 2, 3], scaling), colour), [0, 0, 0, 3, 1.5, 0.75]);
  assert.deepEqual(written(fitInput('m', [1, 3, 1, 2], [1, 2, 1], scaling), [4, 7]), [3, 6, 1, 2.5, 0.25, 1]);
  assert.throws(() => fitInput('m', [1, 3, 4, 4], [4, 4, 3], { mean: [0, 0] }), /mean must be a list of one number or of 3.*got \[0,0\]/);
  assert.throws(() => fitInput('m', [1, 3], [3], { std: [1, 1, 1] }), /std must be a list of one number, got/);
  assert.throws(() => fitInput('m', [1, 3], [3], { std: [0] }), /std divides the input and must be above 0/);
});

const output = (shape: readonly number[]) => ({ shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i) });
const pooled = (...args: Parameters<typeof poolRows>): unknown[] => {
  const { data, width } = poolRows(...args);
  return [width, ...data];
};

test('tokens are flattened, averaged or stood for by the first', () => {
  assert.deepEqual(pooled(output([2, 3, 2]), 1, 2, 'flatten', undefined, 'm'), [6, 0, 1, 2, 3, 4, 5]);
  assert.deepEqual(pooled(output([2, 3, 2]), 2, 2, 'mean', undefined, 'm'), [2, 2, 3, 8, 9]);
  assert.deepEqual(pooled(output([2, 3, 2]), 2, 2, 'first', undefined, 'm'), [2, 0, 1, 6, 7]);
});

test('maps are averaged over their positions, wherever channels stand', () => {
  assert.deepEqual(pooled(output([1, 2, 2, 2]), 1, 1, 'mean', 'NCHW', 'm'), [2, 1.5, 5.5]);
  assert.deepEqual(pooled(output([1, 2, 2, 2]), 1, 1, 'mean', 'NHWC', 'm'), [2, 3, 4]);
});

test('vectors are taken as they are, and outputs without the rows or what is pooled are refused', () => {
  assert.deepEqual(pooled(output([2, 2]), 1, 2, 'mean', undefined, 'm'), [2, 0, 1]);
  assert.throws(() => poolRows(output([3, 2]), 2, 2, 'flatten', undefined, 'm'), /m gives an output of shape \(3, 2\) for 2 rows; the first axis of features must be the rows/);
  assert.throws(() => poolRows(output([1, 2, 2, 2]), 1, 1, 'first', 'NCHW', 'm'), /no first token.*pooling: 'first' is for tokens \(N, T, D\)\./);
});
