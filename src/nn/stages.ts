import { add, averagePool, maxPool, mean, mul, relu, reshape, type PoolOptions, type Tensor } from '../graph/index.js';

type Windows = Omit<PoolOptions, 'size'>;

/**
 * The largest value of each size x size window of images (N, H, W, C); windows touch unless a stride is given. Put ReLU and whatever else rises after it:
 * the result and its derivatives are the same, for a quarter of the work.
 */
export function maxPooling(size: number, options?: Windows): (x: Tensor) => Tensor {
  return (x) => maxPool(x, { size, ...options });
}

/** The mean of each size x size window of images (N, H, W, C), where padding counts as zeros. */
export function averagePooling(size: number, options?: Windows): (x: Tensor) => Tensor {
  return (x) => averagePool(x, { size, ...options });
}

/** The mean over all positions: (N, ..., C) to (N, C). */
export function globalAveragePooling(x: Tensor): Tensor {
  return x.rank <= 2 ? x : mean(x, Array.from({ length: x.rank - 2 }, (_, i) => i + 1));
}

/** Each row as one vector: (N, ...) to (N, D). */
export function flatten(x: Tensor): Tensor {
  return x.rank === 2 ? x : reshape(x, [x.shape[0], x.size / x.shape[0]]);
}

/** x where positive, else `slope` times x; the derivative at zero is `slope`. */
export function leakyRelu(slope = 0.01): (x: Tensor) => Tensor {
  return (x) => add(mul(relu(x), 1 - slope), mul(x, slope));
}
