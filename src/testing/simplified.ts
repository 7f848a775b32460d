import assert from 'node:assert/strict';
import { simplify } from '../compile/simplify/index.js';
import { interpret } from '../graph/interpret.js';
import type { Tensor } from '../graph/index.js';
import { assertClose } from './close.js';
import { drawValues } from './operations/index.js';

/** Simplified outputs, after asserting that they have the same values at a random point, and that nothing is left to simplify. `least` is that of `assertClose`. */
export function simplified(inputs: readonly Tensor[], outputs: readonly Tensor[], { seed = 7, least }: { readonly seed?: number; readonly least?: number } = {}): Tensor[] {
  const results = simplify(outputs);
  const values = drawValues(inputs.map(({ shape }) => ({ shape, kind: 'real' as const })), seed);
  const given = new Map(inputs.map((input, i) => [input, values[i]]));
  assertClose(interpret(results, given), interpret(outputs, given), 1e-8, least);
  simplify(results).forEach((again, i) => assert.equal(again, results[i]));
  return results;
}
