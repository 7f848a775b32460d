// Adaptation inside a program: train once, keep the parameters in a run folder, and fit each user from a few of their own measurements.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adam, adaptTo, createRun, maml, meanSquaredError, metaTrain, mlp, ndarray, sinusoid } from 'metalearn';

const family = sinusoid({ shots: 10, queries: 10 });
const algorithm = maml({ learner: mlp({ inputs: 1, outputs: 1 }), loss: meanSquaredError });
const run = await createRun(join(mkdtempSync(join(tmpdir(), 'metalearn-')), 'run'));
const { theta } = await metaTrain({ family, algorithm, optimizer: adam(1e-3), iterations: 3000, metaBatchSize: 25, seed: 1, run });
console.log(`Parameters and metrics are kept in ${run.path}`);

/** What one user measured: pairs of numbers. */
const users = {
  Ada: [[-4, 1.5], [-2, -1.8], [-1, -1.7], [0, 0], [1, 1.7], [2, 1.8], [4, -1.5]],
  Ben: [[-5, -0.3], [-3, 1], [-1, 0.5], [0, -0.4], [2, -0.9], [3, -0.2], [5, 1]],
};

for (const [name, measured] of Object.entries(users)) {
  const support = { x: ndarray(measured.map(([x]) => [x])), y: ndarray(measured.map(([, y]) => [y])) };
  const { predict } = await adaptTo({ algorithm, theta, support, steps: 10 });
  const answer = await predict(ndarray([[-3], [0.5], [3]]));
  console.log(`${name}: at -3, 0.5 and 3 probably ${[...answer.data].map((value) => value.toFixed(1)).join(', ')}`);
}
