// Meta-trains a small network on sine waves, then fits one it has never seen from five points.
import { adam, adaptTo, foldIn, key, maml, meanSquaredError, metaTest, metaTrain, mlp, sinusoid } from 'metalearn';

const family = sinusoid({ shots: 5, queries: 10 });
const learner = mlp({ inputs: 1, hidden: [40, 40], outputs: 1 });
const algorithm = maml({ learner, loss: meanSquaredError, innerSteps: 1, innerLearningRate: 0.01 });

const { theta, seconds } = await metaTrain({
  family,
  algorithm,
  optimizer: adam(1e-3),
  iterations: 5000,
  metaBatchSize: 25,
  seed: 0,
});
console.log(`Trained for ${seconds.toFixed(1)} s.`);

const { transductive } = await metaTest({ family, algorithm, theta, steps: 10, episodes: 200 });
for (const steps of [0, 1, 10]) console.log(`Mean squared error after ${steps} steps: ${transductive[steps].mean.toFixed(2)}`);

const { support, query } = family.sample('test', foldIn(key(0), 1));
const adapted = await adaptTo({ algorithm, theta, support, steps: 10 });
const predicted = await adapted.predict(query.x);
for (let i = 0; i < 5; i++) {
  console.log(`x ${query.x.data[i].toFixed(2)}  true ${query.y.data[i].toFixed(2)}  predicted ${predicted.data[i].toFixed(2)}`);
}
