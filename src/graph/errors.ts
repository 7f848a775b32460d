import { formatShape, shapeFault, type Shape } from './shape.js';
import type { Signature } from './primitive.js';

/** Thrown where an operation's inputs do not fit; names the operation, the shapes and the caller's own line. */
export class ShapeError extends TypeError {
  static {
    this.prototype.name = 'ShapeError';
  }

  constructor(operation: string, inputs: readonly Signature[], problem: string) {
    const shapes = inputs.map(({ shape, dtype }) => `${dtype}${formatShape(shape)}`).join(' and ');
    const line = callerLine(longStack());
    super(`${operation} of ${shapes || 'nothing'}: ${problem}${line ? `\n    at ${line}` : ''}`);
  }
}

/** Learners and transformations nest deeper than the ten frames that stacks have by default. */
function longStack(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 200;
  const { stack } = new Error();
  Error.stackTraceLimit = limit;
  return stack;
}

/** Where a frame of a stack is: V8 writes `at f (place)` and `at place`, other engines `f@place`. */
function placeOf(frame: string): string {
  return /\((.*)\)$/.exec(frame)?.[1] ?? frame.replace(/^\s*at (async )?|^[^@]*@/, '');
}

/** The folder of this package as stacks spell it: with source maps it is not the one that the module was loaded from. */
const home = framesOf(new Error().stack).map(placeOf).find((place) => /graph[\\/]errors\.\w+:/.test(place))?.replace(/graph[\\/]errors\.\w+:.*$/, '');

function framesOf(stack = ''): string[] {
  return stack.split('\n').filter((frame) => /^\s+at |@/.test(frame));
}

/** The first line of a stack that is outside of this package (its tests count as outside), and a line of a file. */
export function callerLine(stack = new Error().stack): string | undefined {
  const found = framesOf(stack).find((frame) => {
    const place = placeOf(frame);
    return /:\d+:\d+$/.test(place) && !/^(node|native|wasm):/.test(place) && (!home || !place.startsWith(home) || /\.test\.[jt]s:/.test(place));
  });
  return found?.trim().replace(/^at /, '');
}

/** @throws ShapeError where a shape that an operation is to give to `x` is none. */
export function requireShape(operation: string, x: Signature, shape: Shape): void {
  const fault = shapeFault(shape);
  if (fault) throw new ShapeError(operation, [x], fault);
}
