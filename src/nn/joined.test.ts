import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, mapTree, relu, tanh, tensor, type NdArray, type Tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { grad } from '../transform/index.js';
import { joinedOf } from './joined.js';
import { dense, meanSquaredError, mlp, sequential, type Learner, type MlpParams } from './index.js';

const network = mlp({ inputs: 3, hidden: [5, 4], outputs: 2 });
const params = (seed: number): MlpParams => mapTree<never, Tensor>(tensor as never, network.init(key(seed)) as never) as unknown as MlpParams;
const rows = (seed: number, count: number, columns: number): Tensor => tensor(normal(key(seed), [count, columns]) as NdArray);
const far = (a: ArrayLike<number>, b: ArrayLike<number>): number => Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

test('a network of dense layers with ReLU computes the same with its weights and biases joined', () => {
  const form = joinedOf(network)!;
  for (const seed of [1, 2, 3]) {
    const p = params(seed);
    const x = rows(seed + 10, 7, 3);
    assert.ok(far(evaluate(form.apply(form.join(p)!, x)).data, evaluate(network.apply(p, x)).data) < 1e-12);
    assert.deepEqual(evaluate(form.join(p)!).map(({ shape }) => shape), [[4, 6], [6, 5], [5, 2]]);
    assert.deepEqual(form.init(key(seed)).map(({ data }) => [...data]), evaluate(form.join(p)!).map(({ data }) => [...data]));
  }
});

test('its gradient is that of weights and biases, and zero in the columns of zeros', () => {
  const form = joinedOf(network)!;
  const p = params(4);
  const [x, y] = [rows(5, 6, 3), rows(6, 6, 2)];
  const joined = evaluate(grad((layers: readonly Tensor[]) => meanSquaredError(form.apply(layers, x), y))(form.join(p)!));
  const apart = evaluate(form.join(grad((of: MlpParams) => meanSquaredError(network.apply(of, x), y))(p))!);
  joined.forEach(({ data }, layer) => assert.ok(far(data, apart[layer].data) < 1e-12));
  for (const { data, shape: [inputs, columns] } of joined.slice(0, 2)) for (let row = 0; row < inputs; row++) assert.equal(data[row * columns + columns - 1], 0);
});

test('images are read as rows, and rows of another length are refused in the words of the network', () => {
  const images = mlp({ inputs: 4, hidden: [3], outputs: 1 });
  const form = joinedOf(images)!;
  const p = form.init(key(1)).map((layer) => tensor(layer));
  assert.deepEqual(evaluate(form.apply(p, tensor(normal(key(2), [5, 2, 2]) as NdArray))).shape, [5, 1]);
  assert.throws(() => form.apply(p, rows(1, 5, 3)), /mlp[^]*it was made for rows of 4 values, and these have 3/);
});

test('networks for which that would be another computation, or more work, have no joined form', () => {
  const options = { inputs: 3, hidden: [5, 4], outputs: 2 };
  const copy: Learner<MlpParams> = { ...network, apply: (p, x) => relu(network.apply(p, x)) };
  const others: readonly Learner<never>[] = [
    mlp({ ...options, activation: tanh }), mlp({ ...options, activation: (x) => relu(x) }), mlp({ ...options, normalisation: 'layer' }), mlp({ ...options, hidden: [] }), mlp({ ...options, hidden: [5, 32] }),
    copy, sequential(dense(3, 5), relu, dense(5, 2)),
  ] as never;
  for (const other of others) assert.equal(joinedOf(other), undefined);
});

test('parameters without a bias are not joined, as they would learn one', () => {
  const { blocks, head } = params(8);
  assert.equal(joinedOf(network)!.join({ blocks, head: { weight: head.weight } }), undefined);
});
