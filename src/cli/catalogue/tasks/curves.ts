import { z } from 'zod';
import { imageCompletion, lines, sinusoid, steps } from '../../../regression/index.js';
import { mixture } from '../../../tasks/index.js';
import { mostOf, oneNumber } from '../counts.js';
import { noOptions, taskEntry } from '../task-entry.js';

/** Regression on a line; the sizes are those of Finn et al. 2017. */
const common = {
  input: 'vector',
  target: 'values',
  sizes: { shots: 5, queries: 10 },
  testQueries: 100,
  metaBatch: 25,
  iterations: 70_000,
  options: noOptions,
} as const;

export const sinusoidEntry = taskEntry({
  ...common,
  name: 'sinusoid',
  about: 'regression on sine waves of their own height and phase',
  source: 'Finn, Abbeel and Levine 2017, section 5.1, arXiv:1703.03400',
  family: ({ shots, queries }) => sinusoid({ shots, queries }),
});

export const linesEntry = taskEntry({
  ...common,
  name: 'lines',
  about: 'regression on straight lines of their own slope and height',
  source: 'this project',
  family: ({ shots, queries }) => lines({ shots, queries }),
});

export const stepsEntry = taskEntry({
  ...common,
  name: 'steps',
  about: 'regression on steps: one value left of a place, another right of it',
  source: 'this project',
  family: ({ shots, queries }) => steps({ shots, queries }),
});

export const mixedCurvesEntry = taskEntry({
  ...common,
  name: 'mixed-curves',
  about: 'tasks of three kinds: sinusoids, lines and steps',
  source: 'this project, after Finn et al. 2018, arXiv:1806.02817',
  family: (sizes) => mixture({ sinusoid: sinusoid(sizes), line: lines(sizes), step: steps(sizes) }, { name: 'mixed-curves' }),
});

export const imageCompletionEntry = taskEntry({
  name: 'image-completion',
  about: 'a task is a drawn glyph, some of whose pixels are seen: place in, brightness out',
  source: 'Garnelo et al. 2018, section 4.2, arXiv:1807.01613',
  input: 'vector',
  target: 'values',
  sizes: { shots: 40, queries: 50 },
  testQueries: ({ shots, options: { size } }) => Math.min(100, size ** 2 - mostOf(shots)),
  metaBatch: 16,
  iterations: 20_000,
  channels: 128,
  options: z.strictObject({ size: z.number().int().min(8).max(64).default(14).describe('height and width of the glyphs in pixels') }),
  family: ({ shots, queries, options: { size } }) => imageCompletion({ shots, queries: oneNumber('--queries', queries), size }),
});
