import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maml } from '../algorithms/index.js';
import { meanSquaredError, mlp } from '../nn/index.js';
import { adam } from '../optim/index.js';
import { sinusoid } from '../regression/index.js';
import { collectGarbage } from '../testing/collect-garbage.js';
import { metaTrain } from './index.js';

for (const [how, tasksPerCall] of [['in one program', 2], ['with the update apart', 1]] as const) {
  test(`10,000 meta-steps, ${how}, leave the memory as it was`, async () => {
    const family = sinusoid({ shots: 5, queries: 5 });
    const resident: number[] = [];
    let draws = 0;
    await metaTrain({
      family: {
        ...family,
        sample(split, key) {
          const step = draws++ / 2;
          if (step >= 1000 && step % 1000 === 0) {
            collectGarbage();
            resident.push(process.memoryUsage().rss / 2 ** 20);
          }
          return family.sample(split, key);
        },
      },
      algorithm: maml({ learner: mlp({ inputs: 1, hidden: [48, 48], outputs: 1 }), loss: meanSquaredError }),
      optimizer: adam(1e-3),
      iterations: 10_001,
      metaBatchSize: 2,
      tasksPerCall,
      seed: 0,
    });
    // One array of parameters kept in each step is 10 MB in each thousand. The heap takes tens of megabytes in one leap
    // when it likes, so what counts is the median thousand.
    const grown = resident.slice(1).map((megabytes, i) => megabytes - resident[i]!);
    assert.equal(grown.length, 9);
    const median = [...grown].sort((a, b) => a - b)[4]!;
    assert.ok(median < 5, `each thousand steps take ${grown.map((megabytes) => megabytes.toFixed(1)).join(', ')} MB more`);
  });
}
