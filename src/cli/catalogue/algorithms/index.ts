import type { AlgorithmEntry } from '../algorithm-entry.js';
import { fomamlEntry, mamlEntry } from './maml.js';

/** Every algorithm of the command line, in the order of their lists. */
export const algorithmEntries: readonly AlgorithmEntry[] = [mamlEntry, fomamlEntry];
