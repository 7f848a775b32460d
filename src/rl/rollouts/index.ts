export { discountedReturns, generalisedAdvantages, standardised, type AdvantageOptions, type Values } from './advantages.js';
export { linearBaseline, type LinearBaselineOptions } from './linear-baseline.js';
export { episodeAt, returnsOf, taskReturns } from './returns.js';
export { rollOut, type Act, type RollOutOptions } from './roll-out.js';
export type { Rollout } from './rollout.js';
