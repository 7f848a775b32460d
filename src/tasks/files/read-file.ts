import { readFileSync } from 'node:fs';

/** The bytes of a file that a user named. @throws Error that says in words why it cannot be read. */
export function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = code === 'ENOENT' || code === 'ENOTDIR' ? 'does not exist' : code === 'EISDIR' ? 'is a folder, not a file' : `cannot be read (${code})`;
    throw new Error(`${file} ${problem}.`, { cause: error });
  }
}
