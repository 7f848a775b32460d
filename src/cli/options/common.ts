import { Option } from 'commander';
import { whole } from './values.js';

/** The options that all commands have, written the same everywhere. */
export const jsonOption = (): Option => new Option('--json', 'print one JSON object and nothing else on standard output');

export const seedOption = (fixes: string): Option => new Option('--seed <n>', `a whole number that fixes ${fixes} (default: 0)`).argParser(whole(0));
