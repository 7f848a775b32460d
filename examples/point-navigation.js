// A point has to find a goal that it is not told: meta-train a policy that one policy-gradient step, on ten episodes, sends the right way. About half a minute.
import { maml } from 'metalearn';
import { adaptiveAgent, lvc, metaTestAgent, metaTrainAgent, mlpPolicy, nav2d, shorterAfterFirst, trpo } from 'metalearn/rl';

const environment = nav2d({ horizon: 50 });
const policy = mlpPolicy(environment.observationSpace.size, environment.actionSpace, { hidden: [64, 64] });

// MAML as everywhere else. What is new is the loss: a surrogate whose derivatives are those of the expected return.
// It is trained for one step; at test there are more, which are shorter.
const algorithm = maml({ learner: policy, loss: lvc(policy.distribution), innerLearningRate: 0.1, innerOptimizer: shorterAfterFirst(0.25) });
const agent = adaptiveAgent({ environment, algorithm, episodes: 10 });

const { theta } = await metaTrainAgent({
  agent,
  outer: trpo(),
  iterations: 30,
  metaBatchSize: 20,
  seed: 0,
  onEvent: (event) => event.type === 'iteration' && event.record && console.log(`iteration ${event.iteration}: ${event.record.return0.toFixed(1)} before a step, ${event.record.return1.toFixed(1)} after`),
});

// Goals never seen, and as many steps as one likes.
const { scores } = await metaTestAgent({ agent, theta, tasks: 20, rounds: 4 });
scores.forEach(({ mean, ci95 }, steps) => console.log(`after ${steps} steps: ${mean.toFixed(1)} ± ${ci95.toFixed(1)}`));
