import { createHash } from 'node:crypto';

/** The SHA-256 of data in hexadecimal, as `sha256sum` prints it: kept in checkpoints, so that a run is resumed on the same data. */
export function fingerprint(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** One fingerprint of many named pieces, in order. */
export function fingerprintAll(pieces: Iterable<readonly [name: string, data: Uint8Array]>): string {
  const all = createHash('sha256');
  for (const [name, data] of pieces) all.update(`${fingerprint(data)}  ${name}\n`);
  return all.digest('hex');
}
