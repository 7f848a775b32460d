import assert from 'node:assert/strict';
import { test } from 'node:test';
import { broadcastTo, concat, matmul, ones, tensor, zeros, type Tensor } from '../graph/index.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { assertClose } from '../testing/close.js';
import { drawValues } from '../testing/operations/index.js';
import { Program } from './program.js';

const x = placeholder([5, 3], 'float32');
const [given] = drawValues([{ shape: [5, 3], kind: 'real' }], 1);

async function operatorsAndValues(output: Tensor, portable = false): Promise<{ operators: string[]; values: unknown }> {
  const program = await Program.make([x], [output], { threads: 1, portable });
  const [values] = await program.run([given]);
  await program.release();
  return { operators: program.lowered.graph.nodes.map(({ operator }) => operator), values };
}

test('what is made of constants alone is made once, and by every call only where a program is sent around', async () => {
  const beside = concat([x, concat([zeros([5, 2]), ones([5, 1])], 1)], 1);
  const expected = concat([tensor(given), tensor([[0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 0, 1]])], 1);
  const native = await operatorsAndValues(beside);
  assert.deepEqual(native.operators, ['Concat']);
  const portable = await operatorsAndValues(beside, true);
  assert.ok(portable.operators.includes('Expand'));
  for (const { values } of [native, portable]) assertClose([values as never], [expected]);
});

test('an array of constants that is large stays to be made', async () => {
  const wide = concat([matmul(x, tensor([[1], [1], [1]])), broadcastTo(tensor(2), [5, 1000])], 1);
  assert.deepEqual((await operatorsAndValues(wide)).operators.includes('Expand'), true);
});
