export { adaptiveAgent, type AdaptiveAgent, type AdaptiveData, type AdaptiveOptions } from './adaptive.js';
export { shorterAfterFirst } from './shorter-after-first.js';
export { recurrentAgent, type RecurrentOptions, type RecurrentTheta } from './recurrent.js';
export type { TrialData } from './trial-data.js';
export { variationalAgent, type VariationalData, type VariationalOptions, type VariationalTheta } from './variational.js';
