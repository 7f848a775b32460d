import { maml } from '../../algorithms/index.js';
import { meanSquaredError, mlp } from '../../nn/index.js';
import { usualRate } from './rates.js';

/** The network of this page and of its shipped weights: that of Finn et al. 2017, section 5.1. */
export const learner = mlp({ inputs: 1, hidden: [40, 40], outputs: 1 });

export const algorithm = maml({ learner, loss: meanSquaredError, innerSteps: 1, innerLearningRate: usualRate });
