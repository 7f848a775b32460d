import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, conv2d, maxPool, mean, mul, relu, rsqrt, sin, square, sub, sum, type Tensor } from '../../graph/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { ancestors } from '../../graph/walk.js';
import { simplified } from '../../testing/simplified.js';
import { grad } from '../../transform/index.js';

const [images, filters] = [7, 16];

/** The first block of a network: convolution, batch statistics, scale and shift, pooling. */
function block(x: Tensor, { kernel, scale, shift }: Readonly<Record<'kernel' | 'scale' | 'shift', Tensor>>, size = 2): { y: Tensor; pooled: Tensor } {
  const y = conv2d(x, kernel, { padding: 1 });
  const mu = mean(y, [0, 1, 2]);
  const slope = mul(rsqrt(add(sub(mean(square(y), [0, 1, 2]), square(mu)), 1e-3)), scale);
  const normal = add(mul(y, slope), sub(shift, mul(mu, slope)));
  return { y, pooled: relu(maxPool(normal, { size })) };
}

function gradientsOf(side: number, channels: number, loss: (made: ReturnType<typeof block>) => Tensor, size?: number): Tensor[] {
  const x = placeholder([images, side, side, channels], 'float32');
  const params = { kernel: placeholder([3, 3, channels, filters], 'float32'), scale: placeholder([filters], 'float32'), shift: placeholder([filters], 'float32') };
  const outputs = Object.values(grad((own: typeof params) => loss(block(x, own, size)))(params));
  return simplified([x, ...Object.values(params)], outputs, { least: 0.01 });
}

/** Gathers of rows as wide as there are filters, and patches by how many windows they are of. */
function shapesOf(outputs: readonly Tensor[]): { rows: number; patches: number[] } {
  const nodes = ancestors(outputs);
  const gathers = nodes.filter(({ primitive }) => primitive.name === 'gather');
  const patches = nodes.filter(({ primitive, inputs, rank }) => primitive.name === 'reshape' && rank === 2 && inputs[0].primitive.name === 'gather');
  return { rows: gathers.filter(({ shape }) => shape[1] === filters).length, patches: patches.map(({ shape }) => shape[0]) };
}

const pooledOnly = ({ pooled }: ReturnType<typeof block>) => sum(sin(pooled));

for (const channels of [1, 3]) {
  test(`patches of ${channels} channel(s) are gathered for each tap of the pooling, and nothing as wide as the filters is`, () => {
    const rows = images * 9 * 9;
    assert.deepEqual(shapesOf(gradientsOf(18, channels, pooledOnly)), { rows: 0, patches: [rows, rows, rows, rows] });
  });
}

test('windows of any size that leave nothing over are parts', () => {
  assert.equal(shapesOf(gradientsOf(18, 1, pooledOnly, 3)).patches.length, 9);
});

test('where the pooling leaves rows over, or something else reads the rows, they stay in the order of the images', () => {
  assert.deepEqual(shapesOf(gradientsOf(19, 1, pooledOnly)).patches, [images * 19 * 19]);
  assert.deepEqual(shapesOf(gradientsOf(18, 1, ({ y, pooled }) => add(sum(sin(pooled)), sum(sin(y))))).patches, [images * 18 * 18]);
});
