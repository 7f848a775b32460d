import { widthOf, type Discrete, type Space } from './space.js';

/** An action as one environment gets it: the number of a choice, or a list of numbers within the bounds of the box. */
export type ActionIn<Actions extends Space> = Actions extends Discrete ? number : readonly number[];

/** Reads the action of a row, of those of all rows. */
export function actionsIn(space: Space): (actions: Float32Array, row: number) => number | number[] {
  if (space.kind === 'discrete') return (actions, row) => actions[row];
  const width = widthOf(space);
  return (actions, row) => {
    // A list of its own for each step: an environment may keep it.
    const action = new Array<number>(width);
    for (let i = 0; i < width; i++) action[i] = actions[row * width + i];
    return action;
  };
}
