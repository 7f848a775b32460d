export { withAbsolutePaths, withoutPaths } from './absolute.js';
export { completeSettings, factsOf, inputOf, usualAlgorithm } from './complete.js';
export { defaultFolder, titleOfAlgorithm, titleOfTask } from './names.js';
export { parseTask } from './parse-task.js';
export { scheduleSchema, settingsSchema, type Asked, type AskedTask, type Settings } from './schema.js';
