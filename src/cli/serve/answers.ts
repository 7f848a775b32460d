import type { NdArray } from '../../graph/index.js';
import { probabilitiesOf } from '../../training/index.js';
import type { TaskShape } from '../catalogue/index.js';
import type { Standard } from '../../tasks/index.js';
import type { Classes } from './classes.js';
import { Refusal } from './refusal.js';

/** What a client reads of a learner's outputs: classes with the probabilities of those that have examples, or values in the unit in which they were given. */
export type Answer =
  | { readonly predictions: readonly { readonly class: number | string; readonly probabilities: Readonly<Record<string, number>> }[] }
  /** Of one output numbers, of several lists. */
  | { readonly values: readonly (number | readonly number[])[] };

/** @throws Refusal where an output is no finite number, as JSON has none other. */
export function answersOf({ data, shape: [rows, width] }: NdArray, { description }: Pick<TaskShape, 'description'>, classes: Classes | undefined): Answer {
  const outputs = Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * width, (row + 1) * width)));
  if (!classes) {
    const { mean, deviation } = (description.table as { target: { standard: Standard } } | undefined)?.target.standard ?? { mean: 0, deviation: 1 };
    const values = outputs.map((row) => row.map((value) => finite(value) * deviation + mean));
    return { values: width === 1 ? values.flat() : values };
  }
  return {
    predictions: outputs.map((logits) => {
      const probabilities = probabilitiesOf(classes.present.map(({ label }) => logits[label])).map(finite);
      const best = probabilities.indexOf(Math.max(...probabilities));
      return { class: classes.present[best].name, probabilities: Object.fromEntries(classes.present.map(({ name }, i) => [name, probabilities[i]])) };
    }),
  };
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw notFinite('outputs');
}

/** What is said of examples that a learner diverged on. */
export function notFinite(what: 'parameters' | 'outputs'): Refusal {
  return new Refusal(409, `Adapting to these examples gave ${what} that are no finite numbers: give examples of the size that the run was trained on.`);
}
