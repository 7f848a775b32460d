import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../compile/index.js';
import { cast, concat, evaluate, slice, tensor, toNested, type NdArray, type Tensor } from '../graph/index.js';
import { key, normal } from '../random/index.js';
import { assertClose } from '../testing/close.js';
import { testAgainstPyTorch } from '../testing/reference.js';
import { tensorsOf } from '../testing/tensors.js';
import { attend, multiHeadAttention, transformerLayer, type AttentionParams, type DenseParams, type TransformerParams } from './index.js';

type Inputs = Readonly<Record<string, Tensor>>;

const denseOf = (given: Inputs, name: string): DenseParams => ({ weight: given[`${name}_weight`], ...(`${name}_bias` in given && { bias: given[`${name}_bias`] }) });
const attentionOf = (given: Inputs): AttentionParams => ({ query: denseOf(given, 'query'), key: denseOf(given, 'key'), value: denseOf(given, 'value'), output: denseOf(given, 'output') });
const normOf = (given: Inputs, name: string) => ({ scale: given[`${name}_scale`], shift: given[`${name}_shift`] });

testAgainstPyTorch(
  {
    attend: ({ queries, keys, values, mask }) => attend(queries, { keys, values }, { mask: mask && cast(mask, 'float32') }),
    multiHeadAttention: ({ x, memory, mask, ...given }, { heads }) => {
      const layer = multiHeadAttention({ width: x.shape[1], heads, keys: memory.shape[1] });
      return layer.read(attentionOf(given), x, layer.remember(attentionOf(given), memory), { mask: cast(mask, 'float32') });
    },
    transformerLayer: ({ x, ...given }, { heads, hidden }) => {
      const params: TransformerParams = {
        attentionNorm: normOf(given, 'norm1'),
        attention: attentionOf(given),
        mlpNorm: normOf(given, 'norm2'),
        mlp: { up: denseOf(given, 'up'), down: denseOf(given, 'down') },
      };
      return transformerLayer({ width: x.shape[1], heads, hidden }).read(params, x).output;
    },
  },
  'attention.json',
);

const draw = (seed: number, ...shape: number[]): NdArray => normal(key(seed), shape);
const rowsOf = (array: NdArray): number[][] => toNested(array) as number[][];

/** Attention written out: the mean of the values, weighted by exp(q . k / sqrt(D)). */
function byHand(queries: number[][], keys: number[][], values: number[][], allowed: (query: number, key: number) => boolean): number[][] {
  return queries.map((q, i) => {
    const weights = keys.map((k, j) => (allowed(i, j) ? Math.exp(k.reduce((total, value, d) => total + value * q[d], 0) / Math.sqrt(q.length)) : 0));
    const sum = weights.reduce((a, b) => a + b, 0);
    return values[0].map((_, column) => weights.reduce((total, weight, j) => total + weight * values[j][column], 0) / sum);
  });
}

test('attention is the mean of the values weighted by the softmax of scaled products, written out in float64', () => {
  const [queries, keys, values] = [draw(1, 3, 4), draw(2, 5, 4), draw(3, 5, 2)];
  const expected = byHand(rowsOf(queries), rowsOf(keys), rowsOf(values), (i, j) => i !== 1 || j > 2);
  const mask = [1, 0, 1].map((row) => [row, row, row, 1, 1]);
  assertClose(attend(tensor(queries), { keys: tensor(keys), values: tensor(values) }, { mask: tensor(mask) }), expected, 1e-7);
});

test("a query's own key and value are one more that it alone attends to", () => {
  const [queries, keys, values, ownKeys, ownValues] = [draw(1, 3, 4), draw(2, 5, 4), draw(3, 5, 2), draw(4, 3, 4), draw(5, 3, 2)];
  const together = [keys, ownKeys].flatMap(rowsOf);
  const expected = byHand(rowsOf(queries), together, [values, ownValues].flatMap(rowsOf), (i, j) => j < 4 || j === 5 + i);
  const own = { keys: tensor(ownKeys), values: tensor(ownValues) };
  assertClose(attend(tensor(queries), { keys: tensor(keys), values: tensor(values) }, { mask: tensor([1, 1, 1, 1, 0]), own }), expected, 1e-7);
});

test('what is masked gets exactly no attention, however large its score, and a query that may attend to nothing gets zeros', async () => {
  const compiled = compile((mask: Tensor) => attend(tensor([[3, 1]]), { keys: tensor([[1, 0], [900, 900]]), values: tensor([[2], [5]]) }, { mask }));
  assert.deepEqual([...(await compiled({ data: Float32Array.of(1, 0), shape: [2], dtype: 'float32' })).data], [2]);
  assert.deepEqual([...(await compiled({ data: Float32Array.of(0, 0), shape: [2], dtype: 'float32' })).data], [0]);
  await compiled.release();
});

test('heads that do not divide the width are refused', () => {
  assert.throws(() => multiHeadAttention({ width: 10, heads: 4 }), /width of 10 cannot be divided into 4 equal heads/);
});

test('a row that answers a memory is what it would be among the rows that made it, were it not seen by them', () => {
  const layer = transformerLayer({ width: 8, heads: 2 });
  const params = tensorsOf(layer.init(key(1)));
  const [rows, asking] = [tensor(draw(6, 4, 8)), tensor(draw(7, 2, 8))];
  const { memory } = layer.read(params, rows);
  // Read with one more row, which all see: only that row's output is comparable.
  const answers = layer.answer(params, asking, memory);
  for (const i of [0, 1]) {
    const whole = layer.read(params, concat([rows, slice(asking, [[i, i + 1]])])).output;
    assertClose(slice(answers, [[i, i + 1]]), slice(whole, [[4, 5]]), 1e-7);
  }
});

test('the order of the rows that a transformer layer reads changes only the order of its outputs', () => {
  const layer = transformerLayer({ width: 8, heads: 4 });
  const params = tensorsOf(layer.init(key(1)));
  const rows = rowsOf(draw(8, 5, 8));
  const order = [3, 0, 4, 1, 2];
  const output = rowsOf(evaluate(layer.read(params, tensor(rows)).output) as NdArray);
  assertClose(layer.read(params, tensor(order.map((i) => rows[i]))).output, order.map((i) => output[i]), 1e-7);
});
