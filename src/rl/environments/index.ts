export { bernoulliBandit, gaussianBandit, type BanditOptions, type BernoulliArms, type GaussianArms } from './bandits.js';
export { tabularMdp, type TabularOptions, type Tables } from './tabular.js';
export { cartPole, usualCart, type CartPoleOptions } from './cart-pole.js';
export type { CartPhysics } from './carts.js';
export type { Disc } from './discs.js';
export { nav2d, type Nav2dOptions } from './nav2d.js';
export { nav2dObstacles, type Nav2dObstaclesOptions, type ObstacleCourse } from './nav2d-obstacles.js';
export { nav2dSparse, type Nav2dSparseOptions } from './nav2d-sparse.js';
export { pendulum, usualPendulum, type PendulumOptions } from './pendulum.js';
export type { PendulumPhysics } from './pendulums.js';
export type { Goal } from './plane.js';
export type { Range } from './range.js';
// Loads MuJoCo only where it is played: it is large.
export * from './mujoco/index.js';
