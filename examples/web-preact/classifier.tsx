// A component that learns classes from a few examples of numbers and tells a query apart, for Preact (React: the hooks come from 'react').
import { load, type Model } from 'metalearn/web';
import { useEffect, useState } from 'preact/hooks';

export interface ClassifierProps {
  /** The address of what `metalearn export` wrote. */
  readonly model: string;
  /** Rows of the model's input, one behind the other, and the class of each, from 0. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** One more row. */
  readonly query: readonly number[];
  readonly names: readonly string[];
}

export function Classifier({ model: address, x, y, query, names }: ClassifierProps) {
  const [model, setModel] = useState<Model>();
  const [said, setSaid] = useState('loading the model');

  useEffect(() => {
    const stop = new AbortController();
    const loading = load(address, { signal: stop.signal, device: 'wasm' });
    loading.then(setModel, (error: Error) => stop.signal.aborted || setSaid(error.message));
    return () => {
      stop.abort();
      loading.then((loaded) => loaded.release()).catch(() => {});
    };
  }, [address]);

  useEffect(() => {
    let current = true;
    model
      ?.adapt({ x, y })
      .then((adapted) => adapted.predict({ x: query }))
      .then(({ probabilities = [] }) => current && setSaid(names.map((name, i) => `${name} ${(100 * (probabilities[i] ?? 0)).toFixed(0)} %`).join(', ')))
      .catch((error: Error) => current && setSaid(error.message));
    return () => void (current = false);
  }, [model, x, y, query, names]);

  return <output aria-live="polite">{said}</output>;
}
