import { Option } from 'commander';
import { whole } from './values.js';

/** The options that all commands have, written the same everywhere. */
export const jsonOption = (): Option => new Option('--json', 'print one JSON object and nothing else on standard output');

export const seedOption = (fixes: string): Option => new Option('--seed <n>', `a whole number that fixes ${fixes} (default: 0)`).argParser(whole(0));

export const workersOption = (zero = 'this one'): Option => new Option('--workers <n>', `processes to compute in; 0 is ${zero} (default: one for each core, at most 8, but ${zero} where tasks are small, as points on a line)`).argParser(whole(0, 256));

export const testShiftOption = (unless = ''): Option =>
  new Option('--test-shift <pixels>', `test-time augmentation: learn a task from shifted copies of its images, too, and predict by the mean over those of a query; five times the work${unless && ` (default: ${unless})`}`).argParser(whole(0, 1000));
