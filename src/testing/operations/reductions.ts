import * as g from '../../graph/index.js';
import type { ReduceOptions, Tensor } from '../../graph/index.js';
import { reductions, shapes, shapesWithAxis } from './shapes.js';
import { real, sample, type Operation } from './sample.js';
import fc from 'fast-check';

type Reduction = (x: Tensor, axes?: number | readonly number[], options?: ReduceOptions) => Tensor;

function reduction(name: string, f: Reduction): Operation {
  return { name, samples: reductions.map(({ shape, axes, keepDims }) => sample([real(shape)], (x) => f(x, axes, { keepDims }), { axes, keepDims })) };
}

function alongAxis(name: string, f: (x: Tensor, axis?: number) => Tensor): Operation {
  return {
    name,
    samples: fc.oneof(
      shapesWithAxis.map(({ shape, axis }) => sample([real(shape)], (x) => f(x, axis), { axis })),
      shapes(1).map((shape) => sample([real(shape)], (x) => f(x))),
    ),
  };
}

const ofIntegers: Operation = {
  name: 'reductions of int32',
  covers: [],
  samples: reductions.map(({ shape, axes }) => sample([{ shape, kind: { below: 4 } }], (x) => g.add(g.mul(g.sum(x, axes), 10), g.sub(g.max(x, axes), g.min(x, axes))), { axes })),
};

/** Sums over long leading axes are lowered another way. */
const overManyRows: Operation = {
  name: 'sum over many rows',
  covers: [],
  samples: fc.tuple(fc.integer({ min: 30, max: 40 }), fc.constantFrom([0], [0, 1])).map(([rows, axes]) => sample([real([rows, 2, 2])], (x) => g.sum(x, axes), { axes })),
};

export const reductionOperations: readonly Operation[] = [
  reduction('sum', g.sum), reduction('mean', g.mean), reduction('max', g.max), reduction('min', g.min), reduction('logsumexp', g.logsumexp),
  alongAxis('argmax', g.argmax), alongAxis('softmax', g.softmax), alongAxis('logSoftmax', g.logSoftmax), ofIntegers, overManyRows,
];
