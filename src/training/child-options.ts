import type { ForkOptions } from 'node:child_process';
import { withHugePages } from './huge-pages.js';

/** How a process is forked that computes for this one. */
export function childOptions(): ForkOptions & { readonly execArgv: readonly string[]; readonly stdio: readonly (number | 'ignore' | 'ipc')[] } {
  return {
    // As JSON, a figure that is no number would come as null, and count as zero.
    serialization: 'advanced',
    // Standard output belongs to the main process, which may print JSON there; what is told of progress goes where its own would go.
    stdio: ['ignore', 2, 2, 'ipc'],
    execArgv: process.execArgv.filter((argument) => !/^--(test|inspect)/.test(argument)),
    env: withHugePages(),
  };
}
