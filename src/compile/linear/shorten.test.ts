import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { add, broadcastTo, matmul, mul, ndarray, relu, reshape, sigmoid, sub, sum, tanh, type NdArray, type Tensor } from '../../graph/index.js';
import { interpret } from '../../graph/interpret.js';
import type { Product } from '../../graph/primitives/matmul.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { ancestors } from '../../graph/walk.js';
import { assertClose } from '../../testing/close.js';
import { follow as grown, recipes, valuesFor } from '../../testing/random-graph.js';
import { grad, jvp, vjp, vmap } from '../../transform/index.js';
import { simplify } from '../simplify/index.js';
import { movingIn } from './moving.js';
import { byPaths, shorten } from './shorten.js';

const activations = { relu, tanh, sigmoid };

interface Network { readonly rows: number; readonly widths: readonly number[]; readonly activation: keyof typeof activations; readonly tasks: number; readonly adapts: boolean }

/** Weights and biases, layer by layer. */
const shapesOf = ({ widths }: Network): number[][] => widths.slice(1).flatMap((width, layer) => [[widths[layer], width], [width]]);

/** J'J v of a network's outputs, with J through a step of gradient descent where it adapts: with x and y for each task. */
function curvature(network: Network, x: Tensor, y: Tensor, weights: readonly Tensor[], direction: readonly Tensor[]): readonly Tensor[] {
  const f = activations[network.activation];
  const said = (theta: readonly Tensor[], seen: Tensor): Tensor => {
    let h = seen;
    for (let at = 0; at < theta.length; at += 2) {
      h = add(matmul(h, theta[at]), theta[at + 1]);
      if (at + 2 < theta.length) h = f(h);
    }
    return h;
  };
  const outputs = (theta: readonly Tensor[]): Tensor =>
    vmap((seen: Tensor, wanted: Tensor): Tensor => {
      if (!network.adapts) return said(theta, seen);
      const gradients = grad((at: readonly Tensor[]) => { const apart = sub(said(at, seen), wanted); return mul(2 ** -10, sum(mul(apart, apart))); })(theta);
      return said(theta.map((weight, i) => sub(weight, mul(0.125, gradients[i]))), mul(seen, 0.5));
    })(x, y);
  const [, moved] = jvp(outputs, weights, direction);
  const [, pullback] = vjp(outputs, weights);
  return pullback(moved) as readonly Tensor[];
}

function traced(network: Network): { inputs: Tensor[]; directions: Tensor[]; outputs: Tensor[] } {
  const { tasks, rows, widths } = network;
  const x = placeholder([tasks, rows, widths[0]], 'float32');
  const y = placeholder([tasks, rows, widths.at(-1)!], 'float32');
  const weights = shapesOf(network).map((shape) => placeholder(shape, 'float32'));
  const directions = shapesOf(network).map((shape) => placeholder(shape, 'float32'));
  return { inputs: [x, y, ...weights, ...directions], directions, outputs: simplify(curvature(network, x, y, weights, directions)) };
}

const valuesAt = (inputs: readonly Tensor[], seed: number): Map<Tensor, NdArray> => {
  const host = valuesFor(inputs.map(({ shape }) => shape), seed);
  return new Map(inputs.map((input, i) => [input, { ...host[i], data: Float64Array.from(host[i].data, (value) => value / 3) }]));
};

/** Products of matrices that depend on a direction, by how many numbers are multiplied. */
const multiplications = (outputs: readonly Tensor[], varying: ReadonlySet<Tensor>): number => {
  const moving = movingIn(outputs, varying);
  let count = 0;
  for (const node of moving) {
    if (node.primitive.name === 'matmul') count += node.size * node.inputs[0].shape.at((node.attributes as Product).transposeA ? -2 : -1)!;
  }
  return count;
};

const networks: fc.Arbitrary<Network> = fc.record({
  rows: fc.integer({ min: 12, max: 40 }),
  widths: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 9 }), fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 3 })),
  activation: fc.constantFrom('relu', 'tanh', 'sigmoid'),
  tasks: fc.constantFrom(1, 1, 2),
  adapts: fc.boolean(),
});

test('products of curvature by paths are what they are layer by layer', () => {
  let [passing, count] = [0, 0];
  fc.assert(fc.property(networks, fc.nat(1e6), (network, seed) => {
    const { inputs, directions, outputs } = traced(network);
    const { shortened, before } = byPaths(outputs, new Set(directions));
    [passing, count] = [passing + Number(before > 0), count + 1];
    const at = valuesAt(inputs, seed);
    assertClose(interpret(shortened, at), interpret(outputs, at), 1e-9, 1e-9);
    assertClose(interpret(simplify(shortened), at), interpret(outputs, at), 1e-9, 1e-9);
  }), { seed: 41, numRuns: 60 });
  assert.ok(passing > 0.8 * count, `${passing} of ${count} had paths`);
});

test('what is linear in some inputs of random programs is the same by paths', () => {
  let [passing, count] = [0, 0];
  fc.assert(fc.property(recipes(12), fc.nat(1e6), (recipe, seed) => {
    const inputs = recipe.shapes.map((shape) => placeholder(shape, 'float32'));
    const directions = recipe.shapes.map((shape) => placeholder(shape, 'float32'));
    const [, moved] = jvp((at: readonly Tensor[]) => grown(recipe, at), inputs, directions);
    const outputs = simplify(moved as readonly Tensor[]);
    const { shortened, before } = byPaths(outputs, new Set(directions));
    [passing, count] = [passing + Number(before > 0), count + 1];
    const at = valuesAt([...inputs, ...directions], seed);
    assertClose(interpret(shortened, at), interpret(outputs, at), 1e-8, 1e-3);
  }), { seed: 42, numRuns: 200 });
  assert.ok(passing > 0.2 * count, `${passing} of ${count} had paths`);
});

test('the curvature of a policy through adaptation takes six products of hidden layers in place of sixteen', () => {
  const network: Network = { rows: 2000, widths: [2, 100, 100, 2], activation: 'relu', tasks: 1, adapts: true };
  const { directions, outputs } = traced(network);
  const varying = new Set(directions);
  const layer = 2000 * 100 * 100;
  assert.equal(Math.floor(multiplications(outputs, varying) / layer), 16);
  const after = multiplications(simplify(shorten(outputs, varying)), varying) / layer;
  assert.ok(after > 6 && after < 7, `${after}`);
});

test('where there is nothing to save all stays as it is', () => {
  const [x, kernel, v] = [[2000, 100], [100, 100], [2000, 100]].map((shape) => placeholder(shape, 'float32'));
  const outputs = [add(matmul(v, kernel), x)];
  assert.deepEqual(shorten(outputs, new Set([v])), outputs);
});

test('what is not linear in what varies is worked out as it was', () => {
  const [x, v] = [placeholder([50, 20], 'float32'), placeholder([20, 30], 'float32')];
  const outputs = [sum(tanh(matmul(x, v)), 0), sum(mul(matmul(x, v), matmul(x, v)), 0)];
  const { shortened } = byPaths(outputs, new Set([v]));
  const at = valuesAt([x, v], 5);
  assertClose(interpret(shortened, at), interpret(outputs, at), 1e-12, 1e-12);
  assert.ok(ancestors(shortened).some(({ primitive }) => primitive.name === 'tanh'));
});

test('a sum over what is repeated is a multiple', () => {
  const [known, v] = [placeholder([40, 3], 'float32'), placeholder([3], 'float32')];
  // Each row of v, 40 times over, is summed: nothing that v or the known tensor has stands for the 40.
  const repeated = sum(broadcastTo(v, [40, 3]), 0);
  const outputs = [sum(mul(known, mul(broadcastTo(repeated, [40, 3]), 2)), 1)];
  const { shortened } = byPaths(outputs, new Set([v]));
  const at = valuesAt([known, v], 6);
  const [a, b] = [known, v].map((node) => at.get(node)!.data);
  const byHand = Array.from({ length: 40 }, (_, row) => [0, 1, 2].reduce((total, i) => total + 80 * a[3 * row + i] * b[i], 0));
  assertClose(interpret(shortened, at)[0], ndarray(Float64Array.from(byHand), [40]), 1e-12, 1e-12);
});

/** That a graph is the same by paths, in shapes, too. */
function assertSame(outputs: readonly Tensor[], varying: readonly Tensor[], seed = 9): void {
  const { shortened } = byPaths(outputs, new Set(varying));
  const given = ancestors(outputs).filter(({ primitive }) => primitive.name === 'placeholder');
  const at = valuesAt(given, seed);
  assert.deepEqual(shortened.map(({ shape }) => shape), outputs.map(({ shape }) => shape));
  assertClose(interpret(shortened, at), interpret(outputs, at), 1e-12, 1e-12);
}

test('weights and biases that are scaled by one number of any rank are one matrix', () => {
  for (const shape of [[], [1], [1, 1, 1]]) {
    const [x, a, b, s, w] = [[40, 5], [5, 60], [60], shape, [60, 2]].map((own) => placeholder(own, 'float32'));
    const layer = add(reshape(mul(matmul(x, a), s), [40, 60]), reshape(mul(b, s), [60]));
    assertSame([layer, sum(matmul(layer, w), 0)], [a, b]);
    assertSame([sum(matmul(layer, w), 0)], [a, b]);
  }
});

test('what only has as many numbers as a layer is none', () => {
  const [x, a, b, s, w] = [[4, 5], [5, 6], [4], [], [4, 3]].map((own) => placeholder(own, 'float32'));
  assertSame([sum(matmul(add(reshape(mul(matmul(x, a), s), [6, 4]), mul(b, s)), w), 0)], [a, b]);
});

test('whole numbers that vary stay as they are', () => {
  const [k, v] = [[40, 30], [30]].map((own) => placeholder(own, 'int32'));
  assert.deepEqual(byPaths([sum(mul(k, v), 1)], new Set([v])).shortened.map(({ shape, dtype }) => ({ shape, dtype })), [{ shape: [40], dtype: 'int32' }]);
});

test('one matrix of weights in two shapes is two', () => {
  const [w, x, y, v] = [[36], [4, 30], [9, 30], [30, 2]].map((own) => placeholder(own, 'float32'));
  const wide = matmul(reshape(w, [4, 9]), matmul(y, v));
  const tall = matmul(reshape(w, [9, 4]), matmul(x, v));
  assertSame([sum(wide), sum(tall), sum(wide, 0), sum(tall, 0)], [v]);
});

test('long chains of sums take no longer than they are long', () => {
  const [v, w] = [[40, 30], [30, 2]].map((own) => placeholder(own, 'float32'));
  let [a, b] = [v, mul(v, 2)];
  for (let i = 0; i < 60; i++) [a, b] = [b, add(a, b)];
  let chain: Tensor = v;
  for (let i = 0; i < 2000; i++) chain = add(chain, tanh(chain));
  for (const outputs of [[sum(matmul(b, w), 0)], [sum(matmul(chain, w), 0)]]) assert.equal(byPaths(outputs, new Set([v])).shortened.length, 1);
});
