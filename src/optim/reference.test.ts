import { test } from 'node:test';
import { tensor } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { arrayOf, readFixture, type FixtureArray } from '../testing/fixtures.js';
import { adam, adamw, momentum, sgd, type Optimizer } from './index.js';

interface Case {
  readonly op: string;
  readonly options: Readonly<Record<string, number>>;
  readonly params: FixtureArray;
  readonly gradients: readonly FixtureArray[];
  readonly after: readonly FixtureArray[];
}

const optimizers: Readonly<Record<string, (options: Case['options']) => Optimizer>> = {
  sgd: ({ learningRate }) => sgd(learningRate),
  momentum: ({ learningRate, momentum: decay }) => momentum(learningRate, decay),
  adam: ({ learningRate, eps, ...options }) => adam(learningRate, { ...options, epsilon: eps }),
  adamw: ({ learningRate, eps, ...options }) => adamw(learningRate, { ...options, epsilon: eps }),
};

const { optimisers: cases } = readFixture('ops.json') as { readonly optimisers: readonly Case[] };

for (const { op, options, params, gradients, after } of cases) {
  test(`${op}: three updates are PyTorch's`, () => {
    const optimizer = optimizers[op](options);
    let current = tensor(arrayOf(params));
    let state = optimizer.init(current);
    gradients.forEach((gradient, i) => {
      [current, state] = optimizer.update(tensor(arrayOf(gradient)), state, current);
      assertClose(current, after[i].values, 1e-6);
    });
  });
}
