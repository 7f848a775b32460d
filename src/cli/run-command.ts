import { explain } from './failure.js';
import { createProgram } from './program.js';

/** Does what a command line asks for, says on stderr what went wrong, and gives the exit code. @param argv with the two names that processes have first, as in `process.argv`. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync(argv);
    return 0;
  } catch (error) {
    const { message, code } = explain(error);
    if (message) process.stderr.write(`${message}\n`);
    return code;
  }
}
