import { maml } from '../../algorithms/index.js';
import { relu } from '../../graph/index.js';
import { adaptiveAgent, lvc, mlpPolicy, nav2d, trpo } from '../../rl/index.js';

/** MAML-TRPO on nav2d as in `maml-trpo-1`; also what worker processes build it from. */
export default function trpoAgent() {
  const environment = nav2d();
  const learner = mlpPolicy(environment.observationSpace.size, environment.actionSpace, { hidden: [100, 100], activation: relu });
  const algorithm = maml({ learner, loss: lvc(learner.distribution), innerSteps: 1, innerLearningRate: 0.1 });
  return { agent: adaptiveAgent({ environment, algorithm, episodes: 20, discount: 0.99, lambda: 1 }), outer: trpo() };
}
