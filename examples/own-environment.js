// An environment of one's own, as one object: a lamp with three switches of which one works, another for every task. A memory learns to try them out. About ten seconds.
import { box, discrete, environment, metaTestAgent, metaTrainAgent, ppo, recurrentAgent } from 'metalearn/rl';

const lamps = environment({
  name: 'lamps',
  observationSpace: box(0, 1),
  actionSpace: discrete(3),
  horizon: 10,
  sampleTask: (random) => ({ works: random.integer(3) }),
  reset: () => 0,
  observe: (lit) => [lit],
  step(lit, pressed, { works }) {
    const state = pressed === works ? 1 : 0;
    return { state, reward: state };
  },
  titleOf: ({ works }) => `switch ${works + 1} works`,
});

const agent = recurrentAgent({ environment: lamps, hidden: 16 });
const { theta } = await metaTrainAgent({ agent, outer: ppo({ learningRate: 0.01 }), iterations: 60, metaBatchSize: 60, seed: 0 });

const { scores } = await metaTestAgent({ agent, theta, tasks: 100 });
console.log(`Lit in ${scores[0].mean.toFixed(1)} ± ${scores[0].ci95.toFixed(1)} of 10 steps; by luck it would be 3.3, and at best, trying one after the other, 9.0.`);
