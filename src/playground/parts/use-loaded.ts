import { useEffect, useState } from 'preact/hooks';
import type { OnProgress } from './load-model.js';

export interface Loaded<T> {
  /** What was loaded; undefined until it is there. */
  readonly value?: T;
  /** Bytes of the runtime or the model, while they load. */
  readonly loading?: { readonly loaded: number; readonly total?: number };
  /** Why it could not be loaded, in words. */
  readonly failure?: string;
}

/** What `load` brings, brought anew whenever one of `wishes` changes; it is released when it is no longer wanted. */
export function useLoaded<T extends { release(): unknown }>(load: (onProgress: OnProgress) => Promise<T>, wishes: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<Loaded<T>>({});
  useEffect(() => {
    let gone = false;
    let loaded: T | undefined;
    setState({});
    load((loading) => gone || setState({ loading })).then(
      (value) => {
        if (gone) return value.release();
        loaded = value;
        setState({ value });
      },
      (error: Error) => gone || setState({ failure: error.message }),
    );
    return () => {
      gone = true;
      loaded?.release();
    };
  }, wishes);
  return state;
}
