import { useEffect, useRef, useState } from 'preact/hooks';

export interface Latest<T> {
  /** What came of the last work that ended well; undefined where none is wanted. It stays while other work is done. */
  readonly value?: T;
  /** Why the last work failed, in words. */
  readonly failure?: string;
}

/** Does `work` whenever one of `wishes` changes, one after the other: of what is wished for meanwhile, the last counts. */
export function useLatest<T>(work: (() => Promise<T>) | undefined, wishes: readonly unknown[]): Latest<T> {
  const [state, setState] = useState<Latest<T>>({});
  const wanted = useRef<(() => Promise<Latest<T>>) | undefined>(undefined);
  const busy = useRef(false);
  useEffect(() => {
    wanted.current = async () => (work ? { value: await work() } : {});
    if (!busy.current) void run();
  }, wishes);

  async function run(): Promise<void> {
    busy.current = true;
    for (let next = wanted.current; next; next = wanted.current) {
      wanted.current = undefined;
      setState(await next().catch((error: Error): Latest<T> => ({ failure: error.message })));
    }
    busy.current = false;
  }
  return state;
}
