import { createHash } from 'node:crypto';

/** The SHA-256 of data in hexadecimal, as `sha256sum` prints it: kept in checkpoints, so that a run is resumed on the same data. */
export function fingerprint(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** One fingerprint of many named pieces, in order: that of the list which `sha256sum` prints of them. @param sums the fingerprint of each. */
export function fingerprintAll(sums: Iterable<readonly [name: string, sum: string]>): string {
  const all = createHash('sha256');
  for (const [name, sum] of sums) all.update(`${sum}  ${name}\n`);
  return all.digest('hex');
}
