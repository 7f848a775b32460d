import type { HostOf } from '../../graph/index.js';
import { foldIn, key } from '../../random/index.js';
import { requireTheta } from '../../training/fit.js';
import { ravel } from '../../training/ravel.js';
import { requireFunctions } from '../../training/require-functions.js';
import type { Agent } from '../agent.js';
import type { Episode } from '../environment/index.js';
import { requireAgent } from '../training/require-agent.js';
import { liveRow, type LiveEnvironment } from './live-environment.js';

export interface LiveAgentOptions<Theta, Data> {
  readonly agent: Agent<Theta, Data>;
  /** Meta-trained parameters. */
  readonly theta: HostOf<Theta>;
  /** Where it acts: observations and actions are those of `agent.environment`. */
  readonly environment: LiveEnvironment;
  /** Fixes the actions that are drawn. Default 0. */
  readonly seed?: number;
}

/** An episode as it went, and the sum of its rewards. */
export interface LiveEpisode extends Episode {
  readonly return: number;
}

/** An agent that acts in one environment, with what it knows by now. */
export interface LiveAgent {
  /** Plays an episode from a reset to its end, or to the horizon that the agent was trained with. One that fails, as `reset` or `step` throw, counts for nothing and may be played again. */
  play(): Promise<LiveEpisode>;
  /** An inner step on the episodes that were played since the last one. An agent that remembers has adapted already: nothing happens. @throws RangeError where there are none. */
  adapt(): Promise<void>;
  /** Frees its programs. */
  release(): Promise<void>;
}

/**
 * Lets a meta-trained agent act in an environment that is there once, such as a robot or a simulator of your own, and adapt to it, one episode at a time. Theta is not changed.
 *
 *     const live = await liveAgent({ agent, theta, environment: robot });
 *     for (let episode = 0; episode < 10; episode++) await live.play();
 *     await live.adapt();
 *     console.log((await live.play()).return);
 *
 * @throws TypeError where the agent is none, or the environment lacks reset or step; RangeError where the parameters are those of another agent.
 */
export async function liveAgent<Theta, Data>({ agent, theta, environment, seed = 0 }: LiveAgentOptions<Theta, Data>): Promise<LiveAgent> {
  requireAgent(agent);
  requireFunctions('environment', environment, ['reset', 'step'], 'an object of two functions, reset() and step(action)');
  requireTheta(agent, theta);
  const actor = agent.actor();
  const live = actor.live?.(ravel(theta), liveRow(agent.environment, environment));
  if (!live) throw new TypeError(`${agent.name} cannot act in an environment that is there once: its actor has no function live.`);
  let episodes = 0;
  let busy = false;
  /** One thing at a time: there is one environment. */
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy) throw new Error('The agent is still playing or adapting: await play() and adapt() before the next.');
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  };
  return {
    play: () =>
      alone(async () => {
        const episode = await live.play(foldIn(key(seed), episodes++));
        return { ...episode, return: episode.rewards.reduce((sum, reward) => sum + reward, 0) };
      }),
    adapt: () => alone(() => live.adapt()),
    release: () => actor.release(),
  };
}
