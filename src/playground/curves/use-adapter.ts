import { useEffect, useRef, useState } from 'preact/hooks';
import type { AdaptAnswer, Adapted, AdaptRequest } from './messages.js';
import type { Point } from './points.js';

export interface Adapter {
  /** The latest curves there are, and the points that they belong to. */
  readonly adapted?: Adapted & { readonly points: readonly Point[] };
  /** Bytes of the runtime, while it loads. */
  readonly loading?: { readonly loaded: number; readonly total?: number };
  readonly failure?: string;
}

/** How two networks adapt to points, worked out in a worker. Of what changes while it works, the last counts. `bytes`: weights trained here; absent, the shipped ones. */
export function useAdapter(points: readonly Point[], rate: number, bytes: Uint8Array | undefined): Adapter {
  const [state, setState] = useState<Adapter>({});
  const send = useRef<(points: readonly Point[], rate: number, bytes?: Uint8Array) => void>(() => {});

  useEffect(() => {
    const worker = new Worker(new URL('./adapt-worker.js', import.meta.url), { type: 'module' });
    const ask = (request: AdaptRequest) => worker.postMessage(request);
    let asked: readonly Point[] | undefined;
    let waiting: (() => void) | undefined;
    let known: Uint8Array | undefined;
    const go = () => {
      const next = waiting;
      waiting = undefined;
      next?.();
    };
    send.current = (points, rate, bytes) => {
      waiting = () => {
        if (bytes !== known) ask({ type: 'learner', bytes: (known = bytes) });
        ask({ type: 'adapt', points: (asked = points), rate });
      };
      if (!asked) go();
    };
    worker.addEventListener('message', ({ data: answer }: MessageEvent<AdaptAnswer>) => {
      if (answer.type === 'loading') return setState((before) => ({ ...before, loading: answer }));
      const points = asked!;
      asked = undefined;
      setState(answer.type === 'failed' ? ({ adapted }) => ({ adapted, failure: answer.message }) : { adapted: { ...answer, points } });
      go();
    });
    worker.addEventListener('error', () => setState(({ adapted }) => ({ adapted, failure: 'The part of this page that computes could not start. Load the page again.' })));
    return () => worker.terminate();
  }, []);

  useEffect(() => send.current(points, rate, bytes), [points, rate, bytes]);
  return state;
}
