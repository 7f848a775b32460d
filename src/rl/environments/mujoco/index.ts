export { antDirection, type AntOptions } from './ant-direction.js';
export type { Direction } from './direction.js';
export { halfCheetahDirection, type HalfCheetahOptions } from './half-cheetah-direction.js';
export { halfCheetahVelocity, type HalfCheetahVelocityOptions, type Velocity } from './half-cheetah-velocity.js';
