import { test } from 'node:test';
import { assertClose } from '../testing/close.js';
import { arrayOf, readFixture, type FixtureArray } from '../testing/fixtures.js';
import { testAgainstPyTorch } from '../testing/reference.js';
import { grad } from '../transform/index.js';
import { averagePool, conv2d, erf, gelu, logSoftmax, logsumexp, maxPool, neg, relu, sigmoid, softmax, softplus, sum, tanh, tensor, type Tensor } from './index.js';

testAgainstPyTorch({
  conv2d: ({ x, kernel }, { stride, padding }) => conv2d(x, kernel, { stride, padding }),
  maxPool: ({ x }, { size, stride, padding }) => maxPool(x, { size, stride, padding }),
  averagePool: ({ x }, { size, stride, padding }) => averagePool(x, { size, stride, padding }),
  logsumexp: ({ x }, { axes }) => logsumexp(x, axes),
  softmax: ({ x }, { axis }) => softmax(x, axis),
  logSoftmax: ({ x }, { axis }) => logSoftmax(x, axis),
});

const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = { gelu, softplus, erf, tanh, sigmoid, relu, logSigmoid: (x) => neg(softplus(neg(x))) };

const { unary } = readFixture('ops.json') as { readonly unary: readonly ({ readonly op: string } & Record<'x' | 'y' | 'first' | 'second', FixtureArray>)[] };

for (const { op, x, y, first, second } of unary) {
  test(`${op}: values, first and second derivatives are PyTorch's, from -30 to 30`, () => {
    const slope = grad((at: Tensor) => sum(functions[op](at)));
    const at = tensor(arrayOf(x));
    assertClose(functions[op](at), y.values);
    assertClose(slope(at), first.values);
    assertClose(grad((point: Tensor) => sum(slope(point)))(at), second.values);
  });
}
