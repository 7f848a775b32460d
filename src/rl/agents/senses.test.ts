import { test } from 'node:test';
import { mapTree, ndarray, type HostOf, type NdArray, type Tensor } from '../../graph/index.js';
import { foldIn, key } from '../../random/index.js';
import { assertClose } from '../../testing/close.js';
import { tensorsOf } from '../../testing/tensors.js';
import { ravel } from '../../training/ravel.js';
import type { Agent } from '../agent.js';
import { box, environment, type EnvironmentFamily } from '../environment/index.js';
import { ratioLoss } from '../outer/index.js';
import { recurrentAgent } from './recurrent.js';
import { variationalAgent } from './variational.js';

/** A dial that has to be turned to where nobody says, from `low` to `high`. */
const dial = (low: number, high: number): EnvironmentFamily =>
  environment({
    name: 'dial',
    observationSpace: box(0, 1),
    actionSpace: box(low, high),
    horizon: 4,
    sampleTask: (random) => ({ target: random.uniform(-1, 1) }),
    reset: () => 0,
    observe: () => [0],
    step: (_, [turned], { target }) => ({ state: 0, reward: -Math.abs((2 * turned - low - high) / (high - low) - target) }),
  }) as EnvironmentFamily;

async function objectiveOf<Theta, Data>(agent: Agent<Theta, Data>): Promise<Tensor> {
  const start = agent.init(key(1));
  const actor = agent.actor();
  const { data } = await actor.collect(ravel(start), [{ task: agent.environment.sampleTask(key(2)), key: foldIn(key(3), 0) }]);
  await actor.release();
  const one = mapTree(({ data: values, shape: [, ...shape] }: NdArray) => ndarray(values as Float32Array, shape), data as never) as HostOf<Data>;
  return agent.objective(tensorsOf(start as never) as Theta, tensorsOf(one as never) as Data, ratioLoss);
}

for (const [name, make] of [['RL squared', recurrentAgent], ['VariBAD', variationalAgent]] as const) {
  test(`what ${name} learns does not depend on the units of actions`, async () => {
    // Entropies alone have units, of which the derivative knows nothing.
    const [unit, far] = await Promise.all([dial(-1, 1), dial(300, 500)].map((of) => objectiveOf((make as typeof recurrentAgent)({ environment: of, hidden: 6, entropyWeight: 0 }))));
    assertClose(far, unit, 1e-3, 1);
  });
}
