import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepare } from './own-step.js';

/** What bench/peers/gymnasium_steps.py and torch_trpo.py print as `check`. */
const checks = {
  'nav2d-steps': [-0.40963001, 3.59319806],
  'half-cheetah-steps': [-0.0696071, 17.36354876],
  'maml-trpo-1': [0.00423409, 0.00600687],
} as const;

for (const [name, [loss, norm]] of Object.entries(checks)) {
  test(`${name} computes what its Python peers do`, async () => {
    const { check, step } = await prepare(name as keyof typeof checks, 1);
    const found = await check();
    assert.ok(Math.abs(found.loss - loss) < 1e-5 * Math.abs(loss), `the loss is ${found.loss}`);
    assert.ok(Math.abs(found.gradientNorm - norm) < 1e-5 * norm, `the norm is ${found.gradientNorm}`);
    if (name === 'nav2d-steps') await step();
  });
}
