export { trialTable } from './report.js';
export { tune, type Tuning } from './tune.js';
