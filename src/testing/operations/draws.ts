import fc from 'fast-check';
import * as g from '../../graph/index.js';
import { shapes } from './shapes.js';
import { real, sample, type Input, type Operation } from './sample.js';

const key: Input = { shape: [2], kind: 'key' };

/** A location and a scale beside each draw, so that there is something to differentiate by. */
export const drawOperations: readonly Operation[] = [
  { name: 'randomNormal', samples: shapes().map((shape) => sample([key, real(shape)], (at, x) => g.mul(x, g.randomNormal(at, shape)))) },
  { name: 'randomUniform', samples: shapes().map((shape) => sample([key, real(shape)], (at, x) => g.add(x, g.randomUniform(at, shape)))) },
  { name: 'randomBernoulli', samples: shapes().map((shape) => sample([key, real(shape)], (at, x) => g.where(g.randomBernoulli(at, 0.5, shape), x, 0))) },
  { name: 'foldInKey', samples: fc.nat(5).map((index) => sample([key, real([2])], (at, x) => g.mul(x, g.randomUniform(g.foldInKey(at, index), [2])), { index })) },
  { name: 'splitKey', samples: fc.constant(sample([key, real([2])], (at, x) => g.splitKey(at, 3).reduce((total, own) => g.mul(total, g.randomNormal(own, [2])), x))) },
];
