/** Why a file cannot be read, in words, and what to do. */
export function readFileProblem(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist. Check the path.';
  if (code === 'EISDIR') return 'is a folder, not a file. Name the file in it.';
  return `cannot be read (${code}).`;
}
