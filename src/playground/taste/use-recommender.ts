import type { Model } from '../../web/index.js';
import { loadShipped, type OnProgress } from '../parts/load-model.js';
import { useLatest } from '../parts/use-latest.js';
import { useLoaded, type Loaded } from '../parts/use-loaded.js';
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

export interface RecommenderState extends Pick<Loaded<never>, 'loading' | 'failure'> {
  readonly catalogue?: Catalogue;
  /** Of whoever said nothing. */
  readonly everybody?: Opinion;
  readonly opinion?: Opinion;
}

/** A model that adapts to a taste whenever it changes; of what changes while it works the last counts. */
export function useRecommender(taste: Taste): RecommenderState {
  const { value: recommender, loading, failure } = useLoaded(loadRecommender, []);
  const { value: opinion, failure: refused } = useLatest(recommender && (() => opinionOf(recommender.model, taste)), [recommender, taste]);
  return { loading, catalogue: recommender?.catalogue, everybody: recommender?.everybody, opinion, failure: failure ?? refused };
}

async function loadRecommender(onProgress: OnProgress) {
  const [model, catalogue] = await Promise.all([loadShipped('taste', { onProgress }), loadCatalogue()]);
  return { model, catalogue, everybody: await opinionOf(model, []), release: () => model.release() };
}

async function opinionOf(model: Model, taste: Taste): Promise<Opinion> {
  const adapted = await model.adapt({ items: taste.map(([item]) => item), y: taste.map(([, rating]) => rating) });
  const { scores, information } = await adapted.predict();
  return { taste, scores, ...(information && { information }), milliseconds: adapted.milliseconds };
}
