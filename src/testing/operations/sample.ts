import fc from 'fast-check';
import type { NdArray, Shape, Tensor } from '../../graph/index.js';
import { formatShape, sizeOf } from '../../graph/index.js';
import { generatorOf, key, uniformOf } from '../../random/index.js';

/**
 * What the values of an input are: real numbers between -2 and 2, positive ones, matrices near a symmetric positive definite
 * one, truth values, random keys, or whole numbers below a bound.
 */
export type Kind = 'real' | 'positive' | 'definite' | 'bool' | 'key' | { readonly below: number };

export interface Input {
  readonly shape: Shape;
  readonly kind: Kind;
}

/** One use of an operation: its inputs, and the operation with all its options chosen. */
export interface Sample {
  readonly label: string;
  readonly inputs: readonly Input[];
  readonly apply: (...inputs: Tensor[]) => Tensor;
}

/** A public operation with random uses of it. `covers` names the public functions that it tests, by default its own. */
export interface Operation {
  readonly name: string;
  readonly covers?: readonly string[];
  readonly samples: fc.Arbitrary<Sample>;
}

export const real = (shape: Shape): Input => ({ shape, kind: 'real' });
export const positive = (shape: Shape): Input => ({ shape, kind: 'positive' });

/** A sample that says what it is when a property fails. */
export function sample(inputs: readonly Input[], apply: Sample['apply'], options: unknown = ''): Sample {
  const shapes = inputs.map(({ shape, kind }) => `${typeof kind === 'string' ? kind : 'int'}${formatShape(shape)}`).join(' and ');
  return { label: `${shapes} ${options === '' ? '' : JSON.stringify(options)}`, inputs, apply };
}

/**
 * Values for the inputs of a sample, in float64. All real numbers of a sample differ, and none is near a whole number, so
 * that no kink of an operation is within the steps of finite differences.
 */
export function drawValues(inputs: readonly Input[], seed: number): NdArray[] {
  const generator = generatorOf(key(seed));
  const draw = () => uniformOf(generator);
  const reals = inputs.reduce((total, { shape, kind }) => total + (kind === 'real' ? sizeOf(shape) : 0), 0);
  // A multiple of four slots from -2 to 2: whole numbers fall between slots.
  const slots = shuffled(4 * Math.ceil(reals / 4), draw);
  const width = 4 / slots.length;
  return inputs.map(({ shape, kind }) => {
    const size = sizeOf(shape);
    const array = (data: NdArray['data'], dtype: NdArray['dtype']): NdArray => ({ data, shape, dtype });
    if (kind === 'real') return array(Float64Array.from({ length: size }, () => -2 + width * ((slots.pop() as number) + 0.3 + 0.4 * draw())), 'float32');
    if (kind === 'positive') return array(Float64Array.from({ length: size }, () => 0.5 + 2 * draw()), 'float32');
    if (kind === 'definite') return array(definite(shape, draw), 'float32');
    if (kind === 'bool') return array(Uint8Array.from({ length: size }, () => Number(draw() < 0.5)), 'bool');
    const below = kind === 'key' ? 2 ** 31 : kind.below;
    return array(Int32Array.from({ length: size }, () => Math.floor(draw() * below)), 'int32');
  });
}

function shuffled(count: number, draw: () => number): number[] {
  const list = [...Array(count).keys()];
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}

/** M M' / n + 1 + M / 8 for each matrix: not symmetric, so that transposes matter. */
function definite(shape: Shape, draw: () => number): Float64Array {
  const n = shape[shape.length - 1];
  const data = new Float64Array(sizeOf(shape));
  for (let start = 0; start < data.length; start += n * n) {
    const m = Float64Array.from({ length: n * n }, () => 2 * draw() - 1);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let total = m[i * n + j] / 8 + (i === j ? 1 : 0);
        for (let k = 0; k < n; k++) total += (m[i * n + k] * m[j * n + k]) / n;
        data[start + i * n + j] = total;
      }
    }
  }
  return data;
}
