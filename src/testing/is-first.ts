import { writeFileSync } from 'node:fs';

/** Whether this process is the first to make the file: of two that come at once, one is. */
export function isFirst(file: string): boolean {
  try {
    writeFileSync(file, '', { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}
