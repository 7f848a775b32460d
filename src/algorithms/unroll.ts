/**
 * The states of a loop of a fixed number of steps: `start`, and what `step` makes of each. Differentiating the last by anything
 * that `step` uses is differentiating through the loop: MAML's way, and that of any inner problem of one's own (hyperparameters, sample weights).
 *
 * @param steps a static whole number of at least 0.
 */
export function unroll<State>(step: (state: State, index: number) => State, start: State, steps: number): State[] {
  if (!Number.isInteger(steps) || steps < 0) throw new RangeError(`The number of inner steps must be a whole number of at least 0, got ${steps}.`);
  const states = [start];
  for (let index = 0; index < steps; index++) states.push(step(states[index], index));
  return states;
}
