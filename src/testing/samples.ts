import type { NdArray, Tensor } from '../graph/index.js';
import { cast } from '../graph/index.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { drawValues, type Input, type Sample } from './operations/index.js';

/** Whether one can differentiate by an input. */
export function isReal({ kind }: Input): boolean {
  return kind === 'real' || kind === 'positive' || kind === 'definite';
}

/** A sample as a function of its real inputs only, whose result is always float32, with the others fixed. */
export function differentiable({ inputs, apply }: Sample, all: readonly Tensor[]): { f: (real: readonly Tensor[]) => Tensor; real: readonly Tensor[] } {
  const f = (real: readonly Tensor[]) => {
    let next = 0;
    return cast(apply(...all.map((own, i) => (isReal(inputs[i]) ? real[next++] : own))), 'float32');
  };
  return { f, real: all.filter((_, i) => isReal(inputs[i])) };
}

/** A placeholder for each input, to be given to the interpreter. */
export function placeholdersOf(inputs: readonly Input[]): Tensor[] {
  return inputs.map((input) => placeholder(input.shape, isReal(input) ? 'float32' : input.kind === 'bool' ? 'bool' : 'int32'));
}

/** Real values, between -2 and 2, of the shapes of other tensors. */
export function drawLike(like: readonly { readonly shape: readonly number[] }[], seed: number): NdArray[] {
  return drawValues(like.map(({ shape }) => ({ shape, kind: 'real' })), seed);
}
