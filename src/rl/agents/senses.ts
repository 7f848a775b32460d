import { widthOf, type EnvironmentFamily } from '../environment/index.js';
import { unitsOf } from '../policies/index.js';

/**
 * What an agent with a memory is told before each step: the observation; of the step before the observation, the action (a choice as a one among zeros, numbers in the units that policies count them in) and the reward that it brought; and
 * whether an episode has just begun. Before the first step of a trial all of the step before is zero. Duan et al. 2016, section 2.2, leave the observation before to the memory.
 */
export interface Senses {
  /** How many numbers that is. */
  readonly size: number;
  /** Where the action begins; before it stand the observation and the one before. */
  readonly actionAt: number;
  /** How many numbers an action is here. */
  readonly actionSize: number;
  /** Notes the observation of a row, and whether an episode has just begun with it. */
  see(told: Float32Array, row: number, observations: Float32Array, begins: boolean): void;
  /** Notes what a row did, and the reward. */
  feel(told: Float32Array, row: number, actions: Float32Array, reward: number): void;
}

/** The senses that fit a family of environments. */
export function sensesFor({ observationSpace, actionSpace }: Pick<EnvironmentFamily, 'observationSpace' | 'actionSpace'>): Senses {
  const observed = observationSpace.size;
  const acted = widthOf(actionSpace);
  const actionSize = actionSpace.kind === 'discrete' ? actionSpace.count : acted;
  const { middles, halves } = actionSpace.kind === 'box' ? unitsOf(actionSpace) : { middles: [], halves: [] };
  const size = 2 * observed + actionSize + 2;
  return {
    size,
    actionAt: 2 * observed,
    actionSize,
    see(told, row, observations, begins) {
      const at = row * size;
      // Where an episode begins, the step before is still the last one of the episode before.
      if (!begins) told.copyWithin(at + observed, at, at + observed);
      for (let i = 0; i < observed; i++) told[at + i] = observations[row * observed + i];
      told[(row + 1) * size - 1] = begins ? 1 : 0;
    },
    feel(told, row, actions, reward) {
      const from = row * size + 2 * observed;
      if (actionSpace.kind === 'discrete') told.fill(0, from, from + actionSize)[from + actions[row]] = 1;
      else for (let i = 0; i < acted; i++) told[from + i] = (actions[row * acted + i] - middles[i]) / halves[i];
      told[from + actionSize] = reward;
    },
  };
}
