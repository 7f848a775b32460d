export type { GradientTransformation, Optimizer } from './optimizer.js';
export { chain } from './chain.js';
export { descend, type LearningRate, type Schedule } from './descend.js';
export { accumulate, momentum, sgd } from './sgd.js';
export { adam, adamw, addDecayedWeights, scaleByAdam, type AdamOptions } from './adam.js';
export { clipByGlobalNorm, globalNorm } from './clip.js';
export { cosine, linear, step, type CosineOptions } from './schedules.js';
