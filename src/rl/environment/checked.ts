import type { Json } from '../../training/index.js';
import { clippedActions, wholeActions } from './checked-actions.js';
import { EnvironmentError } from './complaint.js';
import type { Environments, EnvironmentFamily, Stepped } from './environment.js';
import { partsOf } from './parts-of.js';
import { widthOf } from './space.js';

const already = new WeakSet<EnvironmentFamily>();

/**
 * The family with a watch on its environments: what breaks their contract is an `EnvironmentError` that names the environment, the task and the step, where it would otherwise be a
 * NaN much later. That are observations and rewards of the wrong number or not finite, actions that are no number or no choice, and steps before a reset. Actions beyond the bounds
 * of a box are clipped to them. What a row gives after its end is not looked at. It costs about a nanosecond a number; a family that is watched already is given back.
 * @throws RangeError where the horizon is not a whole number of at least 1, or other environments are made than were asked for.
 */
export function checked<Task extends Json>(family: EnvironmentFamily<Task>): EnvironmentFamily<Task> {
  if (already.has(family)) return family;
  const { name, horizon } = family;
  if (!Number.isInteger(horizon) || horizon < 1) {
    throw new RangeError(`Environment "${name}" needs a horizon, the steps after which an episode is cut off, as it might never end: a whole number of at least 1, got ${horizon}.`);
  }
  const watched: EnvironmentFamily<Task> = {
    ...partsOf(family),
    make(tasks) {
      const made = family.make(tasks);
      return made instanceof Promise ? made.then((environments) => watch(family, tasks, environments)) : watch(family, tasks, made);
    },
  };
  already.add(watched);
  return watched;
}

function watch<Task extends Json>(family: EnvironmentFamily<Task>, tasks: readonly Task[], inner: Environments): Environments {
  const { rows } = inner;
  if (rows !== tasks.length) throw new RangeError(`Environment "${family.name}" was asked for ${tasks.length} tasks but made ${rows} rows: make one row for each task.`);
  const width = widthOf(family.observationSpace);
  // Steps of each row's episode; -1 before its first reset.
  const steps = new Int32Array(rows).fill(-1);
  const ended = new Uint8Array(rows);
  const all = Array.from({ length: rows }, (_, row) => row);
  const wrong = (row: number, words: string): EnvironmentError => new EnvironmentError({ family, task: tasks[row], step: Math.max(0, steps[row]) }, words);
  const actionsOf = family.actionSpace.kind === 'box' ? clippedActions(family.actionSpace, rows, wrong) : wholeActions(family.actionSpace, rows, wrong);

  const checkObservations = (observations: Float32Array, which: readonly number[]): void => {
    if (observations.length !== rows * width) {
      throw wrong(which[0] ?? 0, `the observations of ${rows} rows are ${observations.length} numbers, but ${width} a row are ${rows * width}, as its observationSpace says.`);
    }
    if (allFinite(observations)) return;
    for (const row of which) {
      const place = observations.subarray(row * width, (row + 1) * width).findIndex((value) => !Number.isFinite(value));
      if (place >= 0 && !ended[row]) throw wrong(row, `the observation has ${observations[row * width + place]} at place ${place}: every number must be finite.`);
    }
  };

  const checkStepped = ({ observations, rewards, terminated, truncated }: Stepped): void => {
    for (const [what, { length }] of Object.entries({ rewards, terminated, truncated })) {
      if (length !== rows) throw wrong(0, `${what} has ${length} numbers, but there are ${rows} rows: give one for each.`);
    }
    checkObservations(observations, all);
    if (!allFinite(rewards)) {
      const row = rewards.findIndex((reward, i) => !ended[i] && !Number.isFinite(reward));
      if (row >= 0) throw wrong(row, `the reward is ${rewards[row]}: it must be a finite number.`);
    }
  };

  return {
    rows,
    reset(keys, which = all) {
      if (keys.length !== which.length) throw new RangeError(`Resetting ${which.length} rows of environment "${family.name}" takes as many keys, got ${keys.length}.`);
      for (const row of which) {
        if (all[row] === undefined) throw new RangeError(`Environment "${family.name}" has the rows 0 to ${rows - 1}, but row ${row} was to be reset.`);
        steps[row] = 0;
        ended[row] = 0;
      }
      const observations = inner.reset(keys, which === all ? undefined : which);
      checkObservations(observations, which);
      return observations;
    },
    step(actions) {
      for (let row = 0; row < rows; row++) {
        if (steps[row] < 0) throw wrong(row, 'it was stepped before its first reset: call reset with a key for each row.');
        steps[row]++;
      }
      const stepped = inner.step(actionsOf(actions, ended));
      checkStepped(stepped);
      // Past the horizon a row is only stepped on until others end, too.
      for (let row = 0; row < rows; row++) ended[row] |= stepped.terminated[row] | stepped.truncated[row] | Number(steps[row] >= family.horizon);
      return stepped;
    },
    close: inner.close && (() => inner.close?.()),
  };
}

/** Whether there is no NaN and no infinity: each less itself is zero. */
function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] - values[i];
  return sum === 0;
}
