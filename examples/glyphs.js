// Learns to tell five drawn characters apart from one drawing of each. Trains for half a minute.
import { adam, conv4, crossEntropy, glyphs, maml, metaTest, metaTrain } from 'metalearn';

const family = glyphs({ ways: 5, shots: 1, queries: 5 });
const learner = conv4({ inputShape: family.inputShape, ways: 5 });
const algorithm = maml({ learner, loss: crossEntropy, innerSteps: 1, innerLearningRate: 0.4 });

console.log('Training for 30 seconds ...');
const { theta, iteration } = await metaTrain({
  family,
  algorithm,
  optimizer: adam(3e-3),
  iterations: 2000,
  timeLimit: 30,
  metaBatchSize: 4,
  seed: 0,
});

const { transductive, inductive } = await metaTest({ family, algorithm, theta, steps: 3, episodes: 100 });
console.log(`After ${iteration} iterations, on characters never seen in training:`);
transductive.forEach(({ mean, ci95 }, steps) => {
  console.log(`${steps} steps: ${(100 * mean).toFixed(1)} ± ${(100 * ci95).toFixed(1)} %, one query at a time ${(100 * inductive[steps].mean).toFixed(1)} %`);
});
