import fc from 'fast-check';
import * as g from '../../graph/index.js';
import { apply } from '../../graph/tensor.js';
import { matmulPrimitive } from '../../graph/primitives/matmul.js';
import { shapePairs } from './shapes.js';
import { real, sample, type Operation } from './sample.js';

const length = fc.integer({ min: 1, max: 3 });

/** Every way of broadcasting the leading axes, with and without reading the operands transposed. */
const matmul: Operation = {
  name: 'matmul',
  samples: fc.record({ batch: shapePairs, m: length, k: length, n: length, transposeA: fc.boolean(), transposeB: fc.boolean(), factor: fc.constantFrom(1, 1, 0.5), by: fc.constantFrom('attributes', 'swapAxes') }).map(({ batch: [a, b], m, k, n, ...options }) => {
    const { transposeA, transposeB, factor, by } = options;
    const left = [...a.slice(-2), ...(transposeA ? [k, m] : [m, k])];
    const right = [...b.slice(-2), ...(transposeB ? [n, k] : [k, n])];
    const swap = (x: g.Tensor, yes: boolean) => (yes ? g.swapAxes(x, -1, -2) : x);
    return sample([real(left), real(right)], (x, y) => (by === 'swapAxes' ? g.mul(g.matmul(swap(x, transposeA), swap(y, transposeB)), factor) : apply(matmulPrimitive, [x, y], { transposeA, transposeB, factor })), options);
  }),
};

const vectors: Operation = {
  name: 'matmul of vectors',
  covers: [],
  samples: fc.constantFrom([[3], [3]], [[3], [3, 2]], [[2, 3], [3]], [[3], [2, 3, 1]], [[2, 1, 3], [3]], [[2, 2, 3], [2, 3, 1]]).map(([a, b]) => sample([real(a), real(b)], (x, y) => g.matmul(x, y))),
};

const batches = fc.constantFrom<number[]>([], [2], [1, 2]);

const inverse: Operation = {
  name: 'inverse',
  samples: fc.tuple(batches, fc.integer({ min: 1, max: 5 })).map(([batch, n]) => sample([{ shape: [...batch, n, n], kind: 'definite' as const }], (x) => g.inverse(x))),
};

const solve: Operation = {
  name: 'solve',
  samples: fc.tuple(batches, fc.integer({ min: 1, max: 4 }), length).map(([batch, n, k]) => sample([{ shape: [...batch, n, n], kind: 'definite' as const }, real([n, k])], (a, b) => g.solve(a, b))),
};

export const productOperations: readonly Operation[] = [matmul, vectors, inverse, solve];
