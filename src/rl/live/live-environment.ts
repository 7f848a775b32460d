import { actionsIn, type ActionIn } from '../environment/action-in.js';
import { clippedActions, wholeActions } from '../environment/checked-actions.js';
import { EnvironmentError } from '../environment/complaint.js';
import type { AwaitedEnvironments, EnvironmentFamily } from '../environment/environment.js';
import type { Space } from '../environment/space.js';
import { wrongOutcome } from '../environment/wrong-outcome.js';

/** What an action led to. */
export interface LiveOutcome {
  /** As many numbers as the observations have that the agent was trained on. */
  readonly observation: ArrayLike<number>;
  /** A finite number. */
  readonly reward: number;
  /** The episode came to an end of its own: a goal, a fall. Absent: no. */
  readonly terminated?: boolean;
  /** The episode is cut off, but would have gone on. Absent: no; after the horizon of the agent's environment it is cut off without it. */
  readonly truncated?: boolean;
}

/** An environment that is there once: a robot, a simulator in another process. What takes its time gives a promise. As a type, `LiveEnvironment<Box>` has actions that are lists of numbers, `LiveEnvironment<Discrete>` those that are choices. */
export interface LiveEnvironment<Actions extends Space = Space> {
  /** Begins an episode: gives the first observation. */
  reset(): ArrayLike<number> | Promise<ArrayLike<number>>;
  /** Acts: by the number of a choice, or by a list of numbers within their bounds. */
  step(action: ActionIn<Actions>): LiveOutcome | Promise<LiveOutcome>;
}

/**
 * A live environment as one row of those that an agent was trained on. What it gives that the agent cannot take is an `EnvironmentError`; what it throws is left as it is.
 */
export function liveRow(family: EnvironmentFamily, live: LiveEnvironment): AwaitedEnvironments {
  const { observationSpace: { size }, actionSpace } = family;
  const observations = new Float32Array(size);
  const [rewards, terminated, truncated, running] = [new Float32Array(1), new Uint8Array(1), new Uint8Array(1), new Uint8Array(1)];
  let step = 0;
  const wrong = (words: string): EnvironmentError => new EnvironmentError({ family: { name: family.name, titleOf: () => 'live' }, task: null, step }, words);
  const within = actionSpace.kind === 'box' ? clippedActions(actionSpace, 1, (_, words) => wrong(words)) : wholeActions(actionSpace, 1, (_, words) => wrong(words));
  const actionAt = actionsIn(actionSpace);
  const observe = (seen: ArrayLike<number> | undefined, where: string): Float32Array => {
    if (seen?.length !== size) throw wrong(`${where} gave ${seen?.length ?? 'no list of'} numbers, but the observations that the agent was trained on have ${size}.`);
    observations.set(seen);
    const place = observations.findIndex((value) => !Number.isFinite(value));
    if (place >= 0) throw wrong(`the observation has ${observations[place]} at place ${place}: every number must be finite.`);
    return observations;
  };
  return {
    async reset() {
      step = 0;
      return observe(await live.reset(), 'reset');
    },
    async step(actions) {
      step++;
      const outcome = await live.step(actionAt(within(actions, running), 0) as never);
      const amiss = wrongOutcome(outcome, 'observation');
      if (amiss) throw wrong(amiss);
      observe(outcome.observation, 'step');
      rewards[0] = outcome.reward;
      if (!Number.isFinite(rewards[0])) throw wrong(`the reward is ${outcome.reward}: it must be a finite number.`);
      terminated[0] = Number(Boolean(outcome.terminated));
      truncated[0] = Number(Boolean(outcome.truncated));
      return { observations, rewards, terminated, truncated };
    },
  };
}
