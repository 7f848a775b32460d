import type { Box, Discrete } from './space.js';

/** Gives actions that are right, and throws what `wrong` makes of a row and words where there are none. Rows that have ended are let pass. */
export type ActionCheck = (actions: Float32Array, ended: Uint8Array) => Float32Array;
type Wrong = (row: number, words: string) => Error;

/** Actions within their bounds, in an array that is written to again by the next call; (rows, A). */
export function clippedActions({ size, low, high }: Box, rows: number, wrong: Wrong): ActionCheck {
  const clipped = new Float32Array(rows * size);
  return (actions, ended) => {
    checkLength(actions, rows, size, wrong);
    for (let row = 0, at = 0; row < rows; row++) {
      for (let i = 0; i < size; i++, at++) {
        const action = actions[at];
        const within = action < low[i] ? low[i] : action > high[i] ? high[i] : action;
        clipped[at] = within;
        // Of NaN and of infinities only, less itself is not zero.
        if (within - within !== 0 && !ended[row]) throw wrong(row, `the action has ${action} at place ${i}: every number must be finite.`);
      }
    }
    return clipped;
  };
}

/** Actions that are numbers of choices; (rows). */
export function wholeActions({ count }: Discrete, rows: number, wrong: Wrong): ActionCheck {
  return (actions, ended) => {
    checkLength(actions, rows, 1, wrong);
    for (let row = 0; row < rows; row++) {
      const action = actions[row];
      const isChoice = action >= 0 && action < count && Math.floor(action) === action;
      if (!isChoice && !ended[row]) throw wrong(row, `the action is ${action}, but must be the number of one of ${count} choices: 0 to ${count - 1}.`);
    }
    return actions;
  };
}

function checkLength(actions: Float32Array, rows: number, width: number, wrong: Wrong): void {
  if (actions.length !== rows * width) throw wrong(0, `the actions of ${rows} rows are ${actions.length} numbers, but ${width} a row are ${rows * width}, as its actionSpace says.`);
}
