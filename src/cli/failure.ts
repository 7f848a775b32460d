import { CommanderError } from 'commander';

/** What was asked for cannot be: exit code 2. Everything else that goes wrong is exit code 1. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The work was stopped by the user and everything is saved: exit code 130, as shells expect of Ctrl-C. */
export class Stopped extends Error {
  override name = 'Stopped';
}

/** What to print on stderr about a failure, and the exit code. */
export function explain(error: unknown): { message?: string; code: number } {
  // Commander has printed its own sentence by then; help and version are no failures.
  if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2 };
  if (error instanceof UsageError) return { message: `error: ${error.message}`, code: 2 };
  if (error instanceof Stopped) return { message: error.message, code: 130 };
  if (!(error instanceof Error)) return { message: `error: ${String(error)}`, code: 1 };
  const trace = process.env.METALEARN_DEBUG ? `\n${error.stack}` : '';
  return { message: `error: ${sentenceOf(error)}${trace}`, code: 1 };
}

/** Errors of the system carry codes; the common ones are said in words. */
function sentenceOf(error: Error): string {
  const { code, path } = error as NodeJS.ErrnoException;
  const where = path ? ` ${path}` : '';
  if (code === 'ENOSPC') return `The disk is full${path ? `: could not write${where}` : ''}. Free some space; what was saved before is still whole.`;
  if (code === 'EACCES' || code === 'EPERM') return `No permission to use${where}.`;
  if (code === 'EROFS') return `The disk is read-only: could not write${where}.`;
  if (code === 'EEXIST' || code === 'ENOTDIR') return `${path ?? 'What was given'} is a file, or lies in one; a folder is needed.`;
  return error.message;
}
