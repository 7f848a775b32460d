export { bucketPadding } from './buckets.js';
export { countRange, drawCount, type Count } from './count.js';
export { episodes, type EpisodeSizes, type ExampleClasses } from './episode.js';
export { mixture, type Mixture, type MixtureOptions } from './mixture.js';
export { padExamples } from './pad.js';
export { splitClasses, splitSizes, type SplitSizes } from './split.js';
export { standardOf, standardised, type Standard } from './standard.js';
export { stackTasks } from './stack.js';
export type { Examples, Given, HostExamples, HostTask, Split, Target, Task, TaskFamily } from './task.js';
