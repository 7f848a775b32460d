import { ndarray, type NdArray } from '../../graph/index.js';
import { foldIn, split, type Key } from '../../random/index.js';
import { widthOf, type AwaitedEnvironments } from '../environment/index.js';
import { drawOf, type Draw } from '../policies/index.js';
import { trialRecord, type Trials, type TrialSizes } from './trial-record.js';

export interface TrialOptions extends Omit<TrialSizes, 'tasks'> {
  /** Rows are the trials of the first task, then those of the second, ... */
  readonly environments: AwaitedEnvironments;
  /** What the agent makes of what it is told, (rows, I), at the next step of all trials: what actions are drawn from (rows, D), and what the rest seems worth (rows). */
  readonly act: (told: NdArray) => Promise<{ readonly parameters: NdArray; readonly values: NdArray }>;
  /** One for each task: it fixes how its episodes begin and all that is drawn in them. */
  readonly keys: readonly Key[];
  /** What was told last, (rows x I), to go on from, which is written to; absent at the beginning of trials. */
  readonly told?: Float32Array;
}

/**
 * Plays a trial in every row, all at once: one call of the agent a step. An episode that ends is followed by the next in the same step, until there were as many as asked for; rows that are done before others
 * are padded.
 */
export async function playTrials({ environments, act, keys, told: before, ...sizes }: TrialOptions): Promise<Trials> {
  const { family, distribution, senses, trials, episodes } = sizes;
  const rows = keys.length * trials;
  const width = widthOf(family.actionSpace);
  const record = trialRecord({ ...sizes, tasks: keys.length });
  const told = before ?? new Float32Array(rows * senses.size);
  const actions = new Float32Array(rows * width);
  const round = new Int32Array(rows);
  const draws = new Array<Draw>(rows);
  const running = (row: number): boolean => round[row] < episodes;
  const begin = async (which: readonly number[]): Promise<void> => {
    const begun = which.map((row) => split(foldIn(foldIn(keys[Math.floor(row / trials)], 1 + round[row]), row % trials), 2));
    const observations = await environments.reset(begun.map(([own]) => own), which);
    which.forEach((row, i) => {
      draws[row] = drawOf(begun[i][1]);
      senses.see(told, row, observations, true);
    });
  };

  const all = Array.from({ length: rows }, (_, row) => row);
  await begin(all);
  for (let step = 0; all.some(running); step++) {
    const said = await act(ndarray(told, [rows, senses.size]));
    const parameters = said.parameters.data as Float32Array;
    for (const row of all.filter(running)) {
      distribution.sample(parameters, row * distribution.parameters, draws[row], actions, row * width);
      record.act(row, step, told, parameters, actions, said.values.data[row]);
    }
    const { observations, rewards, terminated, truncated } = await environments.step(actions);
    const ended: number[] = [];
    for (const row of all.filter(running)) {
      const steps = record.earn(row, step, round[row], rewards[row]);
      senses.feel(told, row, actions, rewards[row]);
      senses.see(told, row, observations, false);
      if (!terminated[row] && !truncated[row] && steps < family.horizon) continue;
      record.end(row, round[row]++, observations, terminated[row]);
      if (running(row)) ended.push(row);
    }
    if (ended.length > 0) await begin(ended);
  }
  return record.trials;
}
