import { generatorOf, foldIn, key, uniformOf } from '../../random/index.js';
import { describeOptions, type AlgorithmEntry, type Schedule, type TaskFacts } from '../catalogue/index.js';
import type { Asked } from '../settings/index.js';

/** One number that is searched for. */
export interface Dimension {
  readonly name: 'outerLearningRate' | 'innerLearningRate' | 'innerSteps';
  readonly usual: number;
  readonly low: number;
  readonly high: number;
  /** Rates are drawn evenly by their logarithm, steps as whole numbers. */
  readonly log: boolean;
}

/** The values of one trial, by the names of the dimensions. */
export type Point = Readonly<Partial<Record<Dimension['name'], number>>>;

/** The learning rates and inner steps of an algorithm, as far as they are not fixed: rates from a tenth of the usual to ten times, steps from 1 to 5 or the usual. */
export function spaceOf(algorithm: AlgorithmEntry, task: TaskFacts, schedule: Schedule, asked: Asked): Dimension[] {
  const fixed = new Set((asked.options ?? []).map(({ name }) => name));
  const usual = Object.fromEntries(describeOptions(algorithm.options(task)).map((option) => [option.name, option.default]));
  const rate = (name: Dimension['name'], value: number): Dimension => ({ name, usual: value, low: value / 10, high: value * 10, log: true });
  const dimensions: Dimension[] = [];
  if (asked.outerLearningRate === undefined) dimensions.push(rate('outerLearningRate', schedule.outerLearningRate));
  if (typeof usual.innerLearningRate === 'number' && !fixed.has('innerLearningRate')) dimensions.push(rate('innerLearningRate', usual.innerLearningRate));
  if (typeof usual.innerSteps === 'number' && !fixed.has('innerSteps')) {
    dimensions.push({ name: 'innerSteps', usual: usual.innerSteps, low: 1, high: Math.max(5, usual.innerSteps), log: false });
  }
  return dimensions;
}

/** The values of a trial: the usual ones for the first, and for any other drawn at random. A function of seed and number, so that a search can be gone on with. */
export function pointOf(dimensions: readonly Dimension[], trial: number, seed: number): Point {
  return Object.fromEntries(
    dimensions.map(({ name, usual, low, high, log }, index) => {
      if (trial === 0) return [name, usual];
      const drawn = uniformOf(generatorOf(foldIn(foldIn(key(seed), trial), index)));
      // Three digits say as much of a rate as anyone reads.
      return [name, log ? Number((low * (high / low) ** drawn).toPrecision(3)) : low + Math.floor(drawn * (high - low + 1))];
    }),
  );
}
