import type { AdaptProgram, ArtifactCard } from '../artifact/card.js';
import { WebModelError } from './errors.js';
import type { Inputs } from './feeds.js';

/**
 * Looks whether the numbers of a support set mean something to the model: a program reads any number as a label or an item, a wrong one as another.
 * @throws WebModelError where a label is no class of it, an item is not in its catalogue, or a rating is off its scale.
 */
export function requireMeaning({ learns }: ArtifactCard, { predict }: AdaptProgram, support: Inputs): void {
  if (learns.kind === 'classes') requireEach(support, 'y', place(learns.ways), `a label is the number of a class, 0 to ${learns.ways - 1}`);
  if (learns.kind !== 'ratings') return;
  const items = predict.outputs.find(({ name }) => name === 'scores')?.shape[0] ?? Infinity;
  const { low, high } = learns.scale;
  requireEach(support, 'items', place(items), `an item is its place in the catalogue, 0 to ${items - 1}`);
  requireEach(support, 'y', (value) => value >= low && value <= high, `ratings go from ${low} to ${high}`);
}

/** Whether a number is one of so many places. */
const place =
  (count: number) =>
  (value: number): boolean =>
    Number.isInteger(value) && value >= 0 && value < count;

/** What is masked out may be anything. */
function requireEach(support: Inputs, name: string, means: (value: number) => boolean, words: string): void {
  const values = support[name] ?? [];
  for (let i = 0; i < values.length; i++) {
    if (support.mask?.[i] !== 0 && !means(values[i])) throw new WebModelError(`${name} has ${values[i]} at position ${i}: ${words}.`);
  }
}
