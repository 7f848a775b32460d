import { useEffect, useState } from 'preact/hooks';
import { key } from '../../random/key.js';
import type { Model } from '../../web/index.js';
import { play, type Goal, type Round } from './playing.js';

export interface AgentState {
  readonly loading?: { readonly loaded: number; readonly total?: number };
  readonly ready: boolean;
  /** What it did so far on the goal as it is now. */
  readonly rounds: readonly Round[];
  readonly failure?: string;
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
export function useAgent(load: (onProgress: (loading: NonNullable<AgentState['loading']>) => void) => Promise<Model>, { goal, episodes, attempt }: Wish): AgentState {
  const [state, setState] = useState<AgentState>({ ready: false, rounds: [] });
  const [model, setModel] = useState<Model>();
  const update = (changed: Partial<AgentState>) => setState((before) => ({ ...before, ...changed }));

  useEffect(() => {
    let gone = false;
    let loaded: Model | undefined;
    load((loading) => gone || update({ loading })).then(
      (model) => {
        loaded = model;
        if (gone) return model.release();
        setModel(model);
        update({ ready: true, loading: undefined });
      },
      (error: Error) => update({ failure: error.message, loading: undefined }),
    );
    return () => {
      gone = true;
      loaded?.release();
    };
  }, []);

  useEffect(() => {
    if (!model) return;
    const stop = new AbortController();
    const later = setTimeout(async () => {
      update({ rounds: [], failure: undefined });
      try {
        const rounds: Round[] = [];
        for await (const round of play(model, goal, episodes, key(attempt), stop.signal)) {
          rounds.push(round);
          update({ rounds: [...rounds] });
        }
      } catch (error) {
        if (!stop.signal.aborted) update({ failure: (error as Error).message });
      }
    }, settled);
    return () => {
      clearTimeout(later);
      stop.abort();
    };
  }, [model, goal, episodes, attempt]);
  return state;
}
