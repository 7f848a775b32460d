import type { AdaptedModel, Inputs, Model } from '../../web/index.js';
import { useLatest } from '../parts/use-latest.js';

/** What every way of using a model is told. */
export interface BenchProps {
  readonly model: Model;
  /** What it was adapted to before; used until there are examples here. */
  readonly restored?: AdaptedModel;
  readonly steps?: number;
  /** Told of what the model is adapted to now, and what should be said of it when it is saved. */
  readonly onAdapted: (adapted: AdaptedModel | undefined, about: Readonly<Record<string, string>>) => void;
}

export interface Adapted {
  readonly adapted?: AdaptedModel;
  readonly failure?: string;
}

/** The model adapted to the examples, whenever they change; without examples what was restored. */
export function useAdapted({ model, restored, steps, onAdapted }: BenchProps, support: Inputs | undefined, about: Readonly<Record<string, string>>): Adapted {
  const { value, failure } = useLatest(
    async () => {
      const adapted = support
        ? await model.adapt(support, { steps }).catch((error: Error) => {
            // What it was adapted to before does not belong to these examples.
            onAdapted(undefined, {});
            throw error;
          })
        : restored;
      onAdapted(adapted, support ? about : (restored?.about ?? {}));
      return adapted;
    },
    [model, support, steps, restored],
  );
  return { adapted: value, failure };
}

/** The names of the classes that a model was adapted to before; numbers where nobody wrote them down. */
export function namesIn(restored: AdaptedModel | undefined, ways: number): string[] {
  if (!restored) return [];
  try {
    const names: unknown = JSON.parse(restored.about.classes ?? '[]');
    if (Array.isArray(names) && names.length > 0) return names.slice(0, ways).map(String);
  } catch {
    // It was saved by another page.
  }
  return Array.from({ length: ways }, (_, i) => `Class ${i + 1}`);
}
