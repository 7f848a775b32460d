import { useEffect, useRef, useState } from 'preact/hooks';
import type { Model } from '../../web/index.js';
import { loadShipped } from '../parts/load-model.js';
import { loadCatalogue, type Catalogue } from './catalogue.js';
import type { Taste } from './taste.js';

/** What the model thinks the visitor thinks. */
export interface Opinion {
  /** Of which ratings it knows. */
  readonly taste: Taste;
  /** The predicted rating of every film. */
  readonly scores: Float32Array;
  /** How much a rating of each film would tell. */
  readonly information?: Float32Array;
  readonly milliseconds: number;
}

export interface RecommenderState {
  readonly loading?: { readonly loaded: number; readonly total?: number };
  readonly catalogue?: Catalogue;
  /** Of whoever said nothing. */
  readonly everybody?: Opinion;
  readonly opinion?: Opinion;
  readonly failure?: string;
}

/** A model that adapts to a taste whenever it changes; of what changes while it works the last counts. */
export function useRecommender(taste: Taste): RecommenderState {
  const [state, setState] = useState<RecommenderState>({});
  const [model, setModel] = useState<Model>();
  const wanted = useRef<Taste | undefined>(undefined);
  const working = useRef(false);
  const update = (changed: Partial<RecommenderState>) => setState((before) => ({ ...before, ...changed }));

  useEffect(() => {
    let gone = false;
    let loaded: Model | undefined;
    Promise.all([loadShipped('taste', { onProgress: (loading) => gone || update({ loading }) }), loadCatalogue()]).then(
      async ([model, catalogue]) => {
        loaded = model;
        if (gone) return model.release();
        update({ catalogue, loading: undefined, everybody: await opinionOf(model, []) });
        setModel(model);
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
    wanted.current = taste;
    if (!working.current) void work(model);
  }, [model, taste]);

  async function work(model: Model): Promise<void> {
    working.current = true;
    for (let next = wanted.current; next; next = wanted.current) {
      wanted.current = undefined;
      await opinionOf(model, next).then(
        (opinion) => update({ opinion, failure: undefined }),
        (error: Error) => update({ failure: error.message }),
      );
    }
    working.current = false;
  }
  return state;
}

async function opinionOf(model: Model, taste: Taste): Promise<Opinion> {
  const adapted = await model.adapt({ items: taste.map(([item]) => item), y: taste.map(([, rating]) => rating) });
  const { scores, information } = await adapted.predict();
  return { taste, scores, ...(information && { information }), milliseconds: adapted.milliseconds };
}
