import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireOptions } from './require-options.js';

interface Given {
  readonly innerSteps?: number;
  readonly learner: string;
}
const names = { innerSteps: true, learner: true } as const;
const check = (options: object) => requireOptions<Given>('maml', options as Given, names);

test('an option that is none is refused with the nearest, or with all where none is near', () => {
  assert.throws(() => check({ learner: 'mlp', innersteps: 5 }), { name: 'TypeError', message: 'maml has no option innersteps. Did you mean innerSteps?' });
  assert.throws(() => check({ learner: 'mlp', rate: 5 }), { name: 'TypeError', message: 'maml has no option rate. Its options are innerSteps, learner.' });
  assert.throws(() => check({ constructor: 5 }), /maml has no option constructor/);
});

test('options that are some pass, and so does one that is undefined', () => {
  check({ learner: 'mlp' });
  check({ learner: 'mlp', innerSteps: undefined, other: undefined });
});
