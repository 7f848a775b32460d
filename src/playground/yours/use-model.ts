import { useEffect, useRef, useState } from 'preact/hooks';
import { WebModelError, type AdaptedModel, type Model } from '../../web/index.js';
import { loadModel } from '../parts/load-model.js';
import { openFiles, type Opened } from './open-files.js';

/** A model that is used, with its files, and what it was adapted to before. */
export interface Used {
  /** Another number for each that was opened. */
  readonly id: number;
  readonly model: Model;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly restored?: AdaptedModel;
}

export interface ModelState {
  readonly used?: Used;
  readonly loading?: { readonly loaded: number; readonly total?: number };
  readonly failure?: string;
  /** Uses the files that were given, or says why not and goes on with what was there. */
  open(files: readonly File[] | Promise<readonly File[]>): void;
  /** The same of a model that is at hand by name. */
  take(model: Promise<ReadonlyMap<string, Uint8Array>>): void;
  forget(): void;
}

/** The model that the visitor brought. */
export function useModel(): ModelState {
  const [used, setUsed] = useState<Used>();
  const [loading, setLoading] = useState<ModelState['loading']>();
  const [failure, setFailure] = useState<string>();
  const count = useRef(0);
  const openings = useRef(0);
  const now = useRef<Used | undefined>(undefined);
  useEffect(
    () => () => {
      openings.current += 1;
      now.current?.model.release();
    },
    [],
  );

  const become = (opened: Omit<Used, 'id'> | undefined) => {
    const next = opened && { ...opened, id: (count.current += 1) };
    if (now.current && now.current.model !== next?.model) now.current.model.release();
    now.current = next;
    setUsed(next);
  };
  const use = async (opened: Promise<Opened>): Promise<void> => {
    // What was opened last is what the visitor wants, whatever is loaded first.
    const opening = (openings.current += 1);
    const late = (): boolean => opening !== openings.current;
    setFailure(undefined);
    setLoading({ loaded: 0 });
    try {
      const { model: files, adapted } = await opened;
      if (late()) return;
      if (files) {
        const model = await loadModel(files, { onProgress: (progress) => late() || setLoading(progress) });
        if (late()) return model.release();
        become({ model, files });
      } else if (!now.current) throw new WebModelError('This is an adapted model by itself: load the model that it was made from first, then this again.');
      if (adapted) {
        const restored = await now.current!.model.restore(adapted);
        if (late()) return;
        become({ ...now.current!, restored });
      }
    } catch (error) {
      if (late()) return;
      setFailure((error as Error).message);
    }
    setLoading(undefined);
  };
  return {
    used,
    loading,
    failure,
    open: (files) => void use(Promise.resolve(files).then(openFiles)),
    take: (files) => void use(files.then((model) => ({ model }))),
    forget() {
      openings.current += 1;
      setLoading(undefined);
      setFailure(undefined);
      become(undefined);
    },
  };
}
