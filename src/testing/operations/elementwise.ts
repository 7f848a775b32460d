import fc from 'fast-check';
import * as g from '../../graph/index.js';
import type { Tensor, TensorLike } from '../../graph/index.js';
import { shapePairs, shapes } from './shapes.js';
import { positive, real, sample, type Kind, type Operation } from './sample.js';

function unary(name: string, f: (x: Tensor) => Tensor, kind: Kind = 'real'): Operation {
  return { name, samples: shapes().map((shape) => sample([{ shape, kind }], f)) };
}

type Binary = (a: TensorLike, b: TensorLike) => Tensor;

/** Two tensors that broadcast, or one and a number on either side. */
function binary(name: string, f: Binary, kinds: readonly [Kind, Kind] = ['real', 'real'], numbers: readonly number[] = [0.5, -1.5, 2]): Operation {
  const pairs = shapePairs.map(([a, b]) => sample([{ shape: a, kind: kinds[0] }, { shape: b, kind: kinds[1] }], f));
  if (numbers.length === 0) return { name, samples: pairs };
  const withNumber = fc.tuple(shapes(), fc.constantFrom(...numbers), fc.boolean()).map(([shape, number, first]) =>
    sample([{ shape, kind: kinds[Number(first)] }], (x) => (first ? f(number, x) : f(x, number)), { number, first }),
  );
  return { name, samples: fc.oneof({ weight: 3, arbitrary: pairs }, { weight: 1, arbitrary: withNumber }) };
}

const few: Kind = { below: 3 };
const integers: readonly [Kind, Kind] = [few, few];

const unaries = [
  unary('abs', g.abs), unary('cos', g.cos), unary('erf', g.erf), unary('exp', g.exp), unary('floor', g.floor), unary('gelu', g.gelu),
  unary('log', g.log, 'positive'), unary('neg', g.neg), unary('relu', g.relu), unary('rsqrt', g.rsqrt, 'positive'), unary('sigmoid', g.sigmoid),
  unary('sign', g.sign), unary('sin', g.sin), unary('softplus', g.softplus), unary('sqrt', g.sqrt, 'positive'), unary('square', g.square),
  unary('step', g.step),   unary('tanh', g.tanh), unary('logicalNot', g.logicalNot, 'bool'),
];

const binaries = [
  binary('add', g.add), binary('sub', g.sub), binary('mul', g.mul), binary('div', g.div, ['real', 'positive'], [0.5, 2]),
  binary('pow', g.pow, ['positive', 'real'], [0.5, 3, 2]), binary('maximum', g.maximum, ['real', 'real'], [0, 1]), binary('minimum', g.minimum, ['real', 'real'], [0, -1]),
  binary('less', g.less, ['real', 'real'], [0, 1]), binary('lessEqual', g.lessEqual, integers, [1]), binary('greater', g.greater, integers, [1]),
  binary('greaterEqual', g.greaterEqual, integers, [1]), binary('equal', g.equal, integers, [1]), binary('notEqual', g.notEqual, integers, [1]),
  binary('logicalAnd', g.logicalAnd, ['bool', 'bool'], []), binary('logicalOr', g.logicalOr, ['bool', 'bool'], []),
];

const ofIntegers: Operation = {
  name: 'arithmetic of int32',
  covers: [],
  samples: shapePairs.map(([a, b]) => sample([{ shape: a, kind: few }, { shape: b, kind: few }], (x, y) => g.minimum(g.maximum(g.sub(g.mul(x, 3), y), g.add(g.neg(y), 1)), 2))),
};

const powerOfAnything: Operation = {
  name: 'pow of any sign by whole numbers',
  covers: [],
  samples: fc.tuple(shapes(), fc.constantFrom(0, 1, 2, 3, 4)).map(([shape, power]) => sample([real(shape)], (x) => g.pow(x, power), { power })),
};

const where: Operation = {
  name: 'where',
  samples: fc.tuple(shapePairs, fc.constantFrom<Kind>('real', 'bool', few), fc.boolean(), fc.constantFrom('tensors', 'number first', 'number last')).map(([[a, b], kind, swap, form]) => {
    const [condition, branch] = swap ? [b, a] : [a, b];
    const chosen = form === 'tensors' || kind !== 'real' ? [{ shape: branch, kind }, { shape: b, kind }] : [{ shape: branch, kind }];
    return sample([{ shape: condition, kind: 'bool' as const }, ...chosen], (c, x, y) => (y ? g.where(c, x, y) : form === 'number first' ? g.where(c, 0.5, x) : g.where(c, x, 0.5)), { form });
  }),
};

const cast: Operation = {
  name: 'cast',
  samples: fc.tuple(shapes(), fc.constantFrom<Kind>('real', 'bool', few), fc.constantFrom('float32' as const, 'int32' as const, 'bool' as const)).map(([shape, kind, to]) => sample([{ shape, kind }], (x) => g.cast(x, to), { to })),
};

const clip: Operation = {
  name: 'clip',
  samples: fc.oneof(
    shapes().map((shape) => sample([real(shape)], (x) => g.clip(x, -1, 1))),
    shapePairs.map(([a, b]) => sample([real(a), positive(b)], (x, bound) => g.clip(x, g.neg(bound), bound))),
  ),
};

export const elementwiseOperations: readonly Operation[] = [...unaries, ...binaries, ofIntegers, powerOfAnything, where, cast, clip];
