import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, ndarray, type Tensor } from '../graph/index.js';
import { gather } from '../graph/primitives/gather.js';
import { compile } from './index.js';

test('a table that points at nothing means zeros, whatever the length of what it is used on', async () => {
  const table = Int32Array.of(1, -1, 0);
  const both = compile((short: Tensor, long: Tensor) => concat([gather(short, table, 0), gather(long, table, 0)], 0));
  const { data } = await both(ndarray([1, 2], [2]), ndarray([3, 4, 5, 6, 7], [5]));
  assert.deepEqual([...data], [2, 0, 1, 4, 0, 3]);
});
