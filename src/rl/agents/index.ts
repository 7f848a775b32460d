export { adaptiveAgent, type AdaptiveData, type AdaptiveOptions } from './adaptive.js';
export { halvedAfterFirst } from './halved-after-first.js';
export { recurrentAgent, type RecurrentOptions, type RecurrentTheta } from './recurrent.js';
export type { TrialData } from './trial-data.js';
