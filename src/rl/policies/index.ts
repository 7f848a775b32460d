export { categorical } from './categorical.js';
export type { Distribution, Draw } from './distribution.js';
export { drawOf } from './draw.js';
export { gaussian } from './gaussian.js';
export { distributionFor, mlpPolicy, unitsOf, type MlpPolicyOptions, type Policy, type PolicyParams } from './policy.js';
