import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fieldsEncoder, slotsOf, type Field } from './index.js';
import { evaluate, mul, ndarray, sin, square, stack, sum, tensor, type NdArray, type Tensor } from '../graph/index.js';
import { key, uniform } from '../random/index.js';
import { grad, vmap } from '../transform/index.js';
import { compile } from '../compile/index.js';
import { assertClose } from '../testing/close.js';
import { assertSlope, moved } from '../testing/differences.js';
import { tensorsOf } from '../testing/tensors.js';

const fields: readonly Field[] = [
  { name: 'id', kind: 'codes', slots: 1, size: 3, width: 2 },
  { name: 'price', kind: 'numbers', slots: 2 },
  { name: 'genres', kind: 'codes', slots: 3, size: 4, width: 1 },
];
const id = tensor([[1, -1], [2, -2], [3, -3]]);
const genres = tensor([[0.5], [10], [20], [60]]);

test('a row becomes its embedding, its numbers, and the mean of the embeddings of what it has of a field', () => {
  const encoder = fieldsEncoder(fields);
  assert.deepEqual(encoder.outputShape, [5]);
  assert.equal(slotsOf(fields), 6);
  const x = tensor([
    [2, 7.5, -4, 1, 2, 3],
    [0, 0, 1e6, 3, 0, 0],
    [1, 1, 1, 0, 2, 2],
  ]);
  assertClose(encoder.apply({ id: { table: id }, genres: { table: genres } }, x), [3, -3, 7.5, -4, 30, 1, -1, 0, 1e6, 60, 2, -2, 1, 1, 20], 1e-9);
});

test('a row without any code of a field gets row 0 of its table, which others do not read', () => {
  const encoder = fieldsEncoder([fields[2]]);
  const f = (table: Tensor): Tensor => encoder.apply({ genres: { table } }, tensor([[0, 0, 0], [0, 1, 0]]));
  assertClose(f(genres), [0.5, 10]);
  assertClose(grad((table: Tensor) => sum(square(f(table))))(genres), [1, 20, 0, 0]);
  const unread = tensor([[NaN], [10], [20], [60]]);
  assertClose(encoder.apply({ genres: { table: unread } }, tensor([[3, 0, 0]])), [60]);
});

test('the gradient of a table is the share that each code has in the means', () => {
  const encoder = fieldsEncoder([fields[2]]);
  const gradient = grad((table: Tensor) => sum(encoder.apply({ genres: { table } }, tensor([[1, 1, 3], [0, 3, 0]]))))(genres);
  assertClose(gradient, [0, 2 / 3, 0, 4 / 3]);
});

interface Drawn { readonly fields: Field[]; readonly x: NdArray; readonly seed: number }

/** Random fields, and rows for them. */
const drawn: fc.Arbitrary<Drawn> = fc.record({ kinds: fc.array(fc.record({ codes: fc.boolean(), slots: fc.integer({ min: 1, max: 5 }), size: fc.integer({ min: 1, max: 6 }), width: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 4 }), rows: fc.integer({ min: 1, max: 4 }), seed: fc.nat(1000) }).map(({ kinds, rows, seed }) => {
  const all = kinds.map(({ codes, slots, size, width }, i): Field => (codes ? { name: `f${i}`, kind: 'codes', slots, size, width } : { name: `f${i}`, kind: 'numbers', slots }));
  const draws = uniform(key(seed), [rows, slotsOf(all)]).data;
  const sizes = all.flatMap(({ kind, slots, size }) => new Array<number>(slots).fill(kind === 'codes' ? size! : 0));
  const x = Float32Array.from(draws, (value, i) => {
    const size = sizes[i % sizes.length];
    // Half of the codes are nothing.
    return size === 0 ? value : Math.max(0, Math.floor((2 * value - 1) * size));
  });
  return { fields: all, x: ndarray(x, [rows, sizes.length]), seed };
});

test('any fields of any rows are what a loop makes of them', () => {
  fc.assert(
    fc.property(drawn, ({ fields: all, x, seed }) => {
      const encoder = fieldsEncoder(all);
      const params = encoder.init(key(seed));
      const expected: number[] = [];
      for (let row = 0; row < x.shape[0]; row++) {
        let at = row * x.shape[1];
        for (const { name, kind, slots, width } of all) {
          const own = Array.from(x.data.subarray(at, (at += slots)));
          const codes = own.filter((code) => code !== 0);
          const read = codes.length > 0 ? codes : [0];
          if (kind === 'numbers') expected.push(...own);
          else for (let k = 0; k < width!; k++) expected.push(read.reduce((total, code) => total + params[name].table.data[code * width! + k], 0) / read.length);
        }
      }
      assertClose(encoder.apply(tensorsOf(params), tensor(x)), expected, 1e-6);
    }),
  );
});

test('first and second derivatives of the tables are those of finite differences', () => {
  fc.assert(
    fc.property(drawn.filter(({ fields: all }) => all.some(({ kind }) => kind === 'codes')), ({ fields: all, x, seed }) => {
      const encoder = fieldsEncoder(all);
      const params = encoder.init(key(seed));
      const { name } = all.find(({ kind }) => kind === 'codes')!;
      const { table } = params[name];
      const loss = (own: Tensor): Tensor => sum(sin(mul(3, encoder.apply({ ...tensorsOf(params), [name]: { table: own } }, tensor(x)))));
      const length = (own: Tensor): Tensor => sum(square(grad(loss)(own)));
      const direction = uniform(key(seed + 1), table.shape, -1, 1);
      for (const f of [loss, length]) {
        const slope = evaluate(sum(mul(grad(f)(tensor(table)), tensor(direction)))).data[0];
        assertSlope(slope, (t) => evaluate(f(tensor(moved(table, direction, t)))).data[0], name);
      }
    }),
    { numRuns: 30 },
  );
});

test('tables and rows over tasks, compiled, give what each task gives by itself, to the second derivative', async () => {
  const encoder = fieldsEncoder(fields);
  const tables = uniform(key(4), [3, 4, 1], -1, 1);
  const rows = ndarray([[[2, 0, 0, 1, 2, 3], [1, 0, 0, 0, 0, 0]], [[0, 1, 1, 3, 3, 0], [1, 0, 0, 0, 1, 0]], [[2, 5, 5, 0, 0, 0], [2, 0, 0, 2, 1, 2]]]);
  const slopes = (table: Tensor, x: Tensor): Tensor => {
    const loss = (own: Tensor): Tensor => sum(sin(encoder.apply({ id: { table: id }, genres: { table: own } }, x)));
    return grad((own: Tensor) => sum(square(grad(loss)(own))))(table);
  };
  const part = ({ data, shape: [tasks, ...rest] }: NdArray, task: number): Tensor => tensor(ndarray(data.slice((task * data.length) / tasks, ((task + 1) * data.length) / tasks), rest));
  for (const own of [true, false]) {
    const over = compile(vmap(slopes, [own ? 0 : null, 0]));
    const found = await over(own ? tables : ndarray(tables.data.slice(0, 4), [4, 1]), rows);
    await over.release();
    const alone = stack([0, 1, 2].map((task) => slopes(part(tables, own ? task : 0), part(rows, task))));
    assertClose(found, evaluate(alone), 1e-5);
  }
});

test('fields that make no sense are refused', () => {
  assert.throws(() => fieldsEncoder([{ name: 'x', kind: 'numbers', slots: 0 }]), /The field x needs at least one column, got 0/);
  assert.throws(() => fieldsEncoder([{ name: 'x', kind: 'codes', slots: 1, width: 2 }]), /The field x of codes needs a table: its size and width are undefined and 2/);
});
