export { checked } from './checked.js';
export { EnvironmentError, type Place } from './complaint.js';
export { environment, type ActionIn, type Outcome, type OwnEnvironment } from './environment-of-one.js';
export type { Environments, EnvironmentFamily, Episode, Stepped } from './environment.js';
export { randomOf, type Random } from './random.js';
export { rewardScene } from './reward-scene.js';
export type { Scene, Shape, Tone } from './scene.js';
export { box, discrete, widthOf, type Box, type Discrete, type Space } from './space.js';
export { told } from './told.js';
