export { countRange, drawCount, type Count } from './count.js';
export { episodes, type EpisodeSizes, type ExampleClasses } from './episode.js';
export { splitClasses, splitSizes, type SplitSizes } from './split.js';
export { stackTasks } from './stack.js';
export type { Examples, HostTask, Split, Target, Task, TaskFamily } from './task.js';
