import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { maml } from '../algorithms/index.js';
import { meanSquaredError, mlp } from '../nn/index.js';
import { adam } from '../optim/index.js';
import { sinusoid } from '../regression/index.js';
import { metaTrain } from './index.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

for (const [how, tasksPerCall] of [['in one program', 2], ['with the update apart', 1]] as const) {
  test(`10,000 meta-steps, ${how}, leave the memory as it was`, async () => {
    const family = sinusoid({ shots: 5, queries: 5 });
    const resident = new Map<number, number>();
    let draws = 0;
    await metaTrain({
      family: {
        ...family,
        sample(split, key) {
          const step = draws++ / 2;
          if (step === 2000 || step === 9999) {
            collect();
            resident.set(step, process.memoryUsage().rss);
          }
          return family.sample(split, key);
        },
      },
      // One array of parameters kept in each step would be 80 MB over the steps.
      algorithm: maml({ learner: mlp({ inputs: 1, hidden: [48, 48], outputs: 1 }), loss: meanSquaredError }),
      optimizer: adam(1e-3),
      iterations: 10_000,
      metaBatchSize: 2,
      tasksPerCall,
      seed: 0,
    });
    const grown = (resident.get(9999)! - resident.get(2000)!) / 2 ** 20;
    assert.ok(grown < 40, `${grown.toFixed(1)} MB more after 10,000 steps than after 2,000`);
  });
}
