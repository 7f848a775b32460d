export type { AdaptOptions, Algorithm, PredictOptions } from './algorithm.js';
export { innerLoop, trajectory, type Adapting, type Descent, type InnerLoop, type InnerOptimizer } from './inner-loop.js';
export { maml, type MamlOptions } from './maml.js';
export { pretraining } from './pretraining.js';
export { predictionOf, taskLoss, type LearnerAndLoss } from './task-loss.js';
export { unroll } from './unroll.js';
