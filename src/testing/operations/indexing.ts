import fc from 'fast-check';
import * as g from '../../graph/index.js';
import type { SliceRange } from '../../graph/index.js';
import { shapes, shapesWithAxis } from './shapes.js';
import { real, sample, type Operation } from './sample.js';

/** Ranges of an axis of length 5 that hold something, forwards and backwards, with steps. */
const ranges: readonly SliceRange[] = [null, [1], [0, 3], [-3, -1], [0, 5, 2], [1, null, 3], [null, null, -1], [4, 0, -2], [-1, -10, -3], [-100, 100, 2]];

const slice: Operation = {
  name: 'slice',
  samples: fc.tuple(fc.constantFrom(...ranges), fc.constantFrom(...ranges), shapes(0, 1)).map(([first, second, rest]) => sample([real([5, 5, ...rest])], (x) => g.slice(x, second ? [first, second] : [first]), { first, second })),
};

const pad: Operation = {
  name: 'pad',
  samples: fc.tuple(shapes(1), fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 3, maxLength: 3 }), fc.constantFrom(0, 0.5)).map(([shape, widths, value]) =>
    sample([real(shape)], (x) => g.pad(x, widths.slice(0, shape.length), value), { widths: widths.slice(0, shape.length), value }),
  ),
};

const padOfBool: Operation = {
  name: 'pad of bool and int32',
  covers: [],
  samples: fc.tuple(fc.constantFrom('bool' as const, { below: 4 }), fc.nat(2)).map(([kind, width]) => sample([{ shape: [2], kind }], (x) => g.pad(x, [[width, 1]]), { width })),
};

const takeByList: Operation = {
  name: 'take by a list',
  covers: ['take'],
  samples: shapesWithAxis.chain(({ shape, axis }) => {
    const length = shape[axis < 0 ? axis + shape.length : axis];
    return fc.array(fc.nat(length - 1), { minLength: 1, maxLength: 4 }).map((list) => sample([real(shape)], (x) => g.take(x, list, axis), { list, axis }));
  }),
};

const takeByData: Operation = {
  name: 'take by data',
  covers: ['take'],
  samples: fc.tuple(shapesWithAxis, shapes(0, 2)).map(([{ shape, axis }, indices]) => {
    const below = shape[axis < 0 ? axis + shape.length : axis];
    return sample([real(shape), { shape: indices, kind: { below } }], (x, at) => g.take(x, at, axis), { axis });
  }),
};

const scatterAdd: Operation = {
  name: 'scatterAdd',
  samples: fc.tuple(shapes(0, 2), shapes(0, 2), fc.integer({ min: 2, max: 4 })).map(([indices, rest, rows]) =>
    // Indices from -1 to `rows`: the outermost are dropped.
    sample([{ shape: indices, kind: { below: rows + 2 } }, real([...indices, ...rest])], (at, x) => g.scatterAdd(g.sub(at, 1), x, rows), { rows }),
  ),
};

const oneHot: Operation = {
  name: 'oneHot',
  samples: fc.tuple(shapes(0, 2), fc.constantFrom('float32' as const, 'int32' as const, 'bool' as const)).map(([shape, dtype]) => sample([{ shape, kind: { below: 4 } }], (x) => g.oneHot(x, 3, dtype), { dtype })),
};

const constants: Operation = {
  name: 'constants',
  covers: ['tensor', 'zeros', 'ones', 'full', 'zerosLike', 'onesLike', 'arange', 'eye'],
  samples: fc.constant(sample([real([2, 3])], (x) => {
    const parts = [g.zeros([3]), g.ones([2, 1]), g.full([2, 3], 0.5), g.zerosLike(x), g.onesLike(x), g.cast(g.arange(3), 'float32'), g.slice(g.eye(3), [[0, 2]]), g.tensor([[1, 2, 3]])];
    return parts.reduce<g.Tensor>((total, part) => g.add(g.mul(total, 0.5), g.mul(part, x)), x);
  })),
};

export const indexingOperations: readonly Operation[] = [slice, pad, padOfBool, takeByList, takeByData, scatterAdd, oneHot, constants];
