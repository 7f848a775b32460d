import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../compile/index.js';
import { mul, slice, sum, take, tensor, type Tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { arrayOf, arraysOf, readFixture, type FixtureArray } from '../testing/fixtures.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad } from '../transform/index.js';
import { lstm, lstmParams, lstmStates, type LstmParams } from './index.js';

/** A case of fixtures/make_lstm.py. */
interface Case extends Record<'x' | 'output' | 'upstream', FixtureArray> {
  readonly backwards: boolean;
  readonly params: unknown;
  readonly gradients: { readonly x: FixtureArray; readonly params: unknown };
}

for (const { backwards, x, params, output, upstream, gradients } of (readFixture('lstm.json') as { readonly lstm: readonly Case[] }).lstm) {
  test(`the states and gradients of an LSTM that reads ${backwards ? 'backwards' : 'forwards'} are PyTorch's`, async () => {
    const { apply } = lstm(3, 2, { backwards });
    const run = (own: LstmParams, sequences: Tensor) => {
      const weighted = (given: { readonly own: LstmParams; readonly sequences: Tensor }): Tensor => sum(mul(apply(given.own, given.sequences), arrayOf(upstream)));
      return [apply(own, sequences), grad(weighted)({ own, sequences })] as const;
    };
    const host = arraysOf(params) as { readonly [K in keyof LstmParams]: ReturnType<typeof arrayOf> };
    const expected = [arrayOf(output), { own: arraysOf(gradients.params), sequences: arrayOf(gradients.x) }] as const;
    const [states, slopes] = run(tensorsOf(host), tensor(arrayOf(x)));
    assertClose(states, expected[0]);
    assertClose(slopes, expected[1]);
    const compiled = compile(run);
    assertClose(await compiled(host, arrayOf(x)), expected, 1e-4);
    await compiled.release();
  });
}

const params = tensorsOf(lstmParams(key(1), 2, 3));
const x = tensor(normal(key(2), [2, 5, 2]));

test('steps that do not count leave the state as it is, in both directions', () => {
  const steps = tensor([[1, 0, 1, 1, 0], [1, 0, 1, 1, 0]]);
  const counting = (sequence: Tensor): Tensor => take(sequence, [0, 2, 3], 1);
  for (const backwards of [false, true]) {
    assertClose(counting(lstmStates(params, x, { backwards, steps })), lstmStates(params, counting(x), { backwards }));
  }
});

test('reading backwards is reading what is turned round, turned round', () => {
  const turned = (sequence: Tensor): Tensor => slice(sequence, [null, [null, null, -1]]);
  assertClose(lstmStates(params, x, { backwards: true }), turned(lstmStates(params, turned(x))));
});

test('fresh parameters lie within one over the root of the hidden width', () => {
  const fresh = lstm(3, 16).init(key(3));
  assert.deepEqual([fresh.input.shape, fresh.recurrent.shape, fresh.bias.shape], [[3, 64], [16, 64], [64]]);
  const largest = Math.max(...[fresh.input, fresh.recurrent, fresh.bias].flatMap(({ data }) => Array.from(data, Math.abs)));
  assert.ok(largest <= 0.25 && largest > 0.24);
  assert.deepEqual(lstmParams(key(3), 3, 16, 32).recurrent.shape, [32, 64]);
});
