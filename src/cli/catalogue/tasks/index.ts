import type { TaskEntry } from '../task-entry.js';
import { glyphsEntry, imagesEntry, omniglotEntry } from './images.js';
import { sinusoidEntry } from './sinusoid.js';

/** Every family of tasks of the command line, in the order of their lists. */
export const taskEntries: readonly TaskEntry[] = [sinusoidEntry, glyphsEntry, omniglotEntry, imagesEntry];
