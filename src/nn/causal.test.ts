import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { concat, evaluate, slice, tensor, zeros, type NdArray, type Tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { testAgainstPyTorch } from '../testing/reference.js';
import { tensorsOf } from '../testing/tensors.js';
import { attentionBlock, causalConv, causalStack, denseBlock, type CausalBlock } from './index.js';

testAgainstPyTorch(
  { causalConv: ({ x, kernel, bias }, { size, dilation }) => causalConv(x.shape[1], bias.size, { size, dilation }).apply({ kernel, bias }, x) },
  'attention.json',
);

const stack = causalStack([attentionBlock(3, 4, 2), denseBlock(5, 3, 1), denseBlock(8, 3, 2), denseBlock(11, 3, 4), attentionBlock(14, 3, 3)] as CausalBlock<unknown>[]);
const params = tensorsOf(stack.init(key(1))) as readonly unknown[];
const draw = (seed: number, ...shape: number[]): Tensor => tensor(normal(key(seed), shape));
const valuesOf = (x: Tensor): number[] => [...(evaluate(x) as NdArray).data];

test('a dense block with weights that are known is tanh times sigmoid of this step and the one before', () => {
  // f = x[t] + 10 x[t - 1], g = 2 x[t].
  const block = denseBlock(1, 1, 1);
  const known = { kernel: tensor([[[10, 0]], [[1, 2]]]), bias: tensor([0, 0.5]) };
  const gated = (now: number, before: number): number => Math.tanh(now + 10 * before) / (1 + Math.exp(-2 * now - 0.5));
  assertClose(block.apply(known, tensor([[0.1], [-0.3]])), [0.1, gated(0.1, 0), -0.3, gated(-0.3, 0.1)]);
  assertClose(block.end(known, tensor([[0.1, 9], [-0.3, 9]]), tensor([[0.2], [0.4]])), [0.2, gated(0.2, -0.3), 0.4, gated(0.4, -0.3)]);
});

test('an attention block of equal keys gives each step the mean of the values up to it', () => {
  const block = attentionBlock(1, 1, 1);
  const none = { weight: tensor([[0]]), bias: tensor([0]) };
  const known = { query: none, key: { weight: tensor([[0]]) }, value: { weight: tensor([[1]]), bias: tensor([0]) } };
  assertClose(block.apply(known, tensor([[1], [3], [8]])), [1, 1, 3, 2, 8, 4]);
  assertClose(block.end(known, tensor([[1, 9], [3, 9]]), tensor([[8], [2]])), [8, 4, 2, 2]);
});

test('a change of a later step changes no earlier output, and one of a step changes all after it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(1e6), (changed, seed) => {
      const rows = draw(seed, 9, 3);
      const other = concat([slice(rows, [[0, changed]]), draw(seed + 1, 1, 3), slice(concat([rows, rows]), [[changed + 1, 9 + 1]])]);
      const [before, after] = [rows, other].map((x) => stack.apply(params, slice(x, [[0, 9]])));
      assert.deepEqual(valuesOf(slice(before, [[0, changed]])), valuesOf(slice(after, [[0, changed]])));
      for (let t = changed; t < 9; t++) assert.notDeepEqual(valuesOf(slice(before, [[t, t + 1]])), valuesOf(slice(after, [[t, t + 1]])));
    }),
    { numRuns: 20 },
  );
});

test('rows that each end a sequence get what the last step of the whole sequence would', () => {
  const [past, ends] = [draw(2, 6, 3), draw(3, 4, 3)];
  const found = stack.end(params, stack.apply(params, past), ends);
  for (let i = 0; i < 4; i++) {
    const whole = stack.apply(params, concat([past, slice(ends, [[i, i + 1]])]));
    assertClose(slice(found, [[i, i + 1]]), slice(whole, [[6, 7]]), 1e-7);
  }
});

test('steps of padding before a sequence are as good as absent', () => {
  const [past, ends] = [draw(2, 3, 3), draw(3, 2, 3)];
  const mask = tensor([0, 0, 1, 1, 1]);
  const padded = stack.apply(params, concat([zeros([2, 3]), past]), mask);
  const short = stack.apply(params, past);
  assertClose(slice(padded, [[2, 5]]), short, 1e-7);
  assertClose(slice(padded, [[0, 2]]), zeros([2, stack.outputs]));
  assertClose(stack.end(params, padded, ends, mask), stack.end(params, short, ends), 1e-7);
});

test('a stack whose blocks do not fit is refused', () => {
  assert.throws(() => causalStack([denseBlock(2, 3, 1), denseBlock(2, 3, 2)] as CausalBlock<unknown>[]), /Block 1 of a stack takes 2 channels, but the one before gives 5/);
});
