export type { Batch, OuterLoss, OuterRule, StepRecord } from './outer.js';
export { ppo, type PpoOptions } from './ppo.js';
export { clippedRatioLoss, ratioLoss } from './ratio.js';
export { trpo, type TrpoOptions } from './trpo.js';
