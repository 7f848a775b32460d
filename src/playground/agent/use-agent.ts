import { useEffect, useState } from 'preact/hooks';
import { key } from '../../random/key.js';
import type { Model } from '../../web/index.js';
import type { OnProgress } from '../parts/load-model.js';
import { useLoaded, type Loaded } from '../parts/use-loaded.js';
import { play, type Goal, type Round } from './playing.js';

export interface AgentState extends Pick<Loaded<never>, 'loading' | 'failure'> {
  readonly ready: boolean;
  /** What it did so far on the goal as it is now. */
  readonly rounds: readonly Round[];
}

export interface Wish {
  readonly goal: Goal;
  readonly episodes: number;
  /** Fixes all that is drawn. */
  readonly attempt: number;
}

/** After a goal has stayed for so long, the agent begins. */
const settled = 200;

/** An agent that plays on the goal whenever it changes, in a worker. */
export function useAgent(load: (onProgress: OnProgress) => Promise<Model>, { goal, episodes, attempt }: Wish): AgentState {
  const { value: model, loading, failure } = useLoaded(load, []);
  const [played, setPlayed] = useState<Pick<AgentState, 'rounds' | 'failure'>>({ rounds: [] });

  useEffect(() => {
    if (!model) return;
    const stop = new AbortController();
    const later = setTimeout(async () => {
      const rounds: Round[] = [];
      setPlayed({ rounds: [] });
      try {
        for await (const round of play(model, goal, episodes, key(attempt), stop.signal)) {
          rounds.push(round);
          setPlayed({ rounds: [...rounds] });
        }
      } catch (error) {
        if (!stop.signal.aborted) setPlayed({ rounds: [...rounds], failure: (error as Error).message });
      }
    }, settled);
    return () => {
      clearTimeout(later);
      stop.abort();
    };
  }, [model, goal, episodes, attempt]);
  return { ready: model !== undefined, loading, ...played, failure: failure ?? played.failure };
}
