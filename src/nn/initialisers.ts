import { sizeOf, type NdArray, type Shape } from '../graph/index.js';
import * as draw from '../random/index.js';
import { generatorOf, uniformOf, type Key } from '../random/index.js';

/** Fresh float32 values of a shape. Weights have shape (..., inputs, outputs): (in, out) or (KH, KW, in, out). */
export type Initialiser = (key: Key, shape: Shape) => NdArray;

/** Every element `value`. */
export function constant(value: number): Initialiser {
  return (_, shape) => ({ data: new Float32Array(sizeOf(shape)).fill(value), shape: [...shape], dtype: 'float32' });
}

export const zerosInitialiser: Initialiser = constant(0);
export const onesInitialiser: Initialiser = constant(1);

/** The unit matrix of a size. */
export function identityMatrix(size: number): NdArray {
  return { data: Float32Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0)), shape: [size, size], dtype: 'float32' };
}

/** Normal draws of standard deviation `deviation` around zero. */
export function normal(deviation: number): Initialiser {
  return (key, shape) => draw.normal(key, shape, 0, deviation);
}

/** Uniform draws in [-limit, limit). */
export function uniform(limit: number): Initialiser {
  return (key, shape) => draw.uniform(key, shape, -limit, limit);
}

/**
 * Normal draws around zero of which those beyond two `deviation`s are drawn again, as TensorFlow's. `deviation` is that
 * of the whole normal distribution; the draws' own is 0.88 of it.
 * @throws RangeError where it is negative or not finite.
 */
export function truncatedNormal(deviation: number): Initialiser {
  if (!(deviation >= 0 && deviation < Infinity)) throw new RangeError(`truncatedNormal: the deviation must be a finite number of at least 0, got ${deviation}.`);
  return (key, shape) => {
    const generator = generatorOf(key);
    const values = constant(0)(key, shape);
    for (let i = 0; i < values.data.length; i++) {
      let value: number;
      do value = Math.sqrt(-2 * Math.log(1 - uniformOf(generator))) * Math.cos(2 * Math.PI * uniformOf(generator));
      while (Math.abs(value) > 2);
      values.data[i] = deviation * value;
    }
    return values;
  };
}

/** Uniform with variance 2 / (fanIn + fanOut) (Glorot and Bengio 2010); "Xavier". */
export const glorotUniform: Initialiser = (key, shape) => {
  const { fanIn, fanOut } = fansOf(shape);
  return uniform(Math.sqrt(6 / (fanIn + fanOut)))(key, shape);
};

/** Normal with variance 2 / fanIn (He et al. 2015), for layers before a ReLU. */
export const heNormal: Initialiser = (key, shape) => normal(Math.sqrt(2 / fansOf(shape).fanIn))(key, shape);

/** Uniform in +-1/sqrt(fanIn), PyTorch's default for dense and convolution weights. */
export const fanInUniform: Initialiser = (key, shape) => uniform(1 / Math.sqrt(fansOf(shape).fanIn))(key, shape);

/** How many values each output is made of, and each input goes into. */
export function fansOf(shape: Shape): { fanIn: number; fanOut: number } {
  const outputs = shape.at(-1) ?? 1;
  const inputs = shape.at(-2) ?? 1;
  const positions = sizeOf(shape.slice(0, -2));
  return { fanIn: inputs * positions, fanOut: outputs * positions };
}
