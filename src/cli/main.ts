#!/usr/bin/env node
import { explain } from './failure.js';
import { createProgram } from './program.js';

// A reader that closes the pipe early (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  const { message, code } = explain(error);
  if (message) process.stderr.write(`${message}\n`);
  process.exitCode = code;
}
