import type { Json } from '../../training/index.js';
import { actionsIn, type ActionIn } from './action-in.js';
import { checked } from './checked.js';
import { EnvironmentError } from './complaint.js';
import type { Environments, EnvironmentFamily } from './environment.js';
import { notJson } from './not-json.js';
import { optionalPartsOf } from './parts-of.js';
import { randomOf, type Random } from './random.js';
import type { Box, Space } from './space.js';
import { numbersThatTell, requireTells } from './tells.js';
import { tellingWhere } from './thrown.js';
import { givenLater, wrongOutcome } from './wrong-outcome.js';

/** What a step leads to. */
export interface Outcome<State> {
  readonly state: State;
  /** A finite number. */
  readonly reward: number;
  /** The episode came to an end of its own: a goal, a fall. Absent: no. */
  readonly terminated?: boolean;
  /** The episode is cut off, but would have gone on. Absent: no; the horizon is kept without it. */
  readonly truncated?: boolean;
}

/** One environment, in plain functions. All that is random comes from `random`, so that a seed gives the same episodes again. */
export interface OwnEnvironment<Task extends Json, State, Actions extends Space> extends Partial<Pick<EnvironmentFamily<Task>, 'kindOf' | 'titleOf' | 'tells' | 'scene'>> {
  readonly name: string;
  readonly observationSpace: Box;
  readonly actionSpace: Actions;
  /** Steps after which an episode is cut off, a whole number of at least 1. */
  readonly horizon: number;
  /** What else was chosen, for config.json. */
  readonly description?: EnvironmentFamily['description'];
  /** Draws a task: what has to be learned. In JSON, as it is sent to workers. */
  sampleTask(random: Random): Task;
  /** The state in which an episode begins. */
  reset(task: Task, random: Random): State;
  /** What the agent sees of a state: as many numbers as `observationSpace` has. It should not tell the task. */
  observe(state: State, task: Task): ArrayLike<number>;
  /** What an action leads to. It may change `state` and give it back, or make a new one. */
  step(state: State, action: ActionIn<Actions>, task: Task, random: Random): Outcome<State>;
}

/**
 * An environment of one's own, from one object of functions for a single environment; many of them then stand side by side, and are watched (see `checked`).
 *
 *     environment({
 *       name: 'which-way',
 *       observationSpace: box(-10, 10),
 *       actionSpace: discrete(2),
 *       horizon: 20,
 *       sampleTask: (random) => ({ right: random.uniform() < 0.5 }),
 *       reset: () => 0,
 *       observe: (place) => [place],
 *       step(place, action, task) {
 *         const state = place + (action === 1 ? 1 : -1);
 *         return { state, reward: task.right ? state : -state, terminated: Math.abs(state) === 10 };
 *       },
 *     });
 *
 * @throws RangeError where the horizon is not a whole number of at least 1; TypeError where a function or a space is missing.
 */
export function environment<Task extends Json, State, Actions extends Space>(own: OwnEnvironment<Task, State, Actions>): EnvironmentFamily<Task> {
  const { name, observationSpace, actionSpace, horizon, description = {}, tells } = own;
  for (const part of ['sampleTask', 'reset', 'observe', 'step'] as const) {
    if (typeof own[part] !== 'function') throw new TypeError(`Environment "${name}" needs a function ${part}, got ${String(own[part])}.`);
  }
  if (observationSpace?.kind !== 'box') throw new TypeError(`Environment "${name}" needs an observationSpace: box(low, high), or box(low, high, size) of several numbers.`);
  if (actionSpace?.kind !== 'box' && actionSpace?.kind !== 'discrete') throw new TypeError(`Environment "${name}" needs an actionSpace: box(low, high, size) of numbers, or discrete(count) of choices.`);
  if (tells) requireTells(name, tells);
  return checked({
    name,
    observationSpace,
    actionSpace,
    horizon,
    description: { horizon, ...description },
    sampleTask(key) {
      const task = tellingWhere(() => own.sampleTask(randomOf(key)), (words, cause) => new Error(`Environment "${name}": sampleTask threw ${words}`, { cause }));
      const wrong = notJson(task, 'task');
      if (wrong) throw new TypeError(`Environment "${name}": sampleTask must give JSON, as tasks are sent to workers and written down, but ${wrong}.`);
      if (tells) numbersThatTell(name, tells, task);
      return task;
    },
    make: (tasks) => sideBySide(own, tasks),
    ...optionalPartsOf(own),
    tells,
  });
}

interface Row<State> {
  state: State;
  readonly random: Random;
  step: number;
  over: boolean;
}

function sideBySide<Task extends Json, State, Actions extends Space>(own: OwnEnvironment<Task, State, Actions>, tasks: readonly Task[]): Environments {
  const rows = new Array<Row<State>>(tasks.length);
  const width = own.observationSpace.size;
  const observations = new Float32Array(tasks.length * width);
  const stepped = { observations, rewards: new Float32Array(tasks.length), terminated: new Uint8Array(tasks.length), truncated: new Uint8Array(tasks.length) };
  const actionAt = actionsIn(own.actionSpace);

  const wrong = (index: number, words: string, cause?: unknown): EnvironmentError => new EnvironmentError({ family: own, task: tasks[index], step: called.name === 'reset' ? 0 : rows[index].step }, words, cause);
  // Which function of which row is called: noted, and asked for where one throws, as a closure for each call takes time.
  const called = { name: '', row: 0 };
  const told = <T>(calls: () => T): T => tellingWhere(calls, (words, cause) => wrong(called.row, `${called.name} threw ${words}`, cause));
  const calling = (name: string, row: number): void => {
    called.name = name;
    called.row = row;
  };
  const observe = (index: number): void => {
    calling('observe', index);
    const seen = own.observe(rows[index].state, tasks[index]);
    if (seen?.length !== width) throw wrong(index, `observe gave ${seen?.length ?? 'no list of'} numbers, but its observationSpace has ${width}.`);
    for (let i = 0; i < width; i++) observations[index * width + i] = seen[i];
  };

  return {
    rows: tasks.length,
    reset(keys, which = [...tasks.keys()]) {
      told(() => which.forEach((index, i) => {
        const random = randomOf(keys[i]);
        calling('reset', index);
        const state = own.reset(tasks[index], random);
        const later = givenLater('reset', state);
        if (later) throw wrong(index, later);
        rows[index] = { state, random, step: 0, over: false };
        observe(index);
      }));
      return observations;
    },
    step(actions) {
      told(() => rows.forEach((row, index) => {
        // What comes after the end is not looked at, so nobody's function has to cope with it.
        if (row.over) return;
        row.step++;
        calling('step', index);
        const outcome = own.step(row.state, actionAt(actions, index) as ActionIn<Actions>, tasks[index], row.random);
        const amiss = wrongOutcome(outcome, 'state');
        if (amiss) throw wrong(index, amiss);
        const { state, reward } = outcome;
        // JavaScript says much that is true or not: the wall that was hit, or undefined.
        const [terminated, truncated] = [Boolean(outcome.terminated), Boolean(outcome.truncated)];
        row.state = state;
        row.over = terminated || truncated || row.step === own.horizon;
        stepped.rewards[index] = reward;
        stepped.terminated[index] = Number(terminated);
        stepped.truncated[index] = Number(truncated);
        observe(index);
      }));
      return stepped;
    },
  };
}
