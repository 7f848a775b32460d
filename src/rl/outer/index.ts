export type { Batch, OuterLoss, OuterRule, StepRecord } from './outer.js';
export { clippedRatioLoss, ratioLoss } from './ratio.js';
export { trpo, type TrpoOptions } from './trpo.js';
