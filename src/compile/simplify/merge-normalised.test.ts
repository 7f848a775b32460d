import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, maximum, mean, mul, rsqrt, sin, square, sub, sum, type Tensor } from '../../graph/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { normalise } from '../../graph/primitives/normalise.js';
import { ancestors } from '../../graph/walk.js';
import { countNames } from '../../testing/count-names.js';
import { simplified } from '../../testing/simplified.js';
import { grad } from '../../transform/index.js';

const own = (x: Tensor, scale: Tensor, shift: Tensor) => normalise(x, scale, shift, 0.01);

const inputs = [[6, 5, 5, 8], [8], [8], [8], [8]].map((shape) => placeholder(shape, 'float32'));
const [x, ...rows] = inputs;

test('normalisations of one array that are added up are one', () => {
  const passes = (output: Tensor) => ancestors(simplified(inputs, [output])).filter(({ primitive, size }) => primitive.name === 'mul' && size === x.size).length;
  const one = passes(add(own(x, rows[0], rows[1]), sin(x)));
  assert.equal(passes(add(add(own(x, rows[0], rows[1]), sin(x)), own(x, rows[2], rows[3]))), one);
});

test('sums of other shapes, and sums that are read elsewhere, stay what they are', () => {
  const sum = add(own(x, rows[0], rows[1]), sin(x));
  const wide = placeholder([3, 6, 5, 5, 8], 'float32');
  simplified([...inputs, wide], [add(wide, own(x, rows[0], rows[1])), add(sum, own(x, rows[2], rows[3])), sum]);
});

test('second derivatives are made of fewer operations than those of the formula, and none is a choice', () => {
  const plain = (at: Tensor, scale: Tensor, shift: Tensor) => {
    const centre = mean(at, [0, 1, 2]);
    const variance = maximum(sub(mean(square(at), [0, 1, 2]), square(centre)), 0);
    return add(mul(mul(sub(at, centre), rsqrt(add(variance, 0.01))), scale), shift);
  };
  const [short, long] = [own, plain].map((f) => {
    const loss = (at: readonly Tensor[]) => sum(sin(f(at[0], at[1], at[2])));
    const after = (at: readonly Tensor[]) => loss(grad(loss)(at).map((slope, i) => sub(at[i], mul(slope, 0.1))));
    const given = inputs.slice(0, 3);
    return countNames(simplified(given, [loss(given), ...grad(after)(given)], { least: 0.01 }));
  });
  const count = (names: Map<string, number>) => [...names.values()].reduce((total, of) => total + of, 0);
  for (const name of ['normalise', 'alignment', 'inverseDeviation', 'where', 'less']) assert.equal(short.get(name), undefined, name);
  assert.ok(count(short) < 0.8 * count(long), `${count(short)} against ${count(long)}`);
});
