import { formatShape } from './shape.js';
import type { Signature } from './primitive.js';

const packageRoot = new URL('..', import.meta.url).href;

/** Thrown where an operation's inputs do not fit; names the operation, the shapes and the caller's own line. */
export class ShapeError extends TypeError {
  override name = 'ShapeError';

  constructor(operation: string, inputs: readonly Signature[], problem: string) {
    const shapes = inputs.map(({ shape, dtype }) => `${dtype}${formatShape(shape)}`).join(' and ');
    super(`${operation} of ${shapes || 'nothing'}: ${problem}`);
    const line = callerLine(this.stack);
    if (line) this.message += `\n    at ${line}`;
  }
}

/** The first line of a stack that is outside this package (its tests count as outside). */
export function callerLine(stack = new Error().stack): string | undefined {
  const frames = (stack ?? '').split('\n').filter((frame) => /^\s+at |@/.test(frame));
  const own = frames.find((frame) => !/node:internal/.test(frame) && (!frame.includes(packageRoot) || /\.test\.[jt]s/.test(frame)));
  return own?.trim().replace(/^at /, '');
}
