import { useEffect, useRef, useState } from 'preact/hooks';
import type { Model } from '../../web/index.js';
import { loadLearner, type LearnerName } from './learners.js';
import { adaptToSymbols, recognise } from './recognise.js';
import { isEmpty, type Drawing } from '../parts/strokes.js';
import type { Invented } from './symbols.js';

export interface LearnerState {
  /** Bytes of the runtime or the model, while they load. */
  readonly loading?: { readonly loaded: number; readonly total?: number };
  readonly ready: boolean;
  /** Of the last adaptation: how many drawings of how many symbols, and how long it took in milliseconds. */
  readonly adapted?: { readonly drawings: number; readonly symbols: number; readonly milliseconds: number };
  /** Of the query, if there is one. */
  readonly probabilities?: readonly { readonly name: string; readonly value: number }[];
  readonly failure?: string;
}

/** A learner that adapts to the symbols whenever they change, and tells what the query is. Of what changes while it works the last counts. */
export function useLearner(name: LearnerName, symbols: readonly Invented[], query: Drawing, steps: number | undefined): LearnerState {
  const [state, setState] = useState<LearnerState>({ ready: false });
  const update = (changed: Partial<LearnerState>) => setState((before) => ({ ...before, ...changed }));
  const [model, setModel] = useState<Model>();
  const wanted = useRef<(() => Promise<void>) | undefined>(undefined);
  const working = useRef(false);

  useEffect(() => {
    let gone = false;
    let loaded: Model | undefined;
    loadLearner(name, (loading) => gone || update({ loading })).then(
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
  }, [name]);

  useEffect(() => {
    if (!model) return;
    wanted.current = async () => {
      if (symbols.length < 2) return update({ adapted: undefined, probabilities: undefined });
      const adapted = await adaptToSymbols(model, symbols, steps);
      const shares = isEmpty(query) ? undefined : await recognise(adapted, query, symbols);
      update({
        adapted: { drawings: symbols.reduce((sum, { drawings }) => sum + drawings.length, 0), symbols: symbols.length, milliseconds: adapted.milliseconds },
        probabilities: shares && symbols.map((symbol, i) => ({ name: symbol.name, value: shares[i] })),
        failure: undefined,
      });
    };
    if (!working.current) void work();
  }, [model, symbols, query, steps]);

  async function work(): Promise<void> {
    working.current = true;
    for (let next = wanted.current; next; next = wanted.current) {
      wanted.current = undefined;
      await next().catch((error: Error) => update({ failure: error.message }));
    }
    working.current = false;
  }
  return state;
}
