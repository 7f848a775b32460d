export type { Environments, EnvironmentFamily, Episode, Stepped } from './environment.js';
export type { Scene, Shape, Tone } from './scene.js';
export { box, discrete, widthOf, type Box, type Discrete, type Space } from './space.js';
