import { isEmpty, type Drawing } from '../parts/strokes.js';
import { useLatest } from '../parts/use-latest.js';
import { useLoaded, type Loaded } from '../parts/use-loaded.js';
import { loadLearner, type LearnerName } from './learners.js';
import { adaptToSymbols, recognise } from './recognise.js';
import type { Invented } from './symbols.js';

export interface LearnerState extends Pick<Loaded<never>, 'loading' | 'failure'> {
  readonly ready: boolean;
  /** Of the last adaptation: how many drawings of how many symbols, and how long it took in milliseconds. */
  readonly adapted?: { readonly drawings: number; readonly symbols: number; readonly milliseconds: number };
  /** Of the query, if there is one. */
  readonly probabilities?: readonly { readonly name: string; readonly value: number }[];
}

/** A learner that adapts to the symbols whenever they change, and tells what the query is. Of what changes while it works the last counts. */
export function useLearner(name: LearnerName, symbols: readonly Invented[], query: Drawing, steps: number | undefined): LearnerState {
  const { value: model, loading, failure } = useLoaded((onProgress) => loadLearner(name, onProgress), [name]);
  const enough = model && symbols.length >= 2 ? model : undefined;
  const said = useLatest(enough && (async () => {
    const adapted = await adaptToSymbols(enough, symbols, steps);
    const shares = isEmpty(query) ? undefined : await recognise(adapted, query, symbols);
    return {
      adapted: { drawings: symbols.reduce((sum, { drawings }) => sum + drawings.length, 0), symbols: symbols.length, milliseconds: adapted.milliseconds },
      probabilities: shares && symbols.map((symbol, i) => ({ name: symbol.name, value: shares[i] })),
    };
  }), [model, symbols, query, steps]);
  return { ready: model !== undefined, loading, ...said.value, failure: failure ?? said.failure };
}
