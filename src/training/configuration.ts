/** Anything JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

/** Thrown where a run or a checkpoint was made with another configuration than is asked for now. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';

  constructor(what: string, differing: readonly string[], advice: string) {
    super(`${what} was made with another configuration: ${differing.join('; ')}. ${advice}`);
  }
}

/**
 * What differs between two configurations, as `optimizer.learningRate is 0.001 there and 0.01 here`.
 *
 * @param ignore paths (with all below them) that may differ.
 */
export function differences(stored: unknown, asked: unknown, ignore: readonly string[] = []): string[] {
  const found: string[] = [];
  const compare = (left: unknown, right: unknown, path: string): void => {
    if (ignore.includes(path)) return;
    if (isBranch(left) && isBranch(right) && Array.isArray(left) === Array.isArray(right)) {
      const names = new Set([...Object.keys(left), ...Object.keys(right)]);
      for (const name of names) compare(left[name], right[name], path === '' ? name : `${path}.${name}`);
    } else if (JSON.stringify(left) !== JSON.stringify(right)) {
      found.push(`${path || 'it'} is ${shown(left)} there and ${shown(right)} here`);
    }
  };
  // By way of JSON, so that undefined is absent and Infinity is what the file says of it.
  compare(JSON.parse(JSON.stringify(stored)), JSON.parse(JSON.stringify(asked)), '');
  return found;
}

/** The SHA-256 of a value's JSON, in hexadecimal. */
export async function fingerprint(value: unknown): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(value)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
