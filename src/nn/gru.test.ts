import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../compile/index.js';
import { add, concat, evaluate, full, leavesOf, mapTree, mul, slice, square, squeeze, sub, sum, tensor, zeros, type NdArray, type Tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { assertSlope } from '../testing/differences.js';
import { arrayOf, arraysOf, readFixture, type FixtureArray } from '../testing/fixtures.js';
import { tensorsOf } from '../testing/tensors.js';
import { grad } from '../transform/index.js';
import { gru, gruDrive, gruParams, gruStates, gruStep, type GruParams } from './index.js';

type Given<Leaf> = { readonly params: GruParams; readonly x: Leaf; readonly start: Leaf };

/** A case of fixtures/make_gru.py. */
interface Case extends Record<'x' | 'start' | 'output' | 'upstream', FixtureArray> {
  readonly params: unknown;
  readonly gradients: { readonly x: FixtureArray; readonly start: FixtureArray; readonly params: unknown };
}

for (const { x, start, params, output, upstream, gradients } of (readFixture('gru.json') as { readonly gru: readonly Case[] }).gru) {
  test(`the states and gradients of ${start.shape[1]} gated units from a given state are PyTorch's`, async () => {
    const statesOf = (given: Given<Tensor>): Tensor => gruStates(given.params, given.x, given.start);
    const run = (given: Given<Tensor>) => [statesOf(given), grad((own: Given<Tensor>) => sum(mul(statesOf(own), arrayOf(upstream))))(given)] as const;
    const host = { params: arraysOf(params), x: arrayOf(x), start: arrayOf(start) } as { params: never; x: NdArray; start: NdArray };
    const expected = [arrayOf(output), { params: arraysOf(gradients.params), x: arrayOf(gradients.x), start: arrayOf(gradients.start) }] as const;
    const [states, slopes] = run(tensorsOf(host));
    assertClose(states, expected[0]);
    assertClose(slopes, expected[1]);
    const compiled = compile(run);
    assertClose(await compiled(host), expected, 1e-4);
    await compiled.release();
  });
}

const params = tensorsOf(gruParams(key(1), 2, 3));
const x = tensor(normal(key(2), [2, 5, 2]));

test('gradients are finite differences of the states', () => {
  const weights = normal(key(3), [2, 5, 3]);
  const valueOf = (own: GruParams): Tensor => sum(mul(gruStates(own, x), weights));
  const slopes = grad(valueOf)(params);
  const at = (t: number): number => numberOf(valueOf(mapTree((p: Tensor, slope: Tensor) => add(p, mul(slope, t)), params, slopes)));
  const lengths = leavesOf<Tensor>(slopes).map((slope) => numberOf(sum(square(slope))));
  assertSlope(lengths.reduce((total, one) => total + one, 0), at, 'the slope along the gradient');
  assert.ok(lengths.every((length) => length > 0));
});

test('a sequence in two parts, the second from where the first ended, is one sequence', () => {
  const [first, second] = [slice(x, [null, [0, 2]]), slice(x, [null, [2, 5]])];
  const early = gruStates(params, first);
  const late = gruStates(params, second, squeeze(slice(early, [null, [1, 2]]), 1));
  assertClose(concat([early, late], 1), gruStates(params, x));
});

test('an update gate that is one keeps the state, one that is zero forgets it', () => {
  const drive = gruDrive(params, slice(x, [null, [0, 1]]));
  const at = (update: number) => gruStep(params, { gates: concat([zeros([2, 3]), full([2, 3], update)], 1), candidate: squeeze(drive.candidate, 1) }, full([2, 3], 0.5));
  assertClose(at(100), full([2, 3], 0.5));
  assert.ok(Math.abs(numberOf(sum(sub(at(-100), 0.5)))) > 0.1);
});

test('fresh parameters lie within one over the root of the hidden width', () => {
  const fresh = gru(3, 16).init(key(3));
  assert.deepEqual([fresh.gates.input.shape, fresh.gates.recurrent.shape, fresh.candidate.recurrent.shape, fresh.candidate.bias.shape], [[3, 32], [16, 32], [16, 16], [16]]);
  const largest = Math.max(...leavesOf<NdArray>(fresh).flatMap(({ data }) => Array.from(data, Math.abs)));
  assert.ok(largest <= 0.25 && largest > 0.24);
});

test('units that should remember for up to a hundred steps keep between a half and all but a hundredth of their state', () => {
  const [gates, usual] = [gruParams(key(3), 3, 200, 100).gates, gruParams(key(3), 3, 200).gates];
  const kept = Array.from(gates.bias.data.slice(200), (bias) => 1 / (1 + Math.exp(-bias)));
  assert.ok(Math.min(...kept) >= 0.5 && Math.max(...kept) <= 0.99 + 1e-6 && Math.max(...kept) > 0.98);
  assert.deepEqual([gates.bias.data.slice(0, 200), gates.input], [usual.bias.data.slice(0, 200), usual.input]);
  assert.deepEqual([...gruParams(key(3), 1, 2, 1).gates.bias.data.slice(2)], [0, 0]);
});

function numberOf(scalar: Tensor): number {
  return (evaluate(scalar) as NdArray).data[0];
}
