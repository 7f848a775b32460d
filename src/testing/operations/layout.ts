import fc from 'fast-check';
import * as g from '../../graph/index.js';
import { shapes, shapesWithAxis } from './shapes.js';
import { real, sample, type Operation } from './sample.js';

const reshape: Operation = {
  name: 'reshape',
  samples: fc.tuple(shapes(), fc.constantFrom('flat', 'column', 'reversed', 'row')).map(([shape, to]) => {
    const target = { flat: [-1], column: [-1, 1], reversed: [...shape].reverse(), row: [1, g.sizeOf(shape)] }[to];
    return sample([real(shape)], (x) => g.reshape(x, target), { target });
  }),
};

const transpose: Operation = {
  name: 'transpose',
  samples: shapes().chain((shape) => fc.shuffledSubarray(shape.map((_, axis) => axis), { minLength: shape.length }).chain((order) =>
    fc.constantFrom(
      sample([real(shape)], (x) => g.transpose(x, order), { order }),
      sample([real(shape)], (x) => g.transpose(x)),
    ),
  )),
};

const swapAxes: Operation = {
  name: 'swapAxes',
  samples: fc.tuple(shapesWithAxis, fc.nat(2)).map(([{ shape, axis }, other]) => sample([real(shape)], (x) => g.swapAxes(x, axis, other % shape.length), { axis, other: other % shape.length })),
};

const expandDims: Operation = {
  name: 'expandDims',
  samples: shapesWithAxis.map(({ shape, axis }) => sample([real(shape)], (x) => g.expandDims(x, axis), { axis })),
};

const squeeze: Operation = {
  name: 'squeeze',
  samples: fc.tuple(shapesWithAxis, fc.boolean()).map(([{ shape, axis }, all]) => {
    const at = axis < 0 ? axis + shape.length : axis;
    return sample([real(shape.map((length, i) => (i === at ? 1 : length)))], (x) => (all ? g.squeeze(x) : g.squeeze(x, axis)), { axis, all });
  }),
};

const broadcastTo: Operation = {
  name: 'broadcastTo',
  samples: fc.tuple(shapes(), shapes(0, 1), fc.array(fc.boolean(), { minLength: 3, maxLength: 3 })).map(([shape, leading, spread]) =>
    sample([real(shape.map((length, axis) => (spread[axis] ? 1 : length)))], (x) => g.broadcastTo(x, [...leading, ...shape]), { to: [...leading, ...shape] }),
  ),
};

const concat: Operation = {
  name: 'concat',
  samples: fc.tuple(shapesWithAxis, fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 })).map(([{ shape, axis }, lengths]) => {
    const at = axis < 0 ? axis + shape.length : axis;
    return sample(lengths.map((length) => real(shape.map((own, i) => (i === at ? length : own)))), (...parts) => g.concat(parts, axis), { axis });
  }),
};

const stack: Operation = {
  name: 'stack',
  samples: fc.tuple(shapesWithAxis, fc.integer({ min: 1, max: 3 })).map(([{ shape, axis }, count]) => sample(Array.from({ length: count }, () => real(shape)), (...parts) => g.stack(parts, axis), { axis })),
};

const split: Operation = {
  name: 'split',
  samples: fc.tuple(shapesWithAxis, fc.constantFrom<readonly number[]>([1, 2], [2, 2], [3, 1, 1]), fc.boolean()).map(([{ shape, axis }, sizes, equal]) => {
    const at = axis < 0 ? axis + shape.length : axis;
    const whole = real(shape.map((own, i) => (i === at ? sizes.reduce((a, b) => a + b, 0) : own)));
    const sections = equal && sizes[0] === sizes[1] && sizes.length === 2 ? 2 : sizes;
    // The parts differ in length: their sums along the axis, weighted, are one tensor.
    return sample([whole], (x) => g.stack(g.split(x, sections, axis).map((part, i) => g.mul(g.sum(part, axis), i + 1))), { axis, sections });
  }),
};

export const layoutOperations: readonly Operation[] = [reshape, transpose, swapAxes, expandDims, squeeze, broadcastTo, concat, stack, split];
