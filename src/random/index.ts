export type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
export { foldIn, generatorOf, key, split, uniformOf, type Key } from './key.js';
export { integerBelow, normal, sampleWithoutReplacement, uniform } from './draw.js';
